"""Directives: which are open, for how long, with whom."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from portal.lists import page_of
from reports.rules import in_office
from reports.views.steps import step_page
from routing.forms import STEP_FORMS
from routing.models import Directive
from routing.rules import is_leader
from routing.workflow import directives as workflow


def directives(request):
    """Open ones first, the oldest at the top."""
    if not (in_office(request.hats) or is_leader(request.hats)):
        raise PermissionDenied
    rows = Directive.objects.visible_to(request.hats).select_related("piece__issue", "leader", "report")
    rows = rows.prefetch_related("assignments__unit").order_by("closed_at", "written_at")
    rows = rows.order_by("-closed_at" if request.GET.get("closed") else "written_at")
    rows = rows.exclude(closed_at=None) if request.GET.get("closed") else rows.open()
    return render(request, "routing/directives.html", {"page": page_of(rows, request)})


def directive(request, pk):
    """The wording, the piece, and what each unit has done so far."""
    found = get_object_or_404(
        Directive.objects.visible_to(request.hats).select_related("piece__issue"), pk=pk
    )
    acts = [
        {"url": f"{found.get_absolute_url()}{s.name}/", "label": s.label, "main": s.main}
        for s in workflow.PROCEDURE.open_to(request.hats, found)
    ]
    context = {"directive": found, "acts": acts, "assignments": found.assignments.select_related("unit")}
    return render(request, "routing/directive.html", context)


def step(request, pk, name):
    found = get_object_or_404(Directive.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs={"name_units": workflow.name_units}, forms=STEP_FORMS
    )
