"""The year at a glance: its figures by month beside the year before, and what its reports were.

Counted in the tables when it is asked for, in eight statements. Each number leads to its list.
"""

from collections import Counter
from functools import partial

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback import same_day, three_rates
from feedback.briefing import there
from feedback.models import Opinion
from portal.days.periods import Period
from portal.days.workdays import SHANGHAI
from portal.pages.charts import Number, beside_last_year, by_month, parts, years
from portal.people.models import Organisation
from reports.models import Report
from reports.states import State
from routing import adoption_charts

KINDS = {  # {field: (title, choices, by which word the list of reports is filtered so)}
    "organisation__kind": (_("Reports by kind of organisation"), Organisation.Kind.choices, "kind"),
    "category": (_("Reports by category"), Report.Category.choices, "category"),
    "occasion": (_("Reports by what they came out of"), Report.Occasion.choices, "occasion"),
    "status": (_("What became of them"), State.choices, "status"),
}
JUDGED = {"handling": _("Opinions of the handling"), "result": _("Opinions of the result")}


def charts(year, at):
    """[Chart] of a year; what is not due yet at that moment counts in no rate."""
    span = Period.years(year - 1, year)
    received = there().filter(submitted_at__range=span.moments)
    replies, said = three_rates.duties("reply", span), three_rates.opinions(span)
    adopted, by_level = adoption_charts.charts(year)
    return [
        beside_last_year(_("Reports received"), year, _received(received)),
        beside_last_year(_("Signed off the same day"), year, same_day.monthly("sign_by", span, at)),
        adopted,
        beside_last_year(_("Answered in time"), year, three_rates.monthly("reply", span, at)),
        beside_last_year(_("Satisfied with the result"), year, three_rates.monthly("result", span, at)),
        by_level,
        _answered(replies, year, at),
        *_judged(said, year),
        *_kinds(received, year),
    ]


def _received(rows):
    def address(period):
        return reverse("reports:list", query=period.query), ""

    return by_month(rows, "submitted_at", address=address)


def _answered(replies, year, at):
    """Of the reports of each kind of organisation, how many were answered in time."""
    how, kind = three_rates.how(at), "report__organisation__kind"
    rows = _yearly(replies, "due_at").values_list("year", kind)
    rows = rows.annotate(n=Count("pk", filter=how["kept"]), of=Count("pk", filter=how["of"]))
    counts = {(value, in_year): (n, of) for in_year, value, n, of in rows}

    def number(value, period):
        n, of = counts.get((value, period.since.year), (0, 0))
        urls = (three_rates.cases("reply", standing, period, kind=value) for standing in ("kept", "of"))
        return Number(n, next(urls), of, next(urls))

    title = _("Answered in time, by kind of organisation")
    return parts(title, years(year), Organisation.Kind.choices, *_of_both(year, number))


def _judged(said, year):
    """What authors thought of each, in one statement."""
    rows = _yearly(said, "at").values_list("year", *JUDGED)
    rows = list(rows.annotate(n=Count("pk", distinct=True)))
    for place, (name, title) in enumerate(JUDGED.items(), 1):
        counts = Counter()
        for row in rows:
            counts[row[place], row[0]] += row[-1]

        def number(value, period, name=name, counts=counts):
            url = three_rates.cases(name, three_rates.GRADES[value], period)
            return Number(counts[value, period.since.year], url)

        yield parts(title, years(year), Opinion.Grade.choices, *_of_both(year, number))


def _kinds(received, year):
    """What the reports of the year were and what became of them, in one statement."""
    rows = list(_yearly(received, "submitted_at").values("year", *KINDS).annotate(n=Count("pk")))
    for name, (title, choices, word) in KINDS.items():
        counts = Counter()
        for row in rows:
            counts[row[name], row["year"]] += row["n"]

        def number(value, period, word=word, counts=counts):
            url = reverse("reports:list", query={word: value} | period.query)
            return Number(counts[value, period.since.year], url)

        yield parts(title, years(year), choices, *_of_both(year, number))


def _yearly(rows, when):
    return rows.order_by().annotate(year=ExtractYear(when, tzinfo=SHANGHAI))


def _of_both(year, number):
    """For the year and the one before: what gives the number of a value."""
    return (partial(number, period=Period.year(each)) for each in (year, year - 1))
