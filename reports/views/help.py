"""Help with writing: remarks on the text, beside it and before it is filed."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import advice, workflow
from reports.engine import TooLate
from reports.forms import VersionForm
from reports.models import Report
from reports.states import WITH_AUTHOR
from reports.views.steps import conflict


def help_for(text):
    """What the panel shows about a text: a report or one of its revisions."""
    remarks = advice.remarks(text.parts())
    return {"remarks": remarks, "maskable": any(remark.code in advice.MASKED for remark in remarks)}


def _with_author(request, pk):
    return get_object_or_404(Report.objects.filter(author=request.user, status__in=WITH_AUTHOR), pk=pk)


def help_fragment(request, pk):
    """The panel alone, for the page that has just saved the draft by itself."""
    report = _with_author(request, pk)
    return render(request, "reports/help.html", help_for(report) | {"report": report, "button": True})


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
