"""The composer: candidates at one side, the issue at the other."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.ledger.reading import acts
from portal.ledger.views import conflict
from portal.pages.forms import status_of
from portal.people.rules import in_office, is_clerk
from reports.models import Report
from routing.candidates import candidates
from routing.documents import issue_pdf
from routing.forms import BeginForm, IssueForm, typed
from routing.models import Issue, Piece
from routing.printing import issue_data
from routing.states import IssueState
from routing.views.documents import drawn, printed, sheets
from routing.workflow import issues as workflow


def of_the_office(hats):
    """The office's issues. Raises PermissionDenied to readers, who have the reading room."""
    if not in_office(hats):
        raise PermissionDenied
    return Issue.objects.visible_to(hats)


def visible_issue(request, pk):
    return get_object_or_404(of_the_office(request.hats), pk=pk)


@require_POST
def begin(request):
    """Opens an issue of a series, or the one that somebody began and left empty."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This series takes no new issues."))
        return redirect("routing:issues")
    return redirect(workflow.begin_issue(by=request.user, at=request.now, **form.cleaned_data))


def compose(request, issue, move=None):
    """What is typed is kept with every button.

    `move` puts a report in or takes a piece out; it stands alone when nothing was typed with it.
    """
    if not is_clerk(request.hats):
        raise PermissionDenied
    if issue.status != IssueState.DRAFT:
        return conflict(request, issue)
    is_typed = request.method == "POST" and (not move or "version" in request.POST)
    form = form_of(issue, request.POST if is_typed else None)
    if form.is_valid() or move and not is_typed:
        try:
            return _keep(request, issue, form, move)
        except TooLate as reason:
            return conflict(request, issue, reason, form if is_typed else None)
    handing_in, others = ways(request, issue)
    context = {
        "issue": issue,
        "form": form,
        "places": [(piece, form[f"place_{piece.pk}"]) for piece in form.pieces],
        "words": [(piece, form.words_of(piece)) for piece in form.copies],
        "handing_in": handing_in,
        "acts": others,
        "sent_back": _sent_back(issue),
        "candidates": [] if issue.corrects_id else candidates(request.calendar, request.now),
    }
    if form.pieces:
        context |= sheets(issue)
    return render(request, "routing/compose.html", context, status=status_of(form))


def form_of(issue, given):
    """What can be typed here; `given` is what was."""
    initial = {"version": issue.version, "note": issue.note, **typed(issue.recipients)}
    return IssueForm(given, initial=initial, pieces=list(issue.pieces.select_related("report")))


def arrange(issue, form, said):
    """Keeps what was typed."""
    asked = {name: form.cleaned_data[name] for name in ("version", "note")}
    asked |= {"order": form.order(), "recipients": form.lines(), "texts": form.texts()}
    workflow.arrange(issue, **asked, **said)


@require_POST
@printed
def preview(request, pk, number):
    """A page as it will be printed when what is typed has been saved; nothing of it is stored by this."""
    issue = visible_issue(request, pk)
    if not is_clerk(request.hats):
        raise PermissionDenied
    if issue.status != IssueState.DRAFT:
        return HttpResponse(status=409)
    form = form_of(issue, request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        with transaction.atomic():
            arrange(issue, form, {"by": request.user, "at": request.now})
            data = issue_data(issue)
            transaction.set_rollback(True)
    except TooLate:
        return HttpResponse(status=409)
    return drawn(issue_pdf(data), number)


def ways(request, issue):
    """(the act that hands a draft in, in this office; the other acts)"""
    found = acts(request, issue)
    return next(a for a in found if a["main"]), [a for a in found if not a["main"]]


def _sent_back(issue):
    """Why it is a draft again, as long as nothing was said since; composing says nothing."""
    last = Entry.objects.about(issue).exclude(kind="compose").select_related("actor").last()
    return last if last and last.changes.get("status", [""])[-1] == IssueState.DRAFT else None


def _keep(request, issue, form, move):
    """First what was typed, then the move; then where the button leads."""
    said = {"by": request.user, "at": request.now}
    if form.is_bound:
        arrange(issue, form, said)
    if move:
        move(issue, **said)
        return redirect(issue)
    if "submit_issue" in request.POST:
        return redirect(ways(request, issue)[0]["url"])
    messages.success(request, _("Saved."))
    return redirect(issue)


@require_POST
def place(request, pk, report_pk):
    """Puts a signed report into the issue."""
    issue = visible_issue(request, pk)
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=report_pk)
    return compose(request, issue, partial(workflow.place, report=report))


@require_POST
def take_out(request, pk, piece_pk):
    issue = visible_issue(request, pk)
    piece = get_object_or_404(Piece, issue=issue, pk=piece_pk)
    return compose(request, issue, partial(workflow.take_out, piece=piece))
