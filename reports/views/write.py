"""Writing a report: the form, check your answers, what happens next."""

import re
import uuid
from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.files.models import Attachment
from portal.files.storing import drop, keep
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.unsent.handing import with_files
from portal.unsent.places import place
from portal.unsent.workflow import files_of
from reports import advice, workflow
from reports.forms import LIMIT, PledgeForm, ReportForm
from reports.forms.authors import as_typed
from reports.models import Commission, Lead, Report
from reports.reasons import outcome
from reports.rules import may_file
from reports.states import GONE, WITH_AUTHOR, State
from reports.views.both import beside
from reports.views.help import help_for, relations_form

# The word that names it in the address of a new report: the model of what the report comes out of.
SOURCES = {"lead": Lead, "commission": Commission}
SHORT_NUMBER = re.compile("[0-9]{1,18}")


def write(request, pk=None):
    """A new report, or one that is still with its author; saved as a draft or taken on to be checked."""
    report = _own_draft(request, pk) if pk else None
    if not (report or may_file(request.hats)):
        raise PermissionDenied
    source = report.source_for(request.hats) if report else named_source(request)
    if request.method == "GET" and not report and source and not source.answerable(request.hats, request.now):
        messages.error(request, _("No more reports are taken on this."))
        return redirect(source)
    checking = request.POST.get("action") == "check"
    files = Attachment.objects.about(report) if report else ()
    form = ReportForm(
        posted(request), complete=checking, initial=_initial(report, source), hats=request.hats, kept=files,
        removable=report and report.status == State.DRAFT,
    )  # fmt: skip
    with_files(form, request, report, str(report.key) if report else form.kept_by)
    if report and report.status not in WITH_AUTHOR:
        return conflict(request, report, form=form)
    context, status = {"form": form, "source": source}, status_of(form)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(form, report, request, source)
        except TooLate as reason:
            report = _own_draft(request, pk) if pk else _begun(request)
            if not report or report.status not in WITH_AUTHOR:
                return conflict(request, report, reason, form)
            context["both"], status = _both(form, report), 409
        else:
            if checking:
                return redirect("reports:check", saved.pk)
            messages.success(request, _("Saved. You can go on at any time."))
            return redirect("reports:write", saved.pk)
    if report:
        context |= {"report": report, "files": files, "returned": outcome(report)} | help_for(request, report)
    return render(request, "reports/write.html", context, status=status)


@require_POST
def autosave(request):
    """The same form, whole, in mid-sentence; the answer is for the page's script.

    {pk, version, saved_at, url, errors: {label: words}}; 409 with the other text and a view of both; 400 with
    errors alone.
    """
    report = _begun(request)
    if not (report or may_file(request.hats)):
        raise PermissionDenied
    form = ReportForm(request.POST, initial=_initial(report), hats=request.hats)
    errors = {str(form.fields[name].label): words for name, words in form.errors.items()}
    if set(form.errors) == {"joint"}:  # a row half written keeps nobody's words from being saved
        form.cleaned_data["joint"] = report.credits()[1:] if report else []
    elif errors:
        return JsonResponse({"errors": errors}, status=400)
    try:
        saved = _save(form, report, request, None if report else named_source(request))
    except TooLate as reason:
        return _another_text(request, form, reason)
    return JsonResponse(_saving(saved) | {"errors": errors})


def _another_text(request, form, reason):
    report = _begun(request)
    if not report:  # somebody else's key, or what it comes out of takes no more
        return JsonResponse({"errors": {"": [str(reason)]}}, status=409)
    context = {"both": _both(form, report), "report": report, "gone": report.status not in WITH_AUTHOR}
    html = render_to_string("reports/both.html", context, request)
    return JsonResponse(_saving(report) | {"text": report.written.parts(), "html": html}, status=409)


def _saving(report):
    at = {"saved_at": report.saved_at, "version": report.written.version}
    return at | {"pk": report.pk, "url": reverse("reports:write", args=[report.pk])}


