"""Which roles need a second factor, and whose is to be switched off: the administrators' page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.keys import workflow
from portal.keys.forms import DemandForm, ProposeForm
from portal.keys.models import Demand, SwitchOff
from portal.keys.rules import confirms_off, drops_off, proposes_off, sees_demands
from portal.keys.states import SwitchState
from portal.ledger.editing import edit
from portal.ledger.reading import step_url
from portal.pages.forms import posted, status_of
from portal.people.models import Role
from portal.people.rules import is_security


def second_factors(request):
    """The three administrators read it; the security administrator sets from when on a role needs one."""
    sets = is_security(request.hats)
    if not sees_demands(request.hats) or request.method == "POST" and not sets:
        raise PermissionDenied
    today = local_day(request.now)
    form = None
    if sets:
        form, saved = edit(request, lambda sent: _form(sent, today), workflow.demand, Demand.objects.last)
        if saved:
            return redirect("second_factors")
    context = {"form": form, "roles": _roles(today), "proposed": _proposed(request)}
    context |= {"proposes": proposes_off(request.hats)}
    return render(request, "keys/second_factors.html", context, status=status_of(form) if form else 200)


def _form(sent, today):
    return DemandForm(sent, initial={"version": Demand.objects.count(), "since": today})


def _roles(today):
    """[(role, the row that holds, the rows to come)]"""
    rows = list(Demand.objects.select_related("set_by"))
    for role in Role:
        of_it = [row for row in rows if row.role == role]
        held = [row for row in of_it if row.since <= today]
        yield role.label, held[-1] if held else None, [row for row in of_it if row.since > today]


def _proposed(request):
    rows = SwitchOff.objects.filter(status=SwitchState.PROPOSED).select_related("user", "proposed_by")
    for row in rows:
        row.confirm = confirms_off(request.hats, row) and step_url(row, "confirm_off")
        row.drop = drops_off(request.hats, row) and step_url(row, "drop_off")
    return rows


def propose_off(request):
    if not proposes_off(request.hats):
        raise PermissionDenied
    form = ProposeForm(posted(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            workflow.propose_off(said["user"], by=request.user, at=request.now, note=said["note"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Proposed. The security administrator confirms it."))
            return redirect("second_factors")
    return render(request, "keys/propose_off.html", {"form": form}, status=status_of(form))
