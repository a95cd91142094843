"""Earlier reports that resemble a text, the nearest first, across the years.

The database names the candidates: reports whose sketch shares a number with the text's, and for drafts that
have little more than a title those with a similar title. The best of them are compared exactly here. The
share is said as people understand it: how much of the shorter text stands in the other one.
"""

import re

from django.db import connection
from django.db.models import BooleanField, FloatField, IntegerField
from django.db.models.expressions import RawSQL

from portal.pages.figures import per_cent
from reports.states import WITH_AUTHOR, State

CANDIDATES, BY_TITLE = 50, 20
SHOWN = 5
LEAST = 30  # per cent of a text; two reports about different things have less than 20 in common
LEAST_OF_TITLE = 70  # per cent of a title: titles begin and end alike
FEWEST = 12  # pairs of characters; less than that is chance
MARKS = re.compile(r"[\W_]+")


def similar_to(report, rows):
    """[(report, share)] among `rows`, which the reader may see, of those filed before this one."""
    filed = rows.exclude(pk=report.pk).exclude(status=State.DRAFT)
    if report.status not in WITH_AUTHOR and report.submitted_at:
        filed = filed.filter(submitted_at__lt=report.submitted_at)
    return similar(report.written.parts(), filed)


def similar(parts, rows):
    """[(report, share in per cent)] among `rows` for a text, {part: words}; at most SHOWN."""
    rows = rows.select_related("author", "organisation").prefetch_related("pieces__issue__series")
    found = {row.pk: row for near in (by_sketch(parts, rows), by_title(parts, rows)) for row in near}
    shares = [(in_common(parts, row.parts()), row) for row in found.values()]
    nearest = sorted(((n, row.pk, row) for n, row in shares if any(n)), reverse=True)[:SHOWN]
    return [(row, whole or of_title) for (whole, of_title), _pk, row in nearest]


def by_sketch(parts, rows):
    """Those that share the most numbers with the sketch of the text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sketch_of(%s)", ["".join(parts.values())])
        (sketch,) = cursor.fetchone()
    if not sketch:
        return []
    column = f"{rows.model._meta.db_table}.sketch"
    common = f"(SELECT count(*) FROM unnest({column}) AS n WHERE n = ANY (%s::integer[]))"
    rows = rows.filter(RawSQL(f"{column} && %s::integer[]", [sketch], output_field=BooleanField()))
    return rows.order_by(RawSQL(common, [sketch], output_field=IntegerField()).desc(), "-pk")[:CANDIDATES]


def by_title(parts, rows):
    """Those whose titles share the most runs of three characters."""
    column = f"{rows.model._meta.db_table}.title"
    likeness = RawSQL(f"similarity({column}, %s)", [parts["title"]], output_field=FloatField())
    rows = rows.filter(RawSQL(f"{column} %% %s", [parts["title"]], output_field=BooleanField()))
    return rows.order_by(likeness.desc(), "-pk")[:BY_TITLE]


def pairs(words):
    """The pairs of neighbouring characters, without white space and punctuation."""
    letters = MARKS.sub("", words.lower())
    return {letters[n : n + 2] for n in range(len(letters) - 1)}


def in_common(one, other):
    """Of the whole text and of the title; 0 where there is too little in common to speak of."""
    whole = _common(*("".join(parts.values()) for parts in (one, other)))
    of_title = _common(one["title"], other["title"])
    return (whole if whole >= LEAST else 0, of_title if of_title >= LEAST_OF_TITLE else 0)


def _common(one, other):
    """Per cent of the smaller one."""
    one, other = pairs(one), pairs(other)
    both = len(one & other)
    return per_cent(both, min(len(one), len(other))) if both >= FEWEST else 0
