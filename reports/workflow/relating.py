"""Saying what an earlier report is to this one."""

from django.db import transaction

from portal.ledger.engine import MOVED_ON, TooLate, lock, require, write
from reports.models import Relation
from reports.rules import may_relate
from reports.states import State


@transaction.atomic
def relate(report, *, by, at, earlier, kind):
    """Keeps the answer in place of an older one. What is said of a draft enters the journal with its filing.

    Raises TooLate where the report has moved on since the question was asked.
    """
    asked = report.status
    lock(report)
    report.refresh_from_db(fields=["status"])
    if report.status != asked:
        raise TooLate(MOVED_ON)
    require(may_relate, report, by=by, at=at)
    if Relation.objects.filter(report=report, earlier=earlier, kind=kind).exists():
        return
    Relation.objects.update_or_create(
        report=report, earlier=earlier, defaults={"kind": kind, "by": by, "at": at}
    )
    if report.status != State.DRAFT:
        write("relate", report, by=by, at=at, changes={"earlier": earlier.number, "relation": kind})


def answers(report):
    """What the author said of earlier reports, for the entry of the filing."""
    said = report.relations.filter(by=report.author).select_related("earlier").order_by("id")
    return {relation.earlier.number: relation.kind for relation in said}
