"""Several reports worked up into one piece, every source and author kept; undone while nothing is signed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.ledger.engine import MOVED_ON, TooLate, lock, require, take, write
from portal.ledger.models import Duty
from reports.models import Report
from reports.rules import has_taken
from reports.states import State as S
from reports.workflow.carried import credit
from reports.workflow.review import take_up
from reports.workflow.undoing import reconsider

DATES = ("opened_at", "due_at", "first_due_at", "rule", "reckoning", "provisional", "remind_at")


@transaction.atomic
def merge(report, *, by, at, host, note=""):
    """Makes `report` part of what is written in `host`; one editor has taken up both.

    Raises TooLate where either has moved on, ValidationError where `report` carries others itself.
    """
    require(has_taken, host, by=by, at=at)
    require(has_taken, report, by=by, at=at)
    if report.pk == host.pk:
        raise ValidationError(_("A report cannot be merged into itself."))
    for each in sorted([report, host], key=lambda found: found.pk):  # always in this order: no deadlock
        hold(each, by)
    if report.carried.exists():
        raise ValidationError(_("Others were merged into this report: separate them first."))
    said = {"host": host.number, "source": report.number} | credit(host, report)
    take("merge", report, by=by, at=at, note=note, changes=said, where={"taken_by": by}, carried_by=host)
    write("carry", host, by=by, at=at, note=note, changes=said)


@transaction.atomic
def merge_all(host, *, by, at, reports, note):
    """All of them or none. What waits in the queue, or was kept on file, is taken up first."""
    require(has_taken, host, by=by, at=at)
    for each in sorted([host, *reports], key=lambda found: found.pk):  # always in this order: no deadlock
        lock(each)
    for report in reports:
        if report.status == S.SUBMITTED:
            take_up(report, by=by, at=at)
        elif report.status == S.KEPT:
            reconsider(report, by=by, at=at, note=note)
        merge(report, by=by, at=at, host=host, note=note)


def hold(report, by):
    """Locks the row, so that it stays what it was found to be: taken up by this editor, and being edited."""
    lock(report)
    if not Report.objects.filter(pk=report.pk, status=S.EDITING, taken_by=by).exists():
        raise TooLate(MOVED_ON)


@transaction.atomic
def unmerge(report, *, by, at, note=""):
    """Undoes `merge`: the report is what it was, with the date it had. Returns the piece it was part of.

    Raises TooLate once that is signed.
    """
    if host := report.carried_by:
        lock(host)
        if Report.objects.filter(pk=host.pk).exclude(signed_at=None).exists():
            raise TooLate(_("The piece has been signed: what it was made of can no longer be changed."))
    before = Duty.objects.about(report).filter(kind="edit").last()
    take(
        "unmerge", report, by=by, at=at, note=note, where={"carried_by": host}, carried_by=None,
        changes={"host": host and host.number},
    )  # fmt: skip
    dates = {name: getattr(before, name) for name in DATES}
    Duty.objects.about(report).open().filter(kind="edit", person=before.person).update(**dates)
    write("let_go", host, by=by, at=at, changes={"source": report.number} | credit(host))
    return host
