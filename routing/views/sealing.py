"""Sealing a report in which classified matter was met, and what the security administrator decides then."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from portal.forms import posted
from reports.models import Report
from reports.rules import may_see_stubs
from reports.states import State
from reports.views.steps import attempt, conflict, step_page
from reports.workflow import PROCEDURE
from routing.workflow import sealing

VERBS = {"purge": sealing.purge, "unseal": sealing.unseal}


def refuse_classified(request, pk):
    """Asks once; afterwards there is nothing of it to go back to but its stub."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, report, PROCEDURE, "refuse_classified", then="reports:sealed",
        verbs={"refuse_classified": sealing.refuse_classified}, forms={"refuse_classified": forms.Form},
    )  # fmt: skip


def decide(request, pk, name):
    """Purging or unsealing: says what it will do, asks once, does it. No text is read."""
    if not may_see_stubs(request.hats) or name not in VERBS:
        raise Http404(name)
    report = get_object_or_404(Report.objects.sealed(), pk=pk)
    step = PROCEDURE.steps[name]
    if not step.may(request.hats, report):
        raise PermissionDenied(name)
    if report.status != State.SEALED:
        return _decided(request, report)
    form = forms.Form(posted(request))
    if form.is_valid():
        verb = partial(VERBS[name], report, by=request.user, at=request.now)
        return attempt(request, step, verb, form, "reports:sealed", late=_decided)
    return render(request, "routing/seal_step.html", {"step": step, "report": report})


def _decided(request, _report, reason="", _form=None):
    """Somebody was faster; there is no page of the report to go back to."""
    return conflict(request, None, reason)
