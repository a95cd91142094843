"""Leave: who of the office is away from when to when, and who stands in meanwhile."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.pages.forms import posted, status_of
from portal.people import workflow
from portal.people.forms import LeaveForm
from portal.people.models import Absence
from portal.people.rules import takes_leave


def leave(request):
    """Each of the office enters the own leave; whoever acts above, that of the others."""
    today = local_day(request.now)
    if not takes_leave(request.hats, today):
        raise PermissionDenied
    form = LeaveForm(posted(request), by=request.user, today=today, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.enter_leave(by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("leave")
    absences = list(Absence.objects.to_come(today).select_related("user").prefetch_related("stand_ins__user"))
    others = workflow.whose_leave(request.user, {absence.user for absence in absences}, today)
    context = {"absences": absences, "today": today, "form": form, "ends": [request.user, *others]}
    return render(request, "people/leave.html", context, status=status_of(form))


@require_POST
def end(request, pk):
    absence = get_object_or_404(Absence, pk=pk)
    workflow.end_leave(absence, by=request.user, at=request.now)
    return redirect("leave")
