"""After publication: who has read it, who has it on paper, and when the office has seen to all."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.ledger.engine import TooLate, create_once, lock, take
from routing.models import PieceRead, Recipient
from routing.states import IssueState


@transaction.atomic
def mark_read(issue, *, by, at, piece=None):
    """By a named reader; the first time counts. `piece` is one that the reader came to."""
    lock(issue)
    recipient = issue.recipients.filter(user=by).first()
    if recipient is None:
        return
    if piece:
        create_once(PieceRead, {"at": at}, recipient=recipient, piece=piece)
    if recipient.read_at is None:
        Recipient.objects.filter(pk=recipient.pk).update(read_at=at)
        _circulate_if_done(issue, at)


@transaction.atomic
def record_delivery(issue, *, by, at, recipients, way, note=""):
    """The office handed it to these recipients, or told them; `note` may say who took it.

    Raises TooLate where all of them have it already.
    """
    names = [str(recipient) for recipient in recipients]
    take("record_delivery", issue, by=by, at=at, note=note, changes={"way": way, "recipients": names})
    rows = issue.recipients.waiting().filter(pk__in=[recipient.pk for recipient in recipients])
    if not rows.update(handed_at=at, handed_by=by, way=way):
        raise TooLate(_("Somebody was faster: all of them have it already."))
    _circulate_if_done(issue, at)


def _circulate_if_done(issue, at):
    issue.refresh_from_db()
    if issue.status == IssueState.PUBLISHED and not issue.recipients.waiting().exists():
        take("circulate_issue", issue, by=None, at=at)
