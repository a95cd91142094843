"""The stubs of sealed and purged reports, and what the security administrator decides. No text is read."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from portal.forms import posted
from portal.lists import page_of
from reports import workflow
from reports.models import Entry, Report
from reports.rules import may_see_stubs
from reports.states import State
from reports.views.steps import attempt, conflict

VERBS = {"purge": workflow.purge, "unseal": workflow.unseal}


def sealed(request):
    """Number, since when, by whom; for the security administrator also what to do."""
    if not may_see_stubs(request.hats):
        raise PermissionDenied
    acts = Entry.objects.filter(kind__in=["refuse_classified", "purge"]).select_related("actor")
    rows = Report.objects.sealed().prefetch_related(Prefetch("entry_set", acts.order_by("id"), "acts"))
    page = page_of(rows.order_by("-status", "-pk"), request)  # what waits for a decision first
    for report in page:
        for entry in report.acts:
            setattr(report, entry.kind, entry)
        steps = workflow.PROCEDURE.open_to(request.hats, report)
        report.steps = [step for step in steps if step.name in VERBS]
    return render(request, "reports/sealed.html", {"page": page})


def step(request, pk, name):
    """Says what it will do, asks once, does it."""
    if not may_see_stubs(request.hats) or name not in VERBS:
        raise Http404(name)
    report = get_object_or_404(Report.objects.sealed(), pk=pk)
    step = workflow.PROCEDURE.steps[name]
    if not step.may(request.hats, report):
        raise PermissionDenied(name)
    if report.status != State.SEALED:
        return _decided(request, report)
    form = forms.Form(posted(request))
    if form.is_valid():
        verb = partial(VERBS[name], report, by=request.user, at=request.now)
        return attempt(request, step, verb, form, "reports:sealed", late=_decided)
    return render(request, "reports/seal_step.html", {"step": step, "report": report})


def _decided(request, _report, reason="", _form=None):
    """Somebody was faster; there is no page of the report to go back to."""
    return conflict(request, None, reason)