def _begun(request):
    """What this very form was saved as before: its page may still show the address of a new one."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return _own(request).filter(key=key).first()


def _both(form, report):
    form.initial, url = _initial(report), reverse("reports:write", args=[report.pk])
    text = report.written
    return beside(form, text, version=text.version, url=url, when=report.saved_at)


def _own_draft(request, pk):
    return get_object_or_404(_own(request), pk=pk)


def _own(request):
    """With all that the form asks of them."""
    own = Report.objects.filter(author=request.user).exclude(status__in=GONE)
    return own.select_related("author", "organisation", "draft")


def named_source(request):
    """What the address says that the new report comes out of; 404 for what this person may not see."""
    for word, model in SOURCES.items():
        if word in request.GET:
            pk = SHORT_NUMBER.fullmatch(request.GET[word])
            return get_object_or_404(model.objects.visible_to(request.hats), pk=pk and pk[0])
    return None


def _initial(report, source=None):
    if not report:
        return _said_by(source) if source else None
    own = ("key", "category", "occasion", "name_shown", "collective", *ReportForm.BEHALF)
    known = {"joint": as_typed(report.credits()), "organisation": report.organisation_id}
    text = report.written.parts() | {"version": report.written.version}
    return text | {name: getattr(report, name) for name in own} | known


def _said_by(source):
    """What the source says of a report before its author says anything."""
    credited = {"organisation": source.credited.pk} if source.credited else {}
    return {"occasion": source.occasion} | credited


@transaction.atomic
def _save(form, report, request, source):
    """Raises TooLate where another window, or another report under the same key, was faster."""
    who, data = {"by": request.user, "at": request.now}, form.cleaned_data
    fields = form.fields_of_report() | {"saves": data["saves"]}
    if request.POST.get("action") == "mask":
        fields |= advice.masked(form.parts())
    report = report or _begun(request)
    if report:
        workflow.save_draft(report, **who, version=data["version"], **fields)
    else:
        report = workflow.begin(**who, key=data["key"], source=source, **fields)
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
    form = PledgeForm(posted(request), initial={"version": report.written.version})
    if request.method == "POST" and form.is_valid() and (response := _submit(request, report, form)):
        return response
    context = {
        "form": form,
        "report": report,
        "files": [*Attachment.objects.about(report), *_chosen(request, report)],
        "text": report.written,
        "over": report.written.length > LIMIT,
        "source": report.source_for(request.hats),
        "credits": report.credits(),
        "asked": report.authors.to_ask(),
    } | help_for(request, report)
    return render(request, "reports/check.html", context, status=status_of(form))


def _submit(request, report, form):
    """The author files the text that was read on this page, not one saved elsewhere meanwhile.

    None where it is not fit to be filed, with the error in the form.
    """
    if form.cleaned_data["version"] != report.written.version:
        return conflict(request, report, _("The text was changed in another window. Please read it again."))
    relations = relations_form(request, report)
    if not relations.is_valid():
        raise BadRequest
    who = {"by": request.user, "at": request.now}
    try:
        with suppress(TooLate), transaction.atomic():  # the same button pressed twice
            keep(_chosen(request, report), report, **who)
            for earlier, kind in relations.answers():
                workflow.relate(report, **who, earlier=earlier, kind=kind)
            workflow.submit(report, **who)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect("reports:sent", report.pk)


def _chosen(request, report):
    """Files that were chosen while it was written, and not saved with it by a button."""
    files = files_of(place(request, report, str(report.key)).row())
    return list(files.exclude(scan=Attachment.Scan.INFECTED))


def sent(request, pk):
    """What happens next, and by when."""
    sent = Report.objects.written_by(request.user).exclude(submitted_at=None)
    return render(request, "reports/sent.html", {"report": get_object_or_404(sent, pk=pk)})
