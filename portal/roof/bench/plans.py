"""`./run bench explain`: how the database finds what the pages show, written to docs/plans.md.

The statements are those that the pages really send. It fails where one reads a whole table that grows with
every report.
"""

import json
import re

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from portal.ledger.models import Duty, Entry
from portal.roof.bench.pages import fill, look
from portal.roof.bench.visitor import Visitor

PATH = settings.BASE_DIR / "docs/plans.md"
NEVER_WHOLE = {apps.get_model(settings.REPORT_MODEL), Entry, Duty}
LARGE = 10_000  # rows of a table from which on it is worth saying how it is read
HEAD = """# How lists are read

`./run bench explain` with {reports:,} reports: each statement of a page that reads a table of more than
{large:,} rows, as the database carried it out. What several pages send stands with the first of them. `rows`
are those found in each table, over all its loops.

| page | ms | reads |
|---|---|---|
"""
NUMBERED = re.compile(r"\d+(?:, \d+)+|'[^']*'|\d+")


def measure(say, reports, _visits):
    fill(say, reports)
    visitor, seen, lines, whole, large = Visitor(), set(), {}, [], large_tables()
    for page in visitor.pages:
        look(visitor, page)
        for _ms, sql, values in look(visitor, page)["statements"]:
            bare = NUMBERED.sub("?", sql)
            if bare in seen or not sql.lstrip("( ").startswith(("SELECT", "WITH")):
                continue
            seen.add(bare)
            plan = explained(sql, values)
            reads = [node for node in nodes(plan["Plan"]) if node.get("Relation Name") in large]
            reads = [node for node in reads if node["Actual Loops"]]  # else the other of two ways was taken
            if reads:
                place = (page, "; ".join(dict.fromkeys(map(said, reads))))
                lines[place] = max(plan["Execution Time"], lines.get(place, 0))
            whole += [f"{page}: {said(node)}\n{sql}" for node in reads if reads_whole(node)]
    rows = "".join(f"| {page} | {ms:.1f} | {reads} |\n" for (page, reads), ms in lines.items())
    PATH.write_text(HEAD.format(reports=reports, large=LARGE) + rows, encoding="utf-8")
    say(f"\n{len(lines)} ways to read, in {PATH.name}")
    if whole:
        raise CommandError("\n".join(["Read as a whole:", *whole]))


def large_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor}


def explained(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()
    (plan,) = json.loads(plan) if isinstance(plan, str) else plan
    return plan


def nodes(plan):
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def reads_whole(node):
    tables = {model._meta.db_table for model in NEVER_WHOLE}
    return node["Node Type"].endswith("Seq Scan") and node.get("Relation Name") in tables


def said(node):
    """reports_report by report_newest_first (Index Scan, rows 31)"""
    names = [node["Index Name"]] if "Index Name" in node else list(bitmaps(node))
    by = f" by {', '.join(dict.fromkeys(names))}" if names else ""
    rows = round(node["Actual Rows"] * node["Actual Loops"])
    return f"{node['Relation Name']}{by} ({node['Node Type']}, rows {rows:,})"


def bitmaps(node):
    """The indexes that a Bitmap Heap Scan puts together."""
    for inner in node.get("Plans", ()):
        if inner["Node Type"] == "Bitmap Index Scan":
            yield inner["Index Name"]
        elif inner["Node Type"] in ("BitmapAnd", "BitmapOr"):
            yield from bitmaps(inner)
