"""Between the editor and the signer: the vetter's page and the chair's, where the text may be revised."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from portal.forms import posted
from reports import compare, workflow
from reports.forms import OpinionOnTextForm
from reports.models import Attachment, Report
from reports.rules import is_signer
from reports.views.review import opinions
from reports.views.steps import attempt, conflict, status_of


def vet(request, pk):
    return _revise(request, pk, "vet")


def endorse(request, pk):
    return _revise(request, pk, "endorse")


def _revise(request, pk, name):
    """The text with what was changed beside it, to be passed on as it is or revised."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    step = workflow.PROCEDURE.steps[name]
    if not step.may(request.hats, report):
        raise PermissionDenied(name)
    working = report.working
    form = OpinionOnTextForm(posted(request), initial=working.parts() | {"version": report.version})
    if report.status not in step.sources:
        return conflict(request, report, form=form)
    signs = name == "endorse" and is_signer(request.hats)
    if request.method == "POST" and form.is_valid():
        verb = getattr(workflow, name)
        if signs and request.POST.get("action") == "sign":
            verb = workflow.endorse_and_sign
        verb = partial(verb, report, by=request.user, at=request.now)
        if response := attempt(request, step, verb, form, "desk"):
            return response
    own = report.revisions.filter(kind="author").last()
    context = {
        "form": form, "step": step, "report": report, "signs": signs, "sources": report.sources,
        "pairs": [(form[part], *compare.part(own, working, part)) for part in form.PARTS],
        "opinions": opinions(report),
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
    }  # fmt: skip
    return render(request, "reports/revise.html", context, status=status_of(form))
