"""The days of a year at a glance, and how they are changed: looked at first, with every date that moves."""

from calendar import Calendar as Months
from collections import defaultdict
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.days.forms.calendar import FIRST_YEAR, LAST_YEAR, DayForm, YearForm
from portal.days.models import CalendarDay, CalendarYear
from portal.days.workdays import left_out, local_day, missing_years
from portal.days.workflow.calendar import Change, change_days, differs, plan, standing, whole_year
from portal.ledger.engine import TooLate, decided
from portal.ledger.reading import journey, past
from portal.pages.forms import posted, status_of
from portal.people.models import Organisation
from portal.people.rules import in_office, keeps_days

MONDAY = 0
MARKS = {  # why a day is not what it seems: how it looks, and the sign in it
    "holiday": ("day-off", pgettext_lazy("sign", "H")),
    "make_up": ("day-make_up", pgettext_lazy("sign", "W")),
    "local": ("day-local", pgettext_lazy("sign", "L")),
    "weekend": ("day-weekend", ""),
}


def this_year(request):
    return year(request, local_day(request.now).year)


def year(request, year):
    """Everybody reads it; of the local days each organisation's own calendar can be looked at too."""
    _require(year)
    rows = list(CalendarDay.objects.filter(date__year=year).select_related("organisation"))
    whose = get_object_or_404(Organisation, pk=pk) if (pk := _number(request.GET.get("of"))) else None
    calendar = request.calendar.of(whose.pk) if whose else request.calendar
    local = defaultdict(list)
    for row in rows:
        if row.organisation:
            local[row.date].append(row)
    context = {
        "year": year,
        "today": local_day(request.now),
        "weekdays": Months(MONDAY).monthdatescalendar(year, 1)[0],
        "months": [_month(year, number, calendar, local) for number in range(1, 13)],
        "rows": rows,
        "whose": whose,
        "organisations": sorted({row.organisation for row in rows if row.organisation}, key=str),
        "known": year in request.calendar.years,
        "keeps": keeps_days(request.hats),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "history": _history(request.hats, year),
    }
    context["total"] = sum(month["worked"] for month in context["months"])
    return render(request, "days/calendar.html", context)


def _require(year):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(year)


def _number(words):
    return int(words) if words and words.isdecimal() and len(words) < 10 else None


def _month(year, number, calendar, local):
    """Weeks from Monday; a cell is None, or the day with what it is and whose it is."""
    weeks = [
        [_cell(day, calendar, local) if day.month == number else None for day in week]
        for week in Months(MONDAY).monthdatescalendar(year, number)
    ]
    worked = sum(cell["counted"] for week in weeks for cell in week if cell)
    return {"first": date(year, number, 1), "weeks": weeks, "worked": worked}


def _cell(day, calendar, local):
    found = calendar.day(day)
    there = local.get(day, [])
    names = [found.name] if found.name else []
    names += [f"{row.name}（{row.organisation}）" for row in there]
    reason = "local" if there and found.reason not in ("holiday", "make_up") else found.reason
    look, sign = MARKS.get(reason, ("", ""))
    return {"date": day, "counted": found.counted, "look": look, "sign": sign, "names": "、".join(names)}


def _history(hats, year):
    """Who changed which days; for those who keep them and for the office."""
    return journey(past(CalendarYear(year))) if keeps_days(hats) or in_office(hats) else []


def set_day(request):
    """Adds a day or changes what it is; the address may name the day it is about."""
    _require_keeper(request)
    form = DayForm(posted(request), initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data["date"].year in request.calendar.years
        change = Change(put=form.days(known))
        return _ask_or_store(request, change, form, form.cleaned_data["date"].year)
    return render(request, "days/calendar_day.html", {"form": form}, status=status_of(form))


def _initial(request):
    row = CalendarDay.objects.filter(pk=_number(request.GET.get("day"))).first()
    if not row:
        return {}
    return {name: getattr(row, name) for name in ("date", "kind", "name", "organisation", "source")}


def strike_day(request, pk):
    """The day becomes what its weekday says, or the law."""
    _require_keeper(request)
    day = get_object_or_404(CalendarDay.objects.select_related("organisation"), pk=pk)
    return _ask_or_store(request, Change(struck=(day,)), None, day.date.year)


def load_year(request, year):
    """The whole plan of a year from a file or from lines."""
    _require_keeper(request)
    _require(year)
    form = YearForm(posted(request), request.FILES or None, year=year)
    if request.method == "POST" and form.is_valid():
        change = whole_year(year, form.found, form.cleaned_data["source"])
        missed = left_out(year, {day for day, *_rest in form.found})
        return _ask_or_store(request, change, form.again, year, missed)
    return render(request, "days/calendar_load.html", {"form": form, "year": year}, status=status_of(form))


def _require_keeper(request):
    if not keeps_days(request.hats):
        raise PermissionDenied


def _ask_or_store(request, change, form, year, missed=()):
    """First the page with every date that would move; then, if that is what was seen, it is done.

    `missed` are days of the law of which a whole year's plan says nothing.
    """
    seen, reason = request.POST.get("seen"), ""
    if seen:
        try:
            done = change_days(change, by=request.user, at=request.now, seen=seen)
        except TooLate as late:
            reason = late
        else:
            messages.success(request, _("Stored. %(count)d dates have moved.") % {"count": len(done.moves)})
            return redirect("calendar_year", year)
    found = plan(change, at=request.now)
    there = standing(change)
    put = [(day, there.get((day.date, day.organisation_id))) for day in change.put]
    put = [(day, old if old and differs(old, day) else None) for day, old in put]
    last = decided(CalendarYear(year)).select_related("actor").last()
    context = {
        "put": put, "last": last if any(old for _day, old in put) else None,
        "form": form, "change": change, "year": year, "reason": reason, "seen": found.seen,
        "missed": missed,
        "moves": sorted(map(_shown, found.moves), key=lambda move: move["before"]),
        "cleared": sum(r.duty.provisional and not r.due.provisional for r in found.recounts),
    }  # fmt: skip
    return render(request, "days/calendar_change.html", context, status=409 if reason else 200)


def _shown(move):
    duty = move.duty
    return {
        "number": _number_of(duty.report or duty.subject),
        "act": duty.act,
        "holder": duty.holder,
        "before": duty.due_at,
        "after": move.due.at,
    }


def _number_of(about):
    """All that is said of it: whoever keeps the calendar need not be one who reads the reports.

    Of an issue the number alone says too little.
    """
    return about.number if isinstance(about.number, str) else str(about)


def alarm(request):
    """The first year whose days off should be in the table by now, for those who can mend it."""
    if not keeps_days(request.hats):
        return None
    return next(iter(missing_years(request.calendar, local_day(request.now))), None)
