"""Help with writing: remarks on the text and similar earlier reports, beside it and before it is filed."""

import re

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from reports import advice, workflow
from reports.forms import RelationsForm, VersionForm
from reports.models import Report
from reports.rules import may_relate
from reports.similar import similar_to
from reports.states import WITH_AUTHOR, State

ANSWER = re.compile(r"earlier_([0-9]{1,18})")


def help_for(request, report, text=None):
    """What the panel shows: remarks on the text, or on this version of it, and similar earlier reports."""
    remarks = advice.remarks((text or report.written).parts())
    found = similar_to(report, Report.objects.visible_to(request.hats))
    said = dict(report.relations.values_list("earlier_id", "kind"))
    form = RelationsForm(earlier=[earlier for earlier, _share in found], said=said)
    return {
        "remarks": remarks,
        "maskable": any(remark.code in advice.MASKED for remark in remarks),
        "similar": [(earlier, share, form[f"earlier_{earlier.pk}"]) for earlier, share in found],
        "may_relate": may_relate(request.hats, report),
    }


def relations_form(request, report):
    """The answers that were sent, about earlier reports that this person may see."""
    named = [answer[1] for answer in map(ANSWER.fullmatch, request.POST) if answer]
    filed = Report.objects.visible_to(request.hats).exclude(pk=report.pk).exclude(status=State.DRAFT)
    return RelationsForm(request.POST, earlier=filed.filter(pk__in=named))


@require_POST
def relate(request, pk):
    """The office says what earlier reports are to this one."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    if not may_relate(request.hats, report):
        raise PermissionDenied
    form = relations_form(request, report)
    if not form.is_valid():
        raise BadRequest
    try:
        with transaction.atomic():
            for earlier, kind in form.answers():
                workflow.relate(report, by=request.user, at=request.now, earlier=earlier, kind=kind)
    except TooLate as reason:
        return conflict(request, report, reason)
    messages.success(request, _("Saved."))
    return redirect(report)


def _with_author(request, pk):
    return get_object_or_404(Report.objects.filter(author=request.user, status__in=WITH_AUTHOR), pk=pk)


def help_fragment(request, pk):
    """The panel alone, for the page that has just saved the draft by itself."""
    report = _with_author(request, pk)
    return render(
        request, "reports/help.html", help_for(request, report) | {"report": report, "button": True}
    )


@require_POST
def mask(request, pk):
    """Takes the telephone and identity numbers out of the saved draft."""
    report = _with_author(request, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        workflow.leave_out_numbers(report, by=request.user, at=request.now, **form.cleaned_data)
    except TooLate as reason:
        return conflict(request, report, reason)
    messages.success(request, _("The numbers have been taken out."))
    return redirect("reports:check", report.pk)
