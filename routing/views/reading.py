"""The reading room: published issues set like print, and one line for a directive."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.lists import page_of
from reports.views.steps import status_of
from routing.forms import DirectiveForm
from routing.models import Issue
from routing.printing import issue_data
from routing.rules import is_leader
from routing.workflow import directives, issues


def _to_read(request):
    if not is_leader(request.hats):
        raise PermissionDenied
    return Issue.objects.published().filter(readers__user=request.user)


def reading(request):
    """The reader's issues, newest first, with the read mark."""
    rows = _to_read(request).prefetch_related("pieces").order_by("-published_at")
    read = set(request.user.readings.exclude(read_at=None).values_list("issue_id", flat=True))
    return render(request, "routing/reading.html", {"page": page_of(rows, request), "read": read})


def read(request, pk):
    """One issue; opening it is the read mark. A directive is written under the piece it is about."""
    issue = get_object_or_404(_to_read(request), pk=pk)
    issues.mark_read(issue, by=request.user, at=request.now)
    pieces = list(issue.pieces.select_related("report"))
    about = next((p for p in pieces if str(p.pk) == request.POST.get("piece")), None)
    form = DirectiveForm(request.POST if about else None, auto_id=f"id_{about.pk}_%s" if about else "id_%s")
    if about and form.is_valid():
        try:
            directives.direct(about, by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:  # the unit is busy with this report
            form.add_error(None, error)
        else:
            messages.success(request, _("Your directive has been handed on."))
            return redirect("routing:read", issue.pk)
    rows = [(p, form if p == about else DirectiveForm(auto_id=f"id_{p.pk}_%s")) for p in pieces]
    written = request.user.directives.filter(piece__in=pieces).order_by("written_at")
    context = {
        "issue": issue,
        "paper": issue_data(issue),
        "rows": rows,
        "written": written.prefetch_related("assignments__unit"),
        "about": about,
    }
    return render(request, "routing/read.html", context, status=status_of(form))
