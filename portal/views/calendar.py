"""The days of a year at a glance, and how they are changed: looked at first, with every date that moves."""

from calendar import Calendar as Months
from collections import defaultdict
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.forms import posted
from portal.models import CalendarDay, CalendarYear, Organisation
from portal.views.posts import keeps_seats as keeps_days
from portal.workdays import left_out, local_day, missing_years
from reports.engine import TooLate
from reports.forms.calendar import FIRST_YEAR, LAST_YEAR, DayForm, YearForm
from reports.models import Entry
from reports.rules import in_office
from reports.views.steps import status_of
from reports.workflow.calendar import Change, change_days, plan, whole_year
from routing.models import Issue
from routing.procedures import DUTY_LABELS

MONDAY = 0


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
        "history": _history(year) if keeps_days(request.hats) or in_office(request.hats) else [],
    }
    context["total"] = sum(month["worked"] for month in context["months"])
    return render(request, "portal/calendar.html", context)


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
    kind = "local" if there and found.reason not in ("holiday", "make_up") else found.reason
    return {"date": day, "counted": found.counted, "kind": kind, "names": "、".join(names)}


def _history(year):
    entries = Entry.objects.about(CalendarYear(year)).select_related("actor").order_by("-position")
    return [
        {
            "when": entry.at,
            "who": entry.actor.name if entry.actor else "",
            "what": _("Days changed"),
            "note": _note(entry),
        }
        for entry in entries
    ]


def _note(entry):
    """The days of a small change by name, of a large one their number."""
    said = {name: entry.changes[name] for name in ("put", "struck")}
    words = {"put": _("set: %(days)s"), "struck": _("struck: %(days)s")}
    return "\n".join(words[name] % {"days": _days(days)} for name, days in said.items() if days)


def _days(days):
    few = "、".join(f"{day} {name}" for day, _kind, name, *_rest in days[:5])
    return few if len(days) <= 5 else _("%(few)s and more, %(count)d days") % {"few": few, "count": len(days)}


def set_day(request):
    """Adds a day or changes what it is; the address may name the day it is about."""
    _require_keeper(request)
    form = DayForm(posted(request), initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data["date"].year in request.calendar.years
        change = Change(put=form.days(known))
        return _ask_or_store(request, change, form, form.cleaned_data["date"].year)
    return render(request, "portal/calendar_day.html", {"form": form}, status=status_of(form))


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
    return render(request, "portal/calendar_load.html", {"form": form, "year": year}, status=status_of(form))


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
    context = {
        "form": form, "change": change, "year": year, "reason": reason, "seen": found.seen,
        "missed": missed,
        "moves": sorted(map(_shown, found.moves), key=lambda move: move["before"]),
        "cleared": sum(r.duty.provisional and not r.due.provisional for r in found.recounts),
    }  # fmt: skip
    return render(request, "portal/calendar_change.html", context, status=409 if reason else 200)


def _shown(move):
    """By its number only: whoever keeps the calendar need not be one who reads the reports."""
    duty = move.duty
    about = duty.report or duty.subject
    return {
        "number": str(about) if isinstance(about, Issue) else about.number,
        "act": DUTY_LABELS[duty.kind],
        "holder": duty.holder,
        "before": duty.due_at,
        "after": move.due.at,
    }


def alarm(request):
    """The first year whose days off should be in the table by now, for those who can mend it."""
    if not keeps_days(request.hats):
        return None
    return next(iter(missing_years(request.calendar, local_day(request.now))), None)
