"""The list of issues, an issue's own page, its steps."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lists import page_of
from reports.models import Entry, Report
from reports.rules import in_office, is_clerk
from reports.states import State
from reports.views.steps import step_page
from routing.changes import changes
from routing.forms import STEP_FORMS, BeginForm, IssueFilter
from routing.models import Issue
from routing.printing import issue_data, printed_pieces
from routing.procedures import acts, journey, nearest, owed
from routing.states import HANDED_IN, SENT, IssueState
from routing.views.composing import compose, visible_issue
from routing.workflow import issues as workflow

STEPS = (
    "submit_issue", "submit_issue_for_vetting", "vet_issue", "send_issue_back_to_compiler", "sign_issue",
    "send_issue_back", "publish_issue", "reopen_issue", "void_issue", "drop_issue", "record_delivery",
    "correct_issue",
)  # fmt: skip
VERBS = {name: getattr(workflow, name) for name in STEPS}
APPROVING = ("vet_issue", "sign_issue")
# The links of the chain: in which entries each is met.
LINKS = {
    "compiled": (_("Compiled"), ("submit_issue", "submit_issue_for_vetting")),
    "vetted": (_("Vetted"), ("vet_issue",)),
    "signed": (_("Signed"), ("sign_issue",)),
    "published": (_("Sent out"), ("publish_issue",)),
}


def issues(request):
    """All issues, the newest first, by series and year."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = IssueFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Issue.objects.visible_to(request.hats).filter(**{k: v for k, v in asked.items() if v})
    done = Q(recipients__read_at__isnull=False) | Q(recipients__handed_at__isnull=False)
    rows = rows.annotate(
        recipient_count=Count("recipients", distinct=True),
        reached_count=Count("recipients", filter=done, distinct=True),
    )
    page = page_of(rows.prefetch_related("pieces").order_by("-created_at"), request)
    duties = nearest(Issue, page)
    context = {
        "page": page,
        "filter_form": form,
        "rows": [(issue, duties.get(issue.pk)) for issue in page],
        "waiting": Report.objects.filter(status=State.SIGNED).count(),
        "begin": BeginForm(auto_id="begin_%s") if is_clerk(request.hats) else None,
    }
    return render(request, "routing/issues.html", context)


def issue(request, pk):
    """A draft is composed here by the clerk; anything else is shown as it stands."""
    issue = visible_issue(request, pk)
    if request.method == "POST" or issue.status == IssueState.DRAFT and is_clerk(request.hats):
        return compose(request, issue)
    read = issue.text_hash  # goes along with each act, so that nothing else is approved than was read
    entries = Entry.objects.about(issue).exclude(kind="compose")
    steps = [a | {"url": f"{a['url']}?text_hash={read}"} for a in acts(request.hats, issue)]
    directable = issue.status in SENT and is_clerk(request.hats)
    context = {
        "issue": issue,
        "paper": issue_data(issue),
        "acts": steps + [_register(issue)] * directable,
        "directable": directable,
        "duties": owed(issue),
        "steps": step_bar(issue),
        "pieces": printed_pieces(issue),
        "recipients": recipients(issue),
        "corrections": issue.corrections.exclude(status=IssueState.VOID),
        "chain": chain(entries.select_related("actor")),
        "journey": journey(entries),
        **doubts(issue),
    }
    return render(request, "routing/issue.html", context)


def _register(issue):
    """The button for a directive that came on paper."""
    return {
        "url": reverse("routing:register_directive", args=["issues", issue.pk]),
        "label": _("Register a directive"),
    }


def doubts(issue):
    """What differs from what was approved, and what the second signer should look at."""
    now = issue.as_composed() if issue.status in HANDED_IN else None
    again = issue.status in HANDED_IN - {IssueState.SIGNED} and issue.read_before
    return {
        "differing": changes(issue.printed, now) if now and issue.differs else None,
        "changed_since": changes(issue.read_before, issue.printed) if again else None,
        "broken": issue.broken,
    }


def recipients(issue):
    """Each with the places of the pieces that the reader came to."""
    places = {piece.pk: n for n, piece in enumerate(issue.pieces.all(), 1)}
    rows = list(issue.recipients.select_related("user", "handed_by").prefetch_related("pieces_read"))
    for row in rows:
        row.places = sorted(places[read.piece_id] for read in row.pieces_read.all())
    return rows


def chain(entries):
    """[(link, the entry that made it)] of the chain as it holds now: going back to the composer undoes it."""
    held = {}
    for entry in entries.order_by("position"):
        if entry.changes.get("status", [""])[-1] == IssueState.DRAFT:
            held = {}
        held |= {link: entry for link, (_label, kinds) in LINKS.items() if entry.kind in kinds}
    links = LINKS if settings.VETTING or "vetted" in held else [link for link in LINKS if link != "vetted"]
    return [(LINKS[link][0], held.get(link)) for link in links]


def step_bar(issue):
    """[(label, done|now|todo)] for parts/steps.html."""
    skipped = {IssueState.VOID} | (set() if settings.VETTING else {IssueState.AWAITING_VETTING})
    order = [state for state in IssueState if state not in skipped or state == issue.status]
    if issue.status == IssueState.VOID:
        return [(IssueState.DRAFT.label, "done"), (issue.get_status_display(), "done")]
    here = order.index(issue.status) + (issue.status == IssueState.CIRCULATED)
    return [
        (state.label, "done" if n < here else "now" if n == here else "todo") for n, state in enumerate(order)
    ]


def step(request, pk, name):
    issue = visible_issue(request, pk)
    read = request.GET.get("text_hash") or issue.text_hash
    given = {"initial": {"text_hash": read}} if name in APPROVING else None
    if name == "record_delivery":
        given = {"issue": issue}
    answer = step_page(
        request, issue, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=given
    )
    if name == "correct_issue" and answer.status_code == 302:
        return redirect(issue.corrections.order_by("pk").last())
    return answer
