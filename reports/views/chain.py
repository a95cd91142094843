"""Between the editor and the signer: the vetter's page and the chair's, where the text may be revised."""

from django.shortcuts import render

from portal.files.models import Attachment
from portal.ledger.reading import step_url
from portal.ledger.registry import procedure_of
from portal.ledger.views import attempt
from portal.pages.forms import status_of
from reports import compare, workflow
from reports.rules import may_sign
from reports.states import State
from reports.views.review import opinions


def revise(request, report, step, form):
    """The text with what was changed beside it, to be passed on as it is or revised."""
    signs = report.status == State.WITH_CHAIR and may_sign(request.hats, report)
    if request.method == "POST" and form.is_valid():
        at_once = signs and request.POST.get("action") == "sign"
        verb = workflow.endorse_and_sign if at_once else None
        if response := attempt(request, step, report, form, verb=verb):
            return response
    own, stock = report.revisions.filter(kind="author").last(), compare.Stock()
    context = {
        "form": form, "step": step, "report": report, "signs": signs, "sources": report.sources,
        "pairs": [(form[part], *compare.part(own, form.text, part, stock)) for part in form.PARTS],
        "opinions": opinions(report), "send_back": step_url(report, sending_back(report).name),
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
    }  # fmt: skip
    return render(request, "reports/revise.html", context, status=status_of(form))


def sending_back(report):
    """The step by which whoever reads it now sends it back to the editor."""
    steps = procedure_of(report).steps.values()
    return next(step for step in steps if report.status in step.sources and step.target == State.EDITING)
