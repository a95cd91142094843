"""Appointments of invited informants: the office's list, one appointment, a new one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.ledger.reading import acts, owed
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.people.rules import in_office, is_editor
from reports.forms.appointments import AppointForm, AppointmentFilter
from reports.models import Appointment
from reports.workflow import appointments as workflow

ROWS = ("person__organisation", "contact")


def appointments(request):
    """Who is appointed today or later, the first to end at the top; or whose term is over."""
    if not in_office(request.hats):
        raise PermissionDenied
    today, past = local_day(request.now), request.GET.get("past")
    form = AppointmentFilter(request.GET, today=today)
    rows, current = Appointment.objects.visible_to(request.hats), _not_over(today)
    rows = rows.exclude(current).order_by("-until", "-id") if past else rows.filter(current)
    found = form.cleaned_data if form.is_valid() else {}
    if found.get("q"):
        rows = rows.filter(Q(person__name__icontains=found["q"]) | Q(field__icontains=found["q"]))
    if found.get("contact"):
        rows = rows.filter(contact=found["contact"])
    shown = page_of(rows.select_related(*ROWS), request)
    duties = Duty.objects.nearest(Appointment, shown)
    for each in shown:
        each.duty = duties.get(each.pk)
    context = {
        "page": shown, "past": past, "today": today, "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
        "may_appoint": is_editor(request.hats),
    }  # fmt: skip
    return render(request, "reports/appointments.html", context, status=200 if form.is_valid() else 400)


def _not_over(day):
    return Q(until__gte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))


def appoint(request):
    if not is_editor(request.hats):
        raise PermissionDenied
    today = local_day(request.now)
    form = AppointForm(posted(request), today=today, initial={"since": today, "contact": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.appoint(by=request.user, at=request.now, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "reports/appoint.html", {"form": form}, status=status_of(form))


def appointment(request, pk):
    """The term, whom to turn to, and this person's other terms."""
    found = get_object_or_404(_visible(request), pk=pk)
    others = _visible(request).filter(person=found.person).exclude(pk=pk).order_by("-since")
    context = {
        "appointment": found,
        "office": in_office(request.hats),
        "acts": acts(request, found),
        "duties": owed(found),
        "others": others,
    }
    return render(request, "reports/appointment.html", context)


def _visible(request):
    return Appointment.objects.visible_to(request.hats).select_related(*ROWS)
