"""Charts that the server draws: rows of bars, each with its numbers, each number leading to its list.

A chart is a table and a picture in one: it reads aloud, prints, and needs no script.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.dates import MONTHS_3
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.days.periods import Period
from portal.days.workdays import SHANGHAI, local_day
from portal.pages.downloads import download
from portal.pages.figures import per_cent, percent
from portal.pages.workbooks import workbook

FILE = "charts"  # what `export` in the address asks for


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
    """A row: what it is of, and a number of each series. How long these are, in per cent, the chart knows."""

    label: str | Promise
    numbers: tuple[Number, ...]
    lengths: tuple[int, ...] = ()

    @property
    def drawn(self):
        """The first number as a bar; the second one as a line across it, where it is any."""
        mark = self.lengths[1] if len(self.lengths) > 1 and self.numbers[1].n else None
        return bar(self.lengths[0], mark)


@dataclass
class Chart:
    """`heads`: what its series are called. `whole`: the row of what the others are parts of. `upright`: its
    bars stand, on a page that is wide enough for it.
    """

    title: str | Promise
    heads: tuple[str | Promise, ...]
    bars: list[Bar]
    whole: Bar | None = None
    upright: bool = False

    def __post_init__(self):
        """Counts are as long as they are beside the largest; a rate is as long as it is."""
        most = max((number.n for bar in self.bars for number in bar.numbers), default=0)
        self.bars = [
            Bar(bar.label, bar.numbers, tuple(_length(number, most) for number in bar.numbers))
            for bar in self.bars
        ]


def _length(number, most):
    of = most if number.of is None else number.of
    return per_cent(number.n, of) if of else 0


def bar(length: int, mark: int | None = None):
    """The picture of so many per cent. Its length is an attribute, as the pages allow no style in a tag."""
    line = "" if mark is None else format_html('<rect class="mark" x="{}%" width="2" height="100%"/>', mark)
    svg = '<svg class="stripe" aria-hidden="true"><rect width="{}%" height="100%"/>{}</svg>'
    return format_html(svg, length, line)


def by_month(rows, when, *, address, moments=True, **counted):
    """A function that gives the Number of a Period of whole months; in one statement.

    `when`: the field, a moment or a day. `counted`: {"n": a Q, "of": a Q} of a rate; without them all rows
    count. `address(period)` gives the addresses of the lists of both.
    """
    counts = {name: Count("pk", filter=q, distinct=True) for name, q in counted.items()} or {"n": Count("pk")}
    month = TruncMonth(when, tzinfo=SHANGHAI) if moments else TruncMonth(when)
    rows = list(rows.order_by().annotate(month=month).values("month").annotate(**counts))
    for row in rows:
        row["month"] = local_day(row["month"]) if moments else row["month"]
    return in_months(rows, address, rated="of" in counted)


def in_months(rows, address, *, rated=False):
    """The same of rows that were counted: [{"month": its first day, "n": how many, "of": of how many}]."""

    def number(period):
        found = [row for row in rows if period.since <= row["month"] <= period.until]
        n, of = (sum(row.get(name, 0) for row in found) for name in ("n", "of"))
        url, of_url = address(period)
        return Number(n, url, of if rated else None, of_url)

    return number


def months(title, year, heads, *numbers, upright=False):
    """The Chart of the twelve months of a year; `numbers`: for each series, what gives that of a Period."""
    firsts = [date(year, month, 1) for month in MONTHS_3]
    bars = [
        Bar(MONTHS_3[first.month], tuple(number(Period.month(first)) for number in numbers))
        for first in firsts
    ]
    whole = Bar(_("Whole year"), tuple(number(Period.year(year)) for number in numbers))
    return Chart(title, heads, bars, whole, upright)


def beside_last_year(title, year, number, **look):
    """The same with the months of the year before."""
    return months(title, year, years(year), number, lambda period: number(period.year_before), **look)


def years(year):
    """What the two series of a year and the one before are called."""
    return str(year), str(year - 1)


def parts(title, heads, choices, *numbers):
    """A row for each choice of which there is one in any series; `numbers` give that of a value."""
    bars = [Bar(label, tuple(number(value) for number in numbers)) for value, label in choices]
    return Chart(title, heads, [bar for bar in bars if any(n.n or n.of for n in bar.numbers)])


def sheet(charts):
    """(headings, rows) of the file: what the page shows; rates as shares. Their series are called alike."""
    rows = [(chart, bar) for chart in charts for bar in (*chart.bars, *filter(None, [chart.whole]))]
    rated = any(number.of is not None for _chart, bar in rows for number in bar.numbers)
    headings = [_("Figure"), _("Detail")]
    for head in charts[0].heads:
        headings += [head, _("Of"), _("Share")] if rated else [head]
    table = [
        [
            str(chart.title),
            str(bar.label),
            *(cell for number in bar.numbers for cell in _cells(number, rated)),
        ]
        for chart, bar in rows
    ]
    return list(map(str, headings)), table


def _cells(number, rated):
    share = number.n / number.of if number.of else None
    return (number.n, number.of, share) if rated else (number.n,)


def charts_file(request, title, charts):
    """The Excel file of the charts, where the address asks for it; else None."""
    if not charts or request.GET.get("export") != FILE:
        return None
    return download(workbook(title, *sheet(charts)), f"{title}.xlsx")
