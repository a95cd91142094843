"""Leave: who of the office is away from when to when, and who stands in meanwhile."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.forms import LeaveForm, posted
from portal.models import Absence, Seat
from portal.views.posts import keeps_seats
from portal.workdays import local_day
from reports.engine import lock, write
from reports.rules import in_office
from reports.views.steps import status_of


def leave(request):
    """Each of the office enters the own leave; those who keep the posts, everybody's."""
    others, today = keeps_seats(request.hats), local_day(request.now)
    sits = Seat.objects.on(today).filter(user=request.user)  # on leave or not
    if not (others or in_office(request.hats) or sits.exists()):
        raise PermissionDenied
    form = LeaveForm(posted(request), by=request.user, others=others, today=today, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        _enter(form, request)
        return redirect("leave")
    rows = Absence.objects.to_come(today).select_related("user").prefetch_related("stand_ins__user")
    context = {"absences": rows, "today": today, "form": form, "others": others}
    return render(request, "portal/leave.html", context, status=status_of(form))


@transaction.atomic
def _enter(form, request):
    """The stand-in gets the posts of the absent for exactly these days."""
    absence, stand_in = form.save(), form.cleaned_data["stand_in"]
    days = {"since": absence.since, "until": absence.until, "stand_in": True, "absence": absence}
    if stand_in:
        posts = form.posts(absence.user, absence.since, absence.until)
        Seat.objects.bulk_create(Seat(post=post, user=stand_in, **days) for post in posts)
    said = {name: str(value) for name, value in form.cleaned_data.items() if value}
    write("enter_leave", absence, by=request.user, at=request.now, changes=said)
    messages.success(request, _("Saved."))


@require_POST
@transaction.atomic
def end(request, pk):
    """Back today: leave and stand-ins end with yesterday; what had not begun is taken back."""
    today = local_day(request.now)
    absence = get_object_or_404(Absence.objects.to_come(today), pk=pk)
    if absence.user != request.user and not keeps_seats(request.hats):
        raise PermissionDenied
    lock(absence)
    write("end_leave", absence, by=request.user, at=request.now)
    if absence.since >= today:
        absence.delete()  # and its stand-ins
    else:
        absence.until = today - timedelta(days=1)
        absence.save(update_fields=["until"])
        absence.stand_ins.filter(until__gte=today).update(until=absence.until)
    return redirect("leave")
