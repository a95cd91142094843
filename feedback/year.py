"""The year at a glance: its figures by month beside the year before, and what its reports were.

Counted in the tables when it is asked for, in seven statements. Each number leads to its list, but for
how many were due to be signed off: of these alone there is no list.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db.models import Count
from django.db.models.functions import ExtractYear, TruncMonth
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback import same_day, three_rates
from feedback.briefing import there
from feedback.periods import Period, beginning
from portal.days.workdays import SHANGHAI, local_day
from portal.pages.figures import per_cent, percent
from reports.models import Report
from reports.states import State
from routing.models import AdoptionEvent
from routing.states import Level

DAY = timedelta(days=1)
MOMENTS = partial(TruncMonth, tzinfo=SHANGHAI)
MONTHLY = [
    _("Reports received"), _("Signed off the same day"), _("Adopted elsewhere"), _("Answered in time"),
    _("Satisfied with the result"),
]  # fmt: skip
KINDS = {
    "category": (_("Reports by category"), Report.Category.choices),
    "occasion": (_("Reports by what they came out of"), Report.Occasion.choices),
    "status": (_("What became of them"), State.choices),
}


@dataclass(frozen=True)
class Number:
    """How many, where their list is; of how many, where it is a rate."""

    n: int
    url: str
    of: int | None = None
    of_url: str = ""

    @property
    def percent(self):
        return percent(self.n, self.of) if self.of is not None else ""


@dataclass(frozen=True)
class Bar:
    """A row of a chart: this year's number, that of the year before, and how long both are, in per cent."""

    label: str | Promise
    now: Number
    before: Number
    length: int = 0
    length_before: int = 0


@dataclass
class Chart:
    """`whole` is the row of the whole year, where the rows are its parts."""

    title: str | Promise
    bars: list = field(default_factory=list)
    whole: Bar | None = None

    def __post_init__(self):
        """Counts are as long as they are beside the largest; a rate is as long as it is."""
        numbers = [number for bar in self.bars for number in (bar.now, bar.before)]
        most = max((number.n for number in numbers), default=0)
        self.bars = [
            Bar(bar.label, bar.now, bar.before, _length(bar.now, most), _length(bar.before, most))
            for bar in self.bars
        ]


def _length(number, most):
    of = most if number.of is None else number.of
    return per_cent(number.n, of) if of else 0


def charts(year, at):
    """[Chart] of a year; what is not due yet at that moment counts in no rate."""
    span = Period(date(year - 1, 1, 1), date(year, 12, 31))
    received = there().filter(submitted_at__range=span.moments)
    due = same_day.promised("sign_by", *span.days).filter(sign_by__lte=at)
    replies, said = three_rates.duties("reply", span), three_rates.opinions(span)
    adopted = AdoptionEvent.objects.adopted().filter(happened_on__range=span.days)
    signing, how, judged = same_day.SIGNING, three_rates.how(at), three_rates.judged("result")
    months = {
        _received: _by_month(received, "submitted_at", MOMENTS),
        _kept: _by_month(due, "sign_by", MOMENTS, n=signing["kept"], of=~signing["apart"]),
        _events: _by_month(adopted, "happened_on", TruncMonth),
        _cases("reply", "kept"): _by_month(replies, "due_at", MOMENTS, n=how["kept"], of=how["of"]),
        _cases("result", "satisfied"): _by_month(said, "at", MOMENTS, n=judged["satisfied"], of=judged["of"]),
    }
    found = [
        _monthly(title, year, counts, addresses)
        for title, (addresses, counts) in zip(MONTHLY, months.items(), strict=True)
    ]
    return [*found, _by_level(adopted, year), *_kinds(received, year)]


def _by_month(rows, when, trunc, **counted):
    """{first day of the month: {"n": how many}}, and "of" how many where a rate is counted."""
    counts = {name: Count("pk", filter=q, distinct=True) for name, q in counted.items()} or {"n": Count("pk")}
    rows = rows.order_by().annotate(month=trunc(when)).values("month").annotate(**counts)
    return {local_day(row.pop("month")) if trunc is MOMENTS else row.pop("month"): row for row in rows}


def _monthly(title, year, found, addresses):
    """`addresses`: of a period, those of the lists of both numbers; "" where there is no such list."""
    rated = any("of" in row for row in found.values())

    def number(period):
        rows = [row for day, row in found.items() if period.since <= day <= period.until]
        n, of = (sum(row.get(name, 0) for row in rows) for name in ("n", "of"))
        url, of_url = addresses(period)
        return Number(n, url, of if rated else None, of_url)

    firsts = [date(year, month, 1) for month in MONTHS_3]
    bars = [
        Bar(MONTHS_3[first.month], number(_month(first)), number(_month(first.replace(year=year - 1))))
        for first in firsts
    ]
    return Chart(title, bars, Bar(_("Whole year"), number(_whole(year)), number(_whole(year - 1))))


def _month(first):
    return Period(first, beginning(first, 1, -1) - DAY)


def _whole(year):
    return Period(date(year, 1, 1), date(year, 12, 31))


def _received(period):
    return reverse("reports:list", query=period.query), ""


def _kept(period):
    query = {"half": "sign_by", "standing": "kept"} | period.query
    return reverse("feedback:promised", query=query), ""


def _events(period):
    return reverse("routing:events", query={"kind": "adopted"} | period.query), ""


def _cases(rate, standing):
    def addresses(period):
        of = {"rate": rate} | period.query
        return tuple(reverse("feedback:rated", query=of | {"standing": name}) for name in (standing, "of"))

    return addresses


def _by_level(adopted, year):
    rows = adopted.order_by().values_list("level", "happened_on__year")
    counts = {tuple(row): n for *row, n in rows.annotate(n=Count("pk"))}

    def address(level, period):
        query = {"kind": "adopted", "level": level} | period.query
        return reverse("routing:events", query=query)

    return _parts(_("Adopted elsewhere, by level"), year, Level.choices, counts, address)


def _kinds(received, year):
    """What the reports of the year were and what became of them, in one statement."""
    rows = received.order_by().annotate(year=ExtractYear("submitted_at", tzinfo=SHANGHAI))
    rows = list(rows.values("year", *KINDS).annotate(n=Count("pk")))
    for name, (title, choices) in KINDS.items():
        counts = Counter()
        for row in rows:
            counts[row[name], row["year"]] += row["n"]

        def address(value, period, name=name):
            return reverse("reports:list", query={name: value} | period.query)

        yield _parts(title, year, choices, counts, address)


def _parts(title, year, choices, counts, address):
    """A row for each choice of which there was one in either year."""
    years = year, year - 1
    bars = [
        Bar(label, *(Number(counts.get((value, y), 0), address(value, _whole(y))) for y in years))
        for value, label in choices
        if any(counts.get((value, y)) for y in years)
    ]
    return Chart(title, bars)


def sheet(charts):
    """(headings, rows) of the Excel file: what the page shows; rates as shares."""
    both = _("Of"), _("Share")
    headings = _("Figure"), _("Detail"), _("This year"), *both, _("Year before"), *both
    rows = [
        [str(chart.title), str(bar.label), *_cells(bar.now), *_cells(bar.before)]
        for chart in charts
        for bar in (*chart.bars, *filter(None, [chart.whole]))
    ]
    return list(map(str, headings)), rows


def _cells(number):
    return number.n, number.of, number.n / number.of if number.of else None
