"""Working several reports up into one: the page on which the editor chooses them."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.forms import posted
from reports import workflow
from reports.forms import MergeForm
from reports.models import Report
from reports.states import State
from reports.views.steps import attempt, conflict, status_of


def combine(request, pk):
    """The editor's other reports beside this one, which carries those that are chosen."""
    host = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    step = workflow.PROCEDURE.steps["merge"]
    if not step.may(request.hats, host):
        raise PermissionDenied(step.name)
    if host.status not in step.sources:
        return conflict(request, host)
    candidates = mergeable(request.user, host)
    form = MergeForm(posted(request), candidates=candidates)
    if request.method == "POST" and form.is_valid():
        verb = partial(merge_all, host, by=request.user, at=request.now)
        if response := attempt(request, step, verb, form, reverse("reports:edit", args=[host.pk])):
            return response
    context = {
        "form": form,
        "host": host,
        "merged": host.sources[1:],
        "candidates": candidates.select_related("author", "organisation").prefetch_related("joint_authors"),
        "chosen": form["reports"].value() or [],
    }
    return render(request, "reports/combine.html", context, status=status_of(form))


def mergeable(editor, host):
    """What this editor has taken up too, except what carries others itself."""
    own = Report.objects.filter(status=State.EDITING, taken_by=editor, carried=None)
    return own.exclude(pk=host.pk).order_by("sign_by", "pk")


@transaction.atomic
def merge_all(host, *, by, at, reports, note):
    """All of them or none."""
    for report in reports:
        workflow.merge(report, by=by, at=at, host=host, note=note)
