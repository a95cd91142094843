"""What waits for a person: the rows of the desk, and their number beside it in the menu."""

from django.db.models import Value

from portal.ledger.models import Duty
from portal.people.rules import is_clerk, is_editor, is_leader
from reports.models import Author, Proposal, Report
from reports.states import State
from routing.models import Recipient
from routing.states import SENT


def waiting(hats, at):
    """{what: rows}: each row is one thing, but for `owed`, of which each matter is one.

    The review queue is the clerk's duty, report by report; here it is for those who may take up besides.
    """
    found = {
        "owed": Duty.objects.on_desk(hats, at).to_act_on().with_matter().order_by("due_at", "id"),
        "authorships": Author.objects.asked(hats),
        "proposals": Proposal.objects.asking(hats),
    }
    if is_editor(hats) and not is_clerk(hats):
        found["queue"] = (
            Report.objects.visible_to(hats).filter(status=State.SUBMITTED).order_by("sign_by", "pk")
        )
    if is_leader(hats):
        unread = Recipient.objects.filter(user=hats.user, read_at=None, issue__status__in=SENT)
        found["to_read"] = unread.order_by("issue__published_at", "pk")
    return found


def number(hats, at):
    """How many things that are, in one statement."""
    rows = waiting(hats, at)
    matters = rows.pop("owed").order_by().values_list("matter_type", "matter_id")
    others = (
        each.order_by().select_related(None).values_list(Value(-n), "pk")
        for n, each in enumerate(rows.values(), 1)
    )
    return matters.distinct().union(*others).count()
