"""Having a report handled again, from its page."""

from django.shortcuts import get_object_or_404

from reports.models import Report
from reports.views.steps import step_page
from reports.workflow import PROCEDURE
from routing.forms import STEP_FORMS
from routing.workflow import reopening


def reopen_handling(request, pk):
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    verbs = {"reopen_handling": reopening.reopen_handling}
    return step_page(
        request, report, PROCEDURE, "reopen_handling", verbs=verbs, forms=STEP_FORMS,
        form_kwargs={"report": report},
    )  # fmt: skip
