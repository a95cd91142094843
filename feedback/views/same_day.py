"""The promise of the day: the rate, the day's closing list, and the reports behind each number."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format

from feedback import same_day
from feedback.forms import PromiseFilter
from feedback.models import DayClosing
from portal.days.workdays import local_day
from portal.pages.lists import page_of
from portal.people.rules import in_office
from reports.models import Report

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
    context = {
        "by": by,
        "periods": [(key, label) for key, (label, *_more) in same_day.PERIODS.items()],
        "rows": rows,
        "listed": by == "day",
        "today": local_day(request.now),
    }
    return render(request, "feedback/rates.html", context)


def _end(start, by):
    """The last day of the period that begins on `start`: the next one begins after it."""
    return same_day.begin(start + timedelta(days=LONGEST[by]), by) - timedelta(days=1)


def closing_list(request, day):
    """Of today as it stands now, of an earlier day as that left it."""
    if not in_office(request.hats):
        raise PermissionDenied
    day, today = _day(day), local_day(request.now)
    closing = DayClosing.objects.filter(day=day).first()
    reports = Report.objects.visible_to(request.hats)
    rows = closing.rows if closing else same_day.rows(same_day.due_on(day, today), day)
    rows = same_day.shown(rows, reports)
    before, after = same_day.neighbours(day)
    context = {
        "day": day,
        "today": today,
        "closing": closing,
        "working": request.calendar.is_working(day),
        "rows": rows,
        "sums": same_day.summed(rows),
        "before": before,
        "after": after if after and after <= today else None,
    }
    return render(request, "feedback/closing_list.html", context)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404(text) from error


def promised(request):
    """The reports behind a number of the rates."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = PromiseFilter(request.GET or {"half": "sign_by"})
    rows = Report.objects.none()
    if form.is_valid():
        asked = form.cleaned_data
        rows = same_day.promised(asked["half"], asked["since"], asked["until"])
        if asked["standing"]:
            rows = rows.filter(same_day.HALVES[asked["half"]][asked["standing"]])
        rows = rows.filter(**{f"{asked['half']}__lte": request.now})
    seen = Report.objects.visible_to(request.hats).filter(pk__in=rows)
    page = page_of(seen.select_related("author", "organisation").order_by("-sign_by", "-pk"), request)
    half = form["half"].value()
    for report in page:
        report.due, report.done = getattr(report, half), getattr(report, DONE[half])
    context = {"page": page, "filter_form": form}
    return render(request, "feedback/promised.html", context, status=200 if form.is_valid() else 400)
