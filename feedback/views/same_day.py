"""The promise of the day: how often it was kept, and the reports behind each number."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import same_day
from feedback.forms import PromiseFilter
from portal.days.periods import Period
from portal.days.workdays import local_day
from portal.pages.charts import FILE, bar, charts_file, months
from portal.pages.columns import Column, Table
from portal.pages.figures import per_cent, percent
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.models import Report
from reports.views.lists import NAMED, STAGE, SUBMITTED, listed

LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}  # days that a period has at most
DONE = {"sign_by": "signed_at", "report_by": "reported_at"}
CALLED = {
    "day": lambda row: date_format(row["start"], "MONTH_DAY_FORMAT"),
    "week": lambda row: " – ".join(date_format(row[end], "MONTH_DAY_FORMAT") for end in ("start", "until")),
    "month": lambda row: date_format(row["start"], "YEAR_MONTH_FORMAT"),
    "year": lambda row: date_format(row["start"], "Y"),
}


def rates(request):
    """By day, week, month or year; each number leads to its reports."""
    if not in_office(request.hats):
        raise PermissionDenied
    by = request.GET.get("by", "day")
    if by not in same_day.PERIODS:
        raise Http404(by)
    rows = same_day.rates(by, request.now)
    for row in rows:
        row["until"] = _end(row["start"], by)
        row["called"] = CALLED[by](row)
    today = local_day(request.now)
    charts = [_by_month(today.year, request.now)] if rows else []
    if answer := charts_file(request, f"{_('Same-day promise')}-{today.year}", charts):
        return answer
    page = Table(request, list(_columns(by)), rows=rows)
    return page.answer(
        "feedback/rates.html",
        f"{_('Same-day promise')}-{today}",
        charts=charts,
        charts_file=page.address(export=FILE),
        none_icon="calendar2-week",
        nothing=_("Nothing was due in this time."),
        by=by,
        periods=[(key, label) for key, (label, *_more) in same_day.PERIODS.items()],
        today=today,
    )


def _by_month(year, at):
    """Both halves of the promise, month by month of this year."""
    halves = [same_day.monthly(half, Period.year(year), at) for half in same_day.HALVES]
    heads = _("Signed off"), _("Reported")
    return months(_("%(year)s by month") % {"year": year}, year, heads, *halves, upright=True)


def _columns(by):
    """The rate of each half of the promise, and the numbers that it is made of."""
    yield Column("period", _("Period"), partial(_period, by=by), partial(_called, by=by), look="tight")
    for half, label in (("sign_by", _("Signed off")), ("report_by", _("Reported"))):
        share, rate = partial(_share, half=half), partial(_rate, half=half)
        yield Column(half, f"{label} · {_('Rate')}", share, rate, look="number")
        for standing in same_day.HALVES[half]:
            asked = {"half": half, "standing": standing}
            name = f"{label} · {same_day.STANDING[standing]}"
            count, cell = partial(_count, **asked), partial(_number, **asked)
            yield Column(standing, name, count, cell, look="number")


def _period(row, _request, *, by):
    return row["start"] if by == "day" else row["called"]


def _called(row, _request, *, by):
    """A day leads to its closing list."""
    if by != "day":
        return row["called"]
    url = reverse("feedback:closing_list", args=[row["start"]])
    return format_html('<a href="{}">{}</a>', url, row["called"])


def _count(row, _request, *, half, standing):
    return row.get(half, {}).get(standing, 0)


def _number(row, request, *, half, standing):
    count = _count(row, request, half=half, standing=standing)
    query = {"half": half, "standing": standing, "since": row["start"], "until": row["until"]}
    url = reverse("feedback:promised", query=query)
    return count and format_html('<a href="{}">{}</a>', url, count)


def _share(row, _request, *, half):
    counts = row.get(half)
    due = counts and same_day.due_in(counts)
    return counts["kept"] / due if due else None


def _rate(row, request, *, half):
    if _share(row, request, half=half) is None:
        return ""
    kept, due = row[half]["kept"], same_day.due_in(row[half])
    drawn = bar(per_cent(kept, due))
    return format_html('<span class="cell"><strong>{}</strong> {}</span>', percent(kept, due), drawn)


def _end(start, by):
    """The last day of the period that begins on `start`: the next one begins after it."""
    return same_day.begin(start + timedelta(days=LONGEST[by]), by) - timedelta(days=1)


def promised(request):
    """The reports behind a number of the rates."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = PromiseFilter({"half": "sign_by"} | request.GET.dict())
    rows = Report.objects.none()
    if form.is_valid():
        asked = form.cleaned_data
        rows = same_day.promised(asked["half"], asked["since"], asked["until"])
        if asked["standing"]:
            rows = rows.filter(same_day.asked(asked["half"], asked["standing"]))
        rows = rows.filter(**{f"{asked['half']}__lte": request.now})
    seen = Report.objects.visible_to(request.hats).filter(pk__in=rows)
    half = form["half"].value()
    columns = PROMISED.get(half, PROMISED["sign_by"])
    page = Page(request, seen, columns, first="-due", drawn=listed)
    return page.answer(
        "feedback/promised.html",
        _("Reports by the same-day promise"),
        form,
        none_icon="search",
        nothing=_("No report matches."),
    )


def _moment(report, _request, *, name):
    """To the minute: the promise ends with the cut-off."""
    at = getattr(report, name)
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def _at(name, label, moment, **said):
    return Column(name, label, moment, partial(_moment, name=moment), look="tight", **said)


PROMISED = {
    half: [
        *NAMED,
        SUBMITTED,
        _at("due", gettext_lazy("Due"), half, sort=half),
        _at("done", gettext_lazy("Done"), done),
        STAGE,
    ]
    for half, done in DONE.items()
}
