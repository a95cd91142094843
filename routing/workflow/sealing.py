"""Classified matter in a report that is placed in an issue or filed upward: these let go of it first."""

from django.db import transaction

from reports import workflow as reports
from routing.models import AdoptionEvent, FiledPiece
from routing.workflow import issues, upward


@transaction.atomic
def refuse_classified(report, *, by, at):
    """Seals the report; an issue that has it and is not published is a draft again, without it.

    A filing that is not sent loses it; of one that was sent only the number and the hash remain.
    """
    issues.let_go(report, at=at)
    filed = list(FiledPiece.objects.filter(report=report).select_related("filing").order_by("filing"))
    for piece in filed:
        upward.pull(piece, at=at)
    AdoptionEvent.objects.filter(report=report).update(note="")
    reports.refuse_classified(report, by=by, at=at)
    for piece in filed:
        upward.settle_outcome(piece.filing, at)
