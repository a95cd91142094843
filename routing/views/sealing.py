"""Sealing a report in which classified matter was met."""

from django import forms
from django.shortcuts import get_object_or_404

from reports.models import Report
from reports.views.steps import step_page
from reports.workflow import PROCEDURE
from routing.workflow import sealing


def refuse_classified(request, pk):
    """Asks once; afterwards there is nothing of it to go back to but its stub."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, report, PROCEDURE, "refuse_classified", then="reports:sealed",
        verbs={"refuse_classified": sealing.refuse_classified}, forms={"refuse_classified": forms.Form},
    )  # fmt: skip
