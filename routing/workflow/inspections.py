"""Inspections: planned, held, each item recorded, mended by its unit and checked, until all is done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.files.storing import keep
from portal.ledger.engine import begin, create_once, lock, require, settle, take
from portal.ledger.models import Duty
from portal.people.rules import is_clerk
from routing.models import Finding, Inspection
from routing.states import FindingState as F
from routing.states import InspectionState as S


@transaction.atomic
def plan_inspection(*, by, at, key, assignments, people, **fields):
    """Lists what will be looked at; the units are told. The same form sent twice plans one."""
    require(is_clerk, by=by, at=at)
    said = fields | {"created_at": at, "created_by": by}
    inspection, new = create_once(Inspection, said, key=key)
    if new:
        inspection.people.set(people)
        begin("plan_inspection", inspection, by=by, at=at)
        _list(inspection, assignments, by=by, at=at)
    return inspection


def _list(inspection, assignments, *, by, at):
    for assignment in sorted(assignments, key=lambda assignment: (assignment.report_id, assignment.pk)):
        finding = Finding.objects.create(inspection=inspection, assignment=assignment)
        lock(finding)
        begin("list_finding", finding, by=by, at=at, changes={"unit": finding.unit.name})


@transaction.atomic
def arrange_inspection(inspection, *, by, at, held_on, place, assignments, people, partner="", others=""):
    """Another day, other people, other items."""
    lock(inspection)
    if held_on != inspection.held_on:  # its date is reckoned anew
        for duty in Duty.objects.about(inspection).open():
            settle(duty, by=by, at=at)
    said = {"held_on": held_on, "place": place, "partner": partner, "others": others}
    take("arrange_inspection", inspection, by=by, at=at, changes=said, **said)
    inspection.people.set(people)
    known = {f.assignment_id: f for f in inspection.findings.with_subject().order_by("assignment__report")}
    asked = {assignment.pk for assignment in assignments}
    for pk, finding in known.items():
        if pk not in asked and finding.status == F.LISTED:
            take("drop_finding", finding, by=None, at=at)
    _list(inspection, [a for a in assignments if a.pk not in known], by=by, at=at)


@transaction.atomic
def hold_inspection(inspection, *, by, at, held_on, account):
    """What was seen on that day; the items are recorded one by one."""
    if held_on > local_day(at):
        raise ValidationError({"held_on": _("This day is still to come.")})
    take("hold_inspection", inspection, by=by, at=at, held_on=held_on, note=account, account=account)
    _go_on(inspection, at)


@transaction.atomic
def cancel_inspection(inspection, *, by, at, note):
    lock(inspection)
    for finding in inspection.findings.with_subject().filter(status=F.LISTED).order_by("assignment__report"):
        take("drop_finding", finding, by=None, at=at)
    take("cancel_inspection", inspection, by=by, at=at, note=note, ended_at=at)


@transaction.atomic
def record_finding(finding, *, by, at, text, to_mend, mend_by):
    """The unit is to mend it by that day."""
    _take("record_finding", finding, by=by, at=at, note=text, text=text, to_mend=to_mend, mend_by=mend_by)


@transaction.atomic
def find_nothing(finding, *, by, at, text):
    _take("find_nothing", finding, by=by, at=at, note=text, text=text)


@transaction.atomic
def mend_finding(finding, *, by, at, answer, files=()):
    """What the unit has done about it, with proof; each answer stands in the journal."""
    _take("mend_finding", finding, by=by, at=at, note=answer, answer=answer)
    keep(files, finding, by=by, at=at)


@transaction.atomic
def pass_mended(finding, *, by, at, result):
    _take("pass_mended", finding, by=by, at=at, note=result, result=result)


@transaction.atomic
def send_mended_back(finding, *, by, at, note, mend_by):
    """With the reason and another day."""
    _take("send_mended_back", finding, by=by, at=at, note=note, mend_by=mend_by)


def _take(name, finding, **given):
    """An item's step, and after it whatever follows for the inspection, which is locked first."""
    lock(finding.inspection)
    take(name, finding, **given)
    _go_on(finding.inspection, given["at"])


def _go_on(inspection, at):
    inspection.refresh_from_db()
    there = set(inspection.findings.values_list("status", flat=True))
    if F.LISTED in there:
        return
    if not there & {F.MENDING, F.ANSWERED}:
        take("finish_inspection", inspection, by=None, at=at, ended_at=at)
    elif inspection.status == S.HELD:
        take("await_mending", inspection, by=None, at=at)
