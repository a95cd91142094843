"""The three rates of each unit, ranked, each number with the cases behind it; also as workbooks."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import three_rates
from feedback.forms import CasesForm, RatesForm
from feedback.models import Opinion
from feedback.three_rates import APART, COUNTED, OF_UNIT, OPINIONS, RATES, STANDING
from portal.days.periods import Period
from portal.days.workdays import local_day
from portal.pages import cells
from portal.pages.charts import FILE, beside_last_year, charts_file
from portal.pages.columns import Column, Table
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.models import Report


class Ranked(Table):
    """The rate by which units are ranked is one of the filters, so headings set that."""

    def towards(self, column):
        return self.address(by=column.name)


def rates(request):
    """By unit, of the period that the address names; of the rate they are ranked by, every number."""
    _for_the_office(request)
    form = RatesForm(request.GET, today=local_day(request.now))
    asked = asked_of(form)
    by, period = asked.get("by") or "reply", asked.get("of")
    units = three_rates.of_units(period, request.now, request.calendar, by) if period else []
    page = Ranked(request, list(_columns(by, period)), f"-{by}", units)
    charts = [_by_month(by, period.until.year, request.now)] if units else []
    if answer := charts_file(request, str(RATES[by]), charts):
        return answer
    return page.answer(
        "feedback/three_rates.html",
        "-".join([str(_("Three rates")), *map(str, period.days if period else ())]),
        form,
        status=200 if period else 400,
        charts=charts,
        charts_file=page.address(export=FILE),
        period=period,
        least=three_rates.least_cases(period, request.now, request.calendar) if period else None,
        none_icon="bar-chart",
        nothing=_("Nothing of the units was due in this period.") if period else "",
    )


def _by_month(by, year, at):
    """The rate of all units in the year in which the period ends, beside the year before."""
    number = three_rates.monthly(by, Period.years(year - 1, year), at)
    title = _("%(rate)s by month, all units") % {"rate": RATES[by]}
    return beside_last_year(title, year, number, upright=True)


def _columns(by, period):
    """Each rate with the two numbers it is made of; on the page, the others of the one they are ranked by."""
    few = _("too few cases to be ranked")
    yield Column("unit", _("Unit"), "name")
    yield Column("place", _("Rank by this rate"), lambda unit, _r: unit.place or few, _place, look="tight")
    for rate, label in RATES.items():
        share = partial(_share, rate=rate)
        yield Column(rate, label, share, partial(_rate, rate=rate, period=period), sort=rate, look="tight")
    for rate, label in RATES.items():
        yield Column("of", f"{label} · {STANDING['of']}", partial(_of, rate=rate), cell=None)
        for part in (*COUNTED[rate], *APART[rate]):
            shown = rate == by and part != COUNTED[rate][0]
            cell = partial(_number, rate=rate, part=part, period=period) if shown else None
            name = STANDING[part] if shown else f"{label} · {STANDING[part]}"
            yield Column(part, name, partial(_count, rate=rate, part=part), cell, look="number")


def _place(unit, _request):
    return unit.place or format_html('<span class="meta">{}</span>', _("not ranked"))


def _share(unit, _request, *, rate):
    return unit.rates[rate].share


def _of(unit, _request, *, rate):
    return unit.rates[rate].of


def _count(unit, _request, *, rate, part):
    return unit.rates[rate].counts[part]


def _rate(unit, _request, *, rate, period):
    """The share, and beside it how many of how many."""
    found = unit.rates[rate]
    if not found.of:
        return ""
    numbers = (
        format_html('<a href="{}">{}</a>', three_rates.cases(rate, standing, period, unit=unit.pk), number)
        for standing, number in ((COUNTED[rate][0], found.kept), ("of", found.of))
    )
    return format_html(
        '<span class="cell"><strong>{}</strong> <span class="meta">{}/{}</span></span>',
        found.percent,
        *numbers,
    )


def _number(unit, _request, *, rate, part, period):
    count = unit.rates[rate].counts[part]
    url = three_rates.cases(rate, part, period, unit=unit.pk)
    return count and format_html('<a href="{}">{}</a>', url, count)


def cases(request):
    """The duties or the opinions behind a number."""
    _for_the_office(request)
    form = CasesForm(_this_year(request) | request.GET.dict())
    asked = form.cleaned_data if form.is_valid() else {}
    rows, columns, first, drawn = _cases(asked, request) if asked else _no_cases()
    title = RATES[asked["rate"]] if asked else _("Three rates")
    page = Page(request, rows, columns, first=first, drawn=drawn)
    return page.answer(
        "feedback/rated.html",
        str(title),
        form,
        status=200 if asked else 400,
        title=title,
        none_icon="graph-up",
        nothing=_("Nothing here."),
        period=asked.get("of"),
    )


def _this_year(request):
    today = local_day(request.now)
    return {"rate": "reply", "since": today.replace(month=1, day=1), "until": today.replace(month=12, day=31)}


def _cases(asked, request):
    """(rows, columns, by which they are sorted first, how they are drawn)."""
    name, standing = asked["rate"], asked["standing"]
    if name in OPINIONS:
        rows, how, unit = three_rates.opinions(asked["of"]), three_rates.judged(name), OF_UNIT
    else:
        rows, how, unit = three_rates.duties(name, asked["of"]), three_rates.how(request.now), "unit"
    if asked["unit"]:
        rows = rows.filter(**{unit: asked["unit"]})
    if asked["kind"]:
        rows = rows.filter(report__organisation__kind=asked["kind"])
    if standing:
        rows = rows.filter(how[standing])
    if name in OPINIONS:  # one that is about several units is one
        return Opinion.objects.filter(pk__in=rows.values("pk")), OPINION, "-at", _drawn
    return rows, DUTY, "-due", _with_unit


def _no_cases():
    return Opinion.objects.none(), OPINION, "-at", _drawn


def _drawn(rows):
    texts = [f"report__{part}" for part in Report.PARTS[1:]]
    return rows.select_related("report").defer(*texts)


def _with_unit(rows):
    return _drawn(rows).select_related("report", "unit")


def _report(row, request):
    """The handling of the report is the tab where the case is."""
    url = f"{row.report.get_absolute_url()}?tab=handling"
    return format_html(
        "{}{}", cells.opened(request, row, row.report.heading, url), cells.meta(row.report.number)
    )  # fmt: skip


def _first_date(duty, _request):
    return duty.first_due_at if duty.extended else None


def _late(duty, _request):
    if duty.late is None:
        return ""
    return _("Yes") if duty.late else _("No")


REPORT = [
    Column("number", gettext_lazy("Number"), "report.number", cell=None),
    Column("report", gettext_lazy("Report"), "report.heading", _report),
]
DUTY = [
    *REPORT,
    Column("unit", gettext_lazy("Unit"), "unit.name"),
    Column("opened", gettext_lazy("Runs from"), "opened_at", look="tight"),
    Column("due", gettext_lazy("Due"), "due_at", sort="due_at", look="tight"),
    Column("first", gettext_lazy("First date"), _first_date, look="tight"),
    Column("settled", gettext_lazy("Done"), "settled_at", look="tight"),
    Column("late", gettext_lazy("Late"), _late, look="tight"),
]
OPINION = [
    *REPORT,
    Column("handling", gettext_lazy("The handling"), "get_handling_display", look="tight"),
    Column("result", gettext_lazy("The result"), "get_result_display", look="tight"),
    Column("at", gettext_lazy("On which day"), "at", sort="at", look="tight"),
]


def _for_the_office(request):
    if not in_office(request.hats):
        raise PermissionDenied
