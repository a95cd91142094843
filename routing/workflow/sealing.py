"""Classified matter in a report that is already placed in an issue: the issue lets go of it first."""

from django.db import transaction

from reports import workflow as reports
from reports.states import State
from routing.models import Piece
from routing.workflow import issues


@transaction.atomic
def refuse_classified(report, *, by, at):
    """Seals the report; an issue that has it and is not published is a draft again, without it."""
    if report.status == State.PLACED:
        for piece in Piece.objects.filter(report=report).select_related("issue"):
            issues.pull(piece, at=at)
    reports.refuse_classified(report, by=by, at=at)
