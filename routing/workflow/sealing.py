"""Classified matter in a report that was placed in an issue or filed upward.

What is not out yet lets go of it as soon as it is sealed. What is on record hides its words while it is
sealed, so that nothing is lost by a mistake, and forgets them when it is purged.
"""

from django.db import transaction

from reports import workflow as reports
from routing.models import AdoptionEvent, FiledPiece
from routing.states import EventState
from routing.workflow import issues, upward


@transaction.atomic
def refuse_classified(report, *, by, at):
    """Seals the report; an issue that has it and is not published is a draft again, without it.

    A filing that is not sent loses it; one that was sent waits for no news of it.
    """
    issues.let_go(report, at=at)
    for piece in _filed(report):
        upward.pull(piece, at=at)
    reports.refuse_classified(report, by=by, at=at)
    _settle_filings(report, at)


@transaction.atomic
def unseal(report, *, by, at):
    """It is read as before in what is on record, and news of it is waited for again."""
    reports.unseal(report, by=by, at=at)
    _settle_filings(report, at)


@transaction.atomic
def purge(report, *, by, at):
    """Of what is on record only the number and the hash remain."""
    issues.forget(report, at=at)
    reports.purge(report, by=by, at=at)
    for piece in _filed(report):
        upward.forget(piece)
    AdoptionEvent.objects.filter(report=report).update(note="", source="")
    AdoptionEvent.objects.filter(report=report, status=EventState.STRUCK).update(struck_for="—")


def _filed(report):
    return list(FiledPiece.objects.filter(report=report).select_related("filing").order_by("filing"))


def _settle_filings(report, at):
    for piece in _filed(report):
        upward.settle_outcome(piece.filing, at)
