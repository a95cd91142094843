"""Writing a report: the form, check your answers, what happens next."""

import re
from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.forms import posted
from reports import advice, workflow
from reports.engine import TooLate
from reports.files import drop, keep
from reports.forms import LIMIT, PledgeForm, ReportForm
from reports.models import Attachment, Report
from reports.reasons import outcome
from reports.rules import may_file
from reports.states import WITH_AUTHOR, State
from reports.views.help import help_for
from reports.views.steps import conflict, status_of

# The word that names it in the address of a new report: the model of what the report comes out of.
SOURCES = {}
SHORT_NUMBER = re.compile("[0-9]{1,18}")


def write(request, pk=None):
    """A new report, or one that is still with its author; saved as a draft or taken on to be checked."""
    report = _own_draft(request, pk) if pk else None
    if not (report or may_file(request.hats)):
        raise PermissionDenied
    source = report.source_for(request.hats) if report else _named_source(request)
    if request.method == "GET" and not report and source and not source.answerable(request.hats, request.now):
        messages.error(request, _("No more reports are taken on this."))
        return redirect(source)
    checking = request.POST.get("action") == "check"
    files = Attachment.objects.about(report) if report else ()
    form = ReportForm(
        posted(request), request.FILES or None, complete=checking, initial=_initial(report, source),
        hats=request.hats, kept=files, removable=report and report.status == State.DRAFT,
    )  # fmt: skip
    if report and report.status not in WITH_AUTHOR:
        return conflict(request, report, form=form)
    if request.method == "POST" and form.is_valid():
        try:
            report = _save(form, report, request, source)
        except TooLate as reason:
            return conflict(request, report, reason, form)
        if checking:
            return redirect("reports:check", report.pk)
        messages.success(request, _("Saved. You can go on at any time."))
        return redirect("reports:write", report.pk)
    context = {"form": form, "report": report, "source": source}
    if report:
        context |= {"files": files, "returned": outcome(report)} | help_for(report)
    return render(request, "reports/write.html", context, status=status_of(form))


def _own_draft(request, pk):
    return get_object_or_404(Report.objects.filter(author=request.user), pk=pk)


def _named_source(request):
    """What the address says that the new report comes out of; 404 for what this person may not see."""
    for word, model in SOURCES.items():
        if word in request.GET:
            pk = SHORT_NUMBER.fullmatch(request.GET[word])
            return get_object_or_404(model.objects.visible_to(request.hats), pk=pk and pk[0])
    return None


def _initial(report, source=None):
    if not report:
        return {"occasion": source.occasion} if source else None
    own = ("key", "version", "category", "occasion", "name_shown", "collective", *ReportForm.BEHALF)
    joint = [(author.name, author.field, author.share or "") for author in report.joint_authors.all()]
    known = {"joint": joint, "organisation": report.organisation_id}
    return report.parts() | {name: getattr(report, name) for name in own} | known


@transaction.atomic
def _save(form, report, request, source):
    """Raises TooLate where another window, or another report under the same key, was faster."""
    who, fields = {"by": request.user, "at": request.now}, form.fields_of_report()
    if request.POST.get("action") == "mask":
        fields |= advice.masked(form.parts())
    if report:
        workflow.save_draft(report, **who, version=form.cleaned_data["version"], **fields)
    else:
        report = workflow.begin(**who, key=form.cleaned_data["key"], source=source, **fields)
    if report.status in WITH_AUTHOR:
        drop(form.cleaned_data.get("remove", ()))
        keep(form.cleaned_data["files"], report, **who)
    return report


def check(request, pk):
    """Everything on one page, the pledge, and the one button that files it."""
    report = _own_draft(request, pk)
    if report.status not in WITH_AUTHOR:
        return redirect("reports:sent", report.pk)  # sent twice: the second answer shows the first result
    complete = ReportForm(_initial(report), hats=request.hats, complete=True)
    if not complete.is_valid():
        return redirect("reports:write", report.pk)
    form = PledgeForm(posted(request), initial={"version": report.version})
    if request.method == "POST" and form.is_valid() and (response := _submit(request, report, form)):
        return response
    context = {
        "form": form,
        "report": report,
        "files": Attachment.objects.about(report),
        "over": report.length > LIMIT,
        "credits": report.credits(),
    } | help_for(report)
    return render(request, "reports/check.html", context, status=status_of(form))


def _submit(request, report, form):
    """The author files the text that was read on this page, not one saved elsewhere meanwhile.

    None where it is not fit to be filed, with the error in the form.
    """
    if form.cleaned_data["version"] != report.version:
        return conflict(request, report, _("The text was changed in another window. Please read it again."))
    try:
        with suppress(TooLate):  # the same button pressed twice
            workflow.submit(report, by=request.user, at=request.now)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect("reports:sent", report.pk)


def sent(request, pk):
    """What happens next, and by when."""
    sent = Report.objects.written_by(request.user).exclude(submitted_at=None)
    return render(request, "reports/sent.html", {"report": get_object_or_404(sent, pk=pk)})
