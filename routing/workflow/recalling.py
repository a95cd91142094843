"""Taking a signature back (撤回签发), as long as what was signed has not left the office."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.ledger.engine import take
from reports.models import Revision
from routing.models import FiledPiece
from routing.states import FilingState, IssueState
from routing.workflow import upward
from routing.workflow.issues.undoing import pull


@transaction.atomic
def recall_signature(report, *, by, at, note):
    """The report waits for the signature again, with the text as it was signed, and leaves what is composed.

    Raises ValidationError where an issue with it has been handed in, or where it has been filed upward;
    TooLate where that happens at this moment.
    """
    for piece in report.pieces.filter(live=True, issue__published_at=None).select_related("issue"):
        if piece.issue.status != IssueState.DRAFT:
            raise ValidationError(_("The issue with it has been handed in: have that sent back first."))
        pull(piece, at=at)
    for filed in FiledPiece.objects.filter(report=report).select_related("filing").order_by("filing"):
        if filed.filing.status != FilingState.DRAFT:
            raise ValidationError(_("It has been filed to a higher committee: its signature stands."))
        upward.pull(filed, at=at)
    own = report.revisions.filter(kind=Revision.Kind.AUTHOR).last()
    take(
        "recall_signature", report, by=by, at=at, note=note, version=report.version + 1, signed_at=None,
        signed_hash="", report_by=None, **own.parts(),
    )  # fmt: skip


def is_in_the_office(report, _at, _calendar):
    """Whether no issue with it has been handed in."""
    return not report.piece or report.piece.issue.status == IssueState.DRAFT
