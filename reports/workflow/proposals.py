"""Proposals from Excel: every row looked at before any is taken over; a file sent twice changes nothing."""

import hashlib
import re

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.files.checks import clean_name
from portal.ledger.engine import lock, one_at_a_time, require, write
from portal.pages.spreadsheets import read
from portal.pages.text import half_width
from portal.people.models import User
from portal.people.rules import is_clerk
from reports.models import Import, Proposal, possible_authors

# How these columns are called in the offices' own tables, the likeliest first.
COLUMNS = {
    "title": ["案由", "标题", "题目", "提案标题", "提案题目", "提案名称", "发言题目", "名称"],
    "number": ["案号", "提案号", "编号", "提案编号", "发言编号"],
    "proposers": ["提案人", "提案者", "第一提案人", "发言人", "提出人", "作者"],
    "year": ["年度", "年份", "年"],
    "unit": ["界别", "单位", "界别/单位", "界别或单位", "提案单位", "党派", "所属界别"],
    "text": ["内容", "正文", "提案内容", "发言内容", "提案正文"],
    "remark": ["备注", "说明"],
}
LONGEST = {"title": 200, "proposers": 300, "unit": 200, "text": 20_000, "remark": 500}
FIRST_YEAR = 1949
YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
NUMBER = re.compile(r"[0-9A-Za-z〔〕\[\]()./_-]{1,20}")
ONE_LINE = ("title", "number", "proposers", "year", "unit")


@transaction.atomic
def prepare(*, by, at, upload, kind, year):
    """Reads the file and keeps its rows with their problems; the same file sent twice waits once.

    Raises ValidationError for no such table.
    """
    require(is_clerk, by=by, at=at)
    table = read(upload, COLUMNS)
    rows, seen = [], {}
    for row in table.rows:
        values = _checked(row, year, at.year + 1)
        if not row.problems:
            first = seen.setdefault(_identity(kind, values), row.number)
            if first != row.number:
                row.problems.append(_("The same as in row %(row)s.") % {"row": first})
        rows.append({"row": row.number, "values": values | {"kind": kind}, "problems": row.problems})
    _name_known(rows)
    upload.seek(0)
    said = {"sha256": hashlib.file_digest(upload, "sha256").hexdigest(), "rows": rows, "by": by}
    one_at_a_time("prepare", said["sha256"], by.pk)
    if waiting := Import.objects.filter(imported_at=None, **said).first():
        return waiting
    return Import.objects.create(name=clean_name(upload.name), notes=table.notes, at=at, **said)


def _checked(row, default_year, last_year):
    """The row's values as they are kept; what is wrong with them is added to its problems."""
    values = {name: row.values.get(name, "") for name in COLUMNS}
    for name in ONE_LINE:
        values[name] = " ".join(values[name].split())
    wrong = row.problems.append
    if not values["title"] and not row.problems:
        wrong(_("The title is missing."))
    for name, limit in LONGEST.items():
        if len(values[name]) > limit:
            label = Proposal._meta.get_field(name).verbose_name
            wrong(_("Too long: %(label)s, at most %(limit)s characters.") % {"label": label, "limit": limit})
    values["number"] = _number(values["number"], row)
    values["year"] = _year(values["year"], row, default_year, last_year)
    return values


def _number(typed, row):
    if "number" in row.dates:
        row.problems.append(_("Excel made a date of the number. Format the column as text."))
        return typed
    plain = half_width(typed).strip("第号 ")
    if plain and not NUMBER.fullmatch(plain):
        row.problems.append(_("“%(number)s” is no number of a proposal.") % {"number": typed[:30]})
    return plain.lstrip("0") if plain.isdecimal() else plain


def _year(typed, row, default, last):
    """`default` where the file says none; the year of a date where Excel has one."""
    if not typed:
        return default
    plain = half_width(typed)
    found = YEAR.fullmatch(plain[:4] if "year" in row.dates else plain)
    if not found or not FIRST_YEAR <= int(found[1]) <= last:
        row.problems.append(_("“%(year)s” is no year.") % {"year": typed[:30]})
        return default
    return int(found[1])


def _identity(kind, values):
    """A number is given once a year; what has none is known by its title."""
    return kind, values["year"], values["number"], "" if values["number"] else values["title"]


def _name_known(rows):
    """Adds the problem to every good row that is in the register already."""
    years = {row["values"]["year"] for row in rows}
    known = {
        _identity(proposal["kind"], proposal)
        for proposal in Proposal.objects.filter(year__in=years).values("kind", "year", "number", "title")
    }
    for row in rows:
        if not row["problems"] and _identity(row["values"]["kind"], row["values"]) in known:
            row["problems"].append(_("Already in the register."))


def good(rows):
    return [row for row in rows if not row["problems"]]


@transaction.atomic
def import_proposals(found, *, by, at):
    """Takes over exactly the good rows, once; what has come in meanwhile stays as it is."""
    require(is_clerk, by=by, at=at)
    found = Import.objects.select_for_update().get(pk=found.pk)
    if not found.imported_at:
        proposals = [Proposal(imported_in=found, **row["values"]) for row in good(found.rows)]
        Proposal.objects.bulk_create(proposals, ignore_conflicts=True, batch_size=500)
        found.imported_at = at
        found.save(update_fields=["imported_at"])
        _ask_proposers(found.proposals.all(), by=by, at=at)
    return found


def _ask_proposers(proposals, *, by, at):
    """Those whom exactly one name leads to: they see the title until they have said that it is theirs."""
    people = {}
    for user in possible_authors(User.objects.only("name")):
        people.setdefault(user.name, []).append(user)
    for proposal in proposals:
        names = set(re.split(r"[、,，;；\s]+", proposal.proposers))
        asked = [people[name][0] for name in sorted(names) if len(people.get(name, ())) == 1]
        if asked:
            proposal.asked.set(asked)
            lock(proposal)
            write("ask_proposers", proposal, by=by, at=at, changes={"asked": [user.pk for user in asked]})


def accept_proposal(proposal, *, by, at):
    """It is the own one: its text opens, and reports can be begun from it."""
    _answer("accept_proposal", proposal, by=by, at=at)


def decline_proposal(proposal, *, by, at):
    """The name stays as the file wrote it, and leads to no account."""
    _answer("decline_proposal", proposal, by=by, at=at)


@transaction.atomic
def _answer(kind, proposal, *, by, at):
    """Once; whoever is not asked, or no more, gets PermissionDenied."""
    lock(proposal)
    if not proposal.asked.filter(pk=by.pk).exists():
        raise PermissionDenied(kind)
    proposal.asked.remove(by)
    if kind == "accept_proposal":
        proposal.members.add(by)
    write(kind, proposal, by=by, at=at)
