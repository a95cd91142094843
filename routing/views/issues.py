"""An issue's own page, its steps."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.reading import acts, journey, owed, past, statuses, step_bar
from portal.pages.lists import leads_back
from portal.people.rules import is_clerk
from routing.changes import changes
from routing.printing import issue_data, printed_pieces
from routing.states import HANDED_IN, SENT, IssueState
from routing.views.composing import compose, visible_issue

# What leaving a status means, unless it is back to the composer or into a void: the links of the chain.
LINKS = {
    IssueState.DRAFT: _("Compiled"), IssueState.AWAITING_VETTING: _("Vetted"),
    IssueState.AWAITING_SIGNOFF: _("Signed"), IssueState.SIGNED: _("Sent out"),
}  # fmt: skip


@leads_back
def issue(request, pk):
    """A draft is composed here by the clerk; anything else is shown as it stands."""
    issue = visible_issue(request, pk)
    if request.method == "POST" or issue.status == IssueState.DRAFT and is_clerk(request.hats):
        return compose(request, issue)
    read = issue.text_hash  # goes along with each act, so that nothing else is approved than was read
    journal = list(past(issue).exclude(kind="compose"))
    steps = [act | {"url": f"{act['url']}?text_hash={read}"} for act in acts(request, issue)]
    directable = issue.status in SENT and is_clerk(request.hats)
    vetting = request.hats.office.vetting
    context = {
        "issue": issue,
        "paper": issue_data(issue),
        "acts": steps + [_register(issue)] * directable,
        "directable": directable,
        "duties": owed(issue),
        "steps": bar(issue, journal, vetting),
        "pieces": printed_pieces(issue),
        "recipients": recipients(issue),
        "corrections": issue.corrections.exclude(status=IssueState.VOID),
        "chain": chain(journal, vetting),
        "journey": journey(journal),
        **doubts(issue),
    }
    return render(request, "routing/issue.html", context)


def _register(issue):
    """The button for a directive that came on paper."""
    return {
        "url": reverse("routing:register_directive", args=["issues", issue.pk]),
        "label": _("Register a directive"),
    }


def beside(_request, issue):
    """The paper beside its approval, with what differs from what was approved before."""
    shown = {"issue": issue, "paper": issue_data(issue), "pieces": printed_pieces(issue)}
    return {"about": "routing/issue_beside.html"} | shown | doubts(issue)


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


def chain(entries, vetting):
    """[(link, the entry that made it)] of the chain as it holds now: going back to the composer undoes it."""
    held = {}
    for entry in entries:
        before, after = entry.changes.get("status", (None, None))
        if after == IssueState.DRAFT:
            held = {}
        elif after not in (before, IssueState.VOID):
            held[before] = entry
    links = LINKS.items()
    return [(label, held.get(state)) for state, label in links if is_asked(state, vetting) or state in held]


def is_asked(state, vetting):
    """On the short chain nobody vets."""
    return vetting or state != IssueState.AWAITING_VETTING


def bar(issue, entries, vetting):
    """The way it went and the way ahead, on which nobody vets unless the office does."""
    skipped = "" if is_asked(IssueState.AWAITING_VETTING, vetting) else IssueState.AWAITING_VETTING.label
    been = statuses(entries)
    return [(label, how) for label, how in step_bar(issue, been) if how != "todo" or label != skipped]
