"""The office's pages of one report: editing, sign-off, and every other step."""

from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.forms import posted
from portal.workdays import local_day
from reports import compare, workflow
from reports.forms import STEP_FORMS, EditForm, SignForm
from reports.models import Attachment, Entry, Report
from reports.rules import is_editor, is_signer
from reports.states import State
from reports.views.both import beside
from reports.views.help import help_for
from reports.views.queue import CLOCK
from reports.views.steps import attempt, conflict, onward_in_json, status_of, step_page

# Whose words are read beside the text by whoever has it next.
ON_THE_WAY = (
    "edit", "submit_for_vetting", "submit_for_signoff", "vet", "mark_important", "ask_chair", "endorse",
)  # fmt: skip


@onward_in_json
def edit(request, pk):
    """The edited text beside the author's, which stays as it was."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    step = workflow.PROCEDURE.steps["edit"]
    relieved = request.method == "POST" and is_editor(request.hats)  # keeps what was typed until then
    if not (relieved or step.may(request.hats, report)):
        raise PermissionDenied(step.name)
    form = EditForm(posted(request), initial=report.working.parts() | {"version": report.version})
    if not workflow.PROCEDURE.may("edit", request.hats, report):
        return conflict(request, report, form=form)  # sent on, or taken over by a colleague
    if request.method == "POST" and request.POST.get("version") != str(report.version):
        return _edited_elsewhere(request, report, "", form)
    if request.method == "POST" and form.is_valid():
        action, verb, then = request.POST.get("action"), workflow.edit, None
        if action == "send":
            step, verb, then = workflow.PROCEDURE.steps[sending()], edit_and_send, "reports:queue"
        if action == "combine":
            then = reverse("reports:combine", args=[report.pk])
            if form.parts() == report.working.parts():
                return redirect(then)
        verb = partial(verb, report, by=request.user, at=request.now)
        if response := attempt(request, step, verb, form, then, late=_edited_elsewhere):
            return response
    return _edit_page(request, report, form, status_of(form))


def _edit_page(request, report, form, status, **context):
    own = report.revisions.filter(kind="author").last()
    pairs = [(form[part], getattr(own, part)) for part in form.PARTS]
    context |= {
        "form": form, "report": report, "pairs": pairs, "merged": report.sources[1:],
        "vetting": settings.VETTING,
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
    }  # fmt: skip
    context |= help_for(request, report, report.working)
    return render(request, "reports/edit.html", context, status=status)


def _edited_elsewhere(request, report, reason, form):
    """409: a newer edit stands beside what was typed, as long as this person may still edit."""
    report.refresh_from_db()
    if not workflow.PROCEDURE.may("edit", request.hats, report):
        return conflict(request, report, reason, form)
    newest = report.revisions.last()
    url = reverse("reports:edit", args=[report.pk])
    both = beside(form, newest, version=report.version, url=url, when=newest.at, who=newest.by)
    return _edit_page(request, report, form, 409, both=both)


@transaction.atomic
def edit_and_send(report, *, by, at, **edited):
    """One press for two steps; what was said of the edit is what the signer reads."""
    workflow.edit(report, by=by, at=at, **edited)
    getattr(workflow, sending())(report, by=by, at=at)


def sending():
    """The step that sends on what was edited, as the office is set up."""
    return "submit_for_vetting" if settings.VETTING else "submit_for_signoff"


def opinions(report):
    """What was said on the way since the report was last taken up or came back: entries with words."""
    entries = Entry.objects.about(report)
    since = entries.filter(changes__status__1=State.EDITING).exclude(kind="edit").last()
    said = entries.filter(kind__in=ON_THE_WAY, position__gt=since.position).exclude(note="")
    return said.select_related("actor").order_by("position")


def _to_sign(request):
    return Report.objects.visible_to(request.hats).filter(status=State.AWAITING_SIGNOFF)


def signing(request):
    """The signer's queue: opens the next piece by itself."""
    if not is_signer(request.hats):
        raise PermissionDenied
    first = _to_sign(request).order_by(*CLOCK).first()
    return redirect("reports:sign_off", first.pk) if first else render(request, "reports/signing.html")


def sign_off(request, pk):
    """The piece, what the editor changed, and one button."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    step = workflow.PROCEDURE.steps["sign_off"]
    if not step.may(request.hats, report):
        raise PermissionDenied(step.name)
    if report.status not in step.sources:
        return conflict(request, report)
    to_sign = report.working
    form = SignForm(posted(request), initial={"text_hash": to_sign.text_hash})
    if request.method == "POST" and form.is_valid():
        verb = partial(workflow.sign_off, report, by=request.user, at=request.now)
        if response := attempt(request, step, verb, form, "reports:signing"):
            return response
    bases = {revision.kind: revision for revision in report.revisions.exclude(kind=to_sign.kind)}
    base = bases.get(request.GET.get("against")) or bases.get("author") or to_sign
    context = {
        "form": form,
        "report": report,
        "parts": compare.parts(base, to_sign),
        "base": base,
        "bases": bases.values(),
        "changed": base.text_hash != to_sign.text_hash,
        "opinions": opinions(report),
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
        "sources": report.sources,
        "waiting": _to_sign(request).count(),
    }
    return render(request, "reports/sign_off.html", context, status=status_of(form))


VERBS = {
    name: getattr(workflow, name)
    for name in (
        "withdraw", "take_up", "take_over", "hand_over", "unmerge", "return_to_author", "keep_on_file",
        "refuse", "submit_for_vetting", "submit_for_signoff", "send_back_to_editor", "mark_important",
        "ask_chair", "send_back_from_chair", "send_back", "conclude", "close_contested",
        "explain_delay",
    )
}  # fmt: skip


# Whoever takes these is done with this report.
TO_THE_NEXT = {
    "submit_for_vetting", "submit_for_signoff", "hand_over", "return_to_author", "keep_on_file", "refuse",
}  # fmt: skip

TO_THE_DESK = {"send_back_to_editor", "send_back_from_chair"}


def step(request, pk, name):
    """Every other step of a report. What was taken up is edited next; after the last act comes the queue."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    then = "reports:queue" if name in TO_THE_NEXT else None
    if name == "take_up":
        then = reverse("reports:edit", args=[report.pk])
    if name in TO_THE_DESK:
        then = "desk"
    if name == "unmerge" and report.carried_by:
        then = report.carried_by
    known = {"by": request.user, "on": local_day(request.now)} if name == "hand_over" else None
    return step_page(
        request, report, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=known, then=then
    )
