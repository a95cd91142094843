"""The composer and the issue's own page."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lists import page_of
from reports.engine import TooLate
from reports.models import Entry, Report
from reports.rules import in_office, is_clerk
from reports.states import State
from reports.views.steps import conflict, status_of, step_page
from routing.forms import STEP_FORMS, IssueForm, leaders
from routing.models import Issue, Piece
from routing.printing import issue_data
from routing.procedures import acts, journey, nearest, owed
from routing.states import IssueState
from routing.workflow import issues as workflow

VERBS = {
    name: getattr(workflow, name)
    for name in ("submit_issue", "sign_issue", "send_issue_back", "publish_issue")
}


def visible_issue(request, pk):
    """The office's issues; readers have the reading room."""
    if not in_office(request.hats):
        raise PermissionDenied
    return get_object_or_404(Issue.objects.visible_to(request.hats), pk=pk)


def issues(request):
    """All issues, those under way first."""
    if not in_office(request.hats):
        raise PermissionDenied
    rows = Issue.objects.visible_to(request.hats).annotate(
        reader_count=Count("readers", distinct=True),
        read_count=Count("readers", filter=Q(readers__read_at__isnull=False), distinct=True),
    )  # fmt: skip
    page = page_of(rows.prefetch_related("pieces").order_by("-created_at"), request)
    duties = nearest(Issue, page)
    context = {
        "page": page,
        "rows": [(issue, duties.get(issue.pk)) for issue in page],
        "waiting": Report.objects.filter(status=State.SIGNED).count(),
        "may_begin": is_clerk(request.hats),
    }
    return render(request, "routing/issues.html", context)


@require_POST
def begin(request):
    """Opens an issue, or the one that somebody began and left empty."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    empty = Issue.objects.filter(status=IssueState.DRAFT, pieces=None).first()
    return redirect(empty or workflow.begin_issue(by=request.user, at=request.now, readers=leaders()))


def issue(request, pk):
    """A draft is composed here by the clerk; anything else is shown as it stands."""
    issue = visible_issue(request, pk)
    if request.method == "POST" or issue.status == IssueState.DRAFT and is_clerk(request.hats):
        return compose(request, issue)
    read = issue.text_hash  # goes along with each act, so that nothing else is signed than was read
    context = {
        "issue": issue,
        "paper": issue_data(issue),
        "acts": [a | {"url": f"{a['url']}?text_hash={read}"} for a in acts(request.hats, issue)],
        "duties": owed(issue),
        "steps": step_bar(issue),
        "pieces": issue.pieces.select_related("report"),
        "readers": issue.readers.select_related("user"),
        "journey": journey(Entry.objects.about(issue).exclude(kind="compose")),
    }
    return render(request, "routing/issue.html", context)


def step_bar(issue):
    """[(label, done|now|todo)] for parts/steps.html."""
    order = IssueState.values
    here = order.index(issue.status) + (issue.status == IssueState.PUBLISHED)
    return [
        (label, "done" if n < here else "now" if n == here else "todo")
        for n, label in enumerate(IssueState.labels)
    ]


def compose(request, issue, move=None):
    """Candidates at one side, the issue at the other. What is typed is kept with every button.

    `move` puts a report in or takes a piece out; it stands alone when nothing was typed with it.
    """
    if not is_clerk(request.hats):
        raise PermissionDenied
    if issue.status != IssueState.DRAFT:
        return conflict(request, issue)
    pieces = list(issue.pieces.select_related("report"))
    readers = issue.readers.values_list("user_id", flat=True)
    initial = {"version": issue.version, "note": issue.note, "readers": list(readers)}
    typed = request.method == "POST" and (not move or "version" in request.POST)
    form = IssueForm(request.POST if typed else None, initial=initial, pieces=pieces)
    if form.is_valid() or move and not typed:
        try:
            return _keep(request, issue, form, move)
        except TooLate as reason:
            return conflict(request, issue, reason, form if typed else None)
    candidates = Report.objects.filter(status=State.SIGNED).select_related("author", "organisation")
    candidates = candidates.order_by("signed_at", "id")
    duties = nearest(Report, candidates)
    context = {
        "issue": issue,
        "form": form,
        "paper": issue_data(issue),
        "places": [(piece, form[f"place_{piece.pk}"]) for piece in pieces],
        "sent_back": _sent_back(issue),
        "candidates": [(report, duties.get(report.pk)) for report in candidates],
    }
    return render(request, "routing/compose.html", context, status=status_of(form))


def _sent_back(issue):
    """The signer's words, as long as they are the last that were said."""
    last = Entry.objects.about(issue).exclude(kind="compose").last()
    return last if last and last.kind == "send_issue_back" else None


def _keep(request, issue, form, move):
    """First what was typed, then the move; then where the button leads."""
    said = {"by": request.user, "at": request.now}
    if form.is_bound:
        asked = {name: form.cleaned_data[name] for name in ("version", "note", "readers")}
        workflow.arrange(issue, order=form.order(), **asked, **said)
    if move:
        move(issue, **said)
        return redirect(issue)
    if "submit_issue" in request.POST:
        return redirect("routing:issue_step", issue.pk, "submit_issue")
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


def step(request, pk, name):
    issue = visible_issue(request, pk)
    read = request.GET.get("text_hash") or issue.text_hash
    given = {"initial": {"text_hash": read}} if name == "sign_issue" else None
    return step_page(
        request, issue, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=given
    )
