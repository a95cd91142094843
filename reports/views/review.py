"""The pages of the editor and the signer: the text edited beside the author's, and the text to be signed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render

from portal.days.workdays import local_day
from portal.files.models import Attachment
from portal.ledger.engine import may
from portal.ledger.models import Entry
from portal.ledger.reading import step_url
from portal.ledger.registry import LINES, procedure_of
from portal.ledger.views import attempt, conflict
from portal.pages.forms import status_of
from portal.people.roles import hats_of
from portal.people.rules import is_signer
from reports import compare, workflow
from reports.models import Report
from reports.rules import sends_to_vetter
from reports.states import State
from reports.views.both import beside
from reports.views.help import help_for
from reports.views.queue import CLOCK


def edit(request, report, step, form):
    """The edited text beside the author's, which stays as it was."""
    if request.method == "POST" and request.POST.get("version") != str(report.version):
        return _edited_elsewhere(request, report, "", form)
    if request.method == "POST" and form.is_valid():
        action, how = request.POST.get("action"), {}
        if action == "send":
            step, how = sending(request, report), {"verb": edit_and_send}
        if action == "combine":
            how = {"then": step_url(report, "merge")}
            if form.parts() == form.text.parts():
                return redirect(how["then"])
        if response := attempt(request, step, report, form, late=_edited_elsewhere, **how):
            return response
    return _edit_page(request, report, form, status_of(form))


def _edit_page(request, report, form, status, **context):
    own = report.revisions.filter(kind="author").last()
    pairs = [(form[part], getattr(own, part)) for part in form.PARTS]
    context |= {
        "form": form, "report": report, "pairs": pairs, "merged": report.sources[1:],
        "came_back": came_back(report),
        "vetting": request.hats.office.vetting,
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
    }  # fmt: skip
    context |= help_for(request, report, form.text)
    return render(request, "reports/edit.html", context, status=status)


def _edited_elsewhere(request, report, reason, form):
    """409: a newer edit stands beside what was typed, as long as this person may still edit."""
    report.refresh_from_db()
    if not may("edit", request.hats, report):
        return conflict(request, report, reason, form)
    newest = report.revisions.last()
    url = step_url(report, "edit")
    both = beside(form, newest, version=report.version, url=url, when=newest.at, who=newest.by)
    return _edit_page(request, report, form, 409, both=both)


@transaction.atomic
def edit_and_send(report, *, by, at, **edited):
    """One press for two steps; what was said of the edit is what the signer reads."""
    workflow.edit(report, by=by, at=at, **edited)
    long = hats_of(by, local_day(at)).office.vetting
    send = workflow.submit_for_vetting if long else workflow.submit_for_signoff
    send(report, by=by, at=at)


def sending(request, report):
    """The step that sends on what was edited, as the office is set up."""
    steps = procedure_of(report).steps
    vets = sends_to_vetter(request.hats, report)
    return steps["submit_for_vetting" if vets else "submit_for_signoff"]


def came_back(report):
    """With which words it came to whoever edits it now: sent back, taken back, handed over."""
    entries = Entry.objects.about(report).filter(changes__status__1=State.EDITING)
    came = entries.exclude(changes__status__0=State.EDITING).order_by("position").last()
    ways = [
        s.name for s in procedure_of(report).steps.values() if s.target == State.EDITING and not s.opinion
    ]
    said = entries.filter(kind__in=ways, position__gte=came.position).exclude(note="")
    return said.select_related("actor").order_by("position")


def opinions(report):
    """What was said on the way since the report was last taken up or came back: entries with words."""
    entries = Entry.objects.about(report)
    since = entries.filter(changes__status__1=State.EDITING).exclude(kind="edit").last()
    heard = [line.name for line in LINES.values() if getattr(line, "opinion", False)]
    said = entries.filter(kind__in=heard, position__gt=since.position).exclude(note="")
    return said.select_related("actor").order_by("position")


def signing(request):
    """The signer's queue: opens the next piece by itself."""
    if not is_signer(request.hats):
        raise PermissionDenied
    if first := Report.objects.to_sign(request.hats).order_by(*CLOCK).first():
        return redirect(step_url(first, "sign_off"))
    waiting = Report.objects.visible_to(request.hats).filter(status=State.AWAITING_SIGNOFF)
    return render(request, "reports/signing.html", {"others": waiting.order_by(*CLOCK)})


def sign_off(request, report, step, form):
    """The piece, what the editor changed, and one button."""
    sent = request.method == "POST" and form.is_valid()
    if sent and (response := attempt(request, step, report, form)):
        return response
    bases = {revision.kind: revision for revision in report.revisions.exclude(kind=form.text.kind)}
    base = bases.get(request.GET.get("against")) or bases.get("author") or form.text
    context = {
        "form": form,
        "report": report,
        "parts": compare.parts(base, form.text),
        "base": base,
        "bases": bases.values(),
        "changed": base.text_hash != form.text.text_hash,
        "opinions": opinions(report),
        "files": Attachment.objects.filter(report__in=report.sources, subject_type__model="report"),
        "sources": report.sources,
        "waiting": Report.objects.to_sign(request.hats).count(),
    }
    return render(request, "reports/sign_off.html", context, status=status_of(form))
