"""What the office changes while a unit has a matter: what is asked, by when, how urgent, with which files,
and who helps. Giving it to another unit is in returning.py.

A day that was set by hand beats the rule, and an urgent matter is due sooner, never later. What was before
stands in the journal.
"""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.deadlines import as_it_was, by_hand, later, sooner
from portal.ledger.engine import lock, redate, take
from portal.ledger.registry import OWED
from routing import deadlines
from routing.models import Assignment
from routing.workflow.assignments import (
    day_of,
    give,
    its_answer,
    named,
    owes_answer,
    require_agreed,
    whose_day,
)
from routing.workflow.enclosing import change_enclosed, copies, originals

DEGREES = [*Assignment.Urgency]  # from the least


@transaction.atomic
def change_task(
    assignment, *, by, at, note, request, urgency, enclosed=None, due_on=None, by_leader=False, agreed="",
):  # fmt: skip
    """`due_on` is a day set by hand, of the leader who wrote the directive if `by_leader`; None sets none.

    Raises ValidationError where nothing is changed, and where a leader's day is put off without the word of
    that leader's office, `agreed`.
    """
    lock(assignment)
    duty = its_answer(assignment)
    directive = assignment.directive if by_leader else None
    day = due_on and (due_on, named(directive, by, note) | {"agreed": agreed})
    due = new_due(assignment, duty, urgency, day, at)
    if due and due.at > duty.due_at and not directive:
        require_agreed(duty, agreed)
    changes = {}
    for name, value in (("request", request), ("urgency", urgency)):
        if value != getattr(assignment, name):
            changes[name] = [getattr(assignment, name), value]
    if due:
        changes["due"] = [duty.due_at, due.at]
        changes |= {name: due.named[name] for name in ("leader", "agreed") if due.named and due.named[name]}
    if enclosed is not None and {*enclosed} != {*originals(assignment)}:
        changes["files"] = change_enclosed(assignment, enclosed, by=by, at=at)
    if not changes:
        raise ValidationError(_("Nothing is different from what it was."))
    where = {"request": assignment.request, "urgency": assignment.urgency}
    moved = {"request": request, "urgency": urgency}
    take("change_task", assignment, by=by, at=at, note=note, changes=changes, where=where, **moved)
    if due:
        redate(duty, due)
    if assignment.leads and ("due" in changes or "urgency" in changes):
        bring_along(assignment, duty, by=by, at=at, note=note)


def new_due(assignment, duty, urgency, day, at):
    """The Due that the answer gets, or None where it keeps the one it has. `day` is one set by hand."""
    calendar = workdays.load().of(assignment.unit_id)
    if day:
        due = by_hand(*day, at, calendar)
        return due if due.at != duty.due_at or due.named["leader"] != whose_day(duty) else None
    if urgency == assignment.urgency or duty.named:
        return None
    had, changed = as_it_was(duty, at, calendar), copy(assignment)
    changed.urgency = urgency
    if DEGREES.index(urgency) > DEGREES.index(assignment.urgency):
        due = sooner(had, deadlines.HURRY[urgency](changed, at, calendar))
    else:
        due = later(had, OWED[duty.kind].due(changed, duty.opened_at, calendar))
    return due if due.at != duty.due_at else None


def bring_along(lead, answer, *, by, at, note):
    """Co-units hurry as the lead unit does, and send their opinions no later than it has to answer."""
    group = Assignment.objects.group_of(lead).under_way().filter(part=Assignment.Part.CO)
    for helper in group.select_related("report", "unit").order_by("pk"):
        duty, changes = owes_answer(helper), {}
        if helper.urgency != lead.urgency:
            changes["urgency"] = [helper.urgency, lead.urgency]
        if duty.due_at > answer.due_at:
            changes["due"] = [duty.due_at, answer.due_at]
        if changes:
            urgency = lead.urgency
            take("change_task", helper, by=by, at=at, note=note, changes=changes, urgency=urgency)
        if "due" in changes:
            redate(duty, as_it_was(answer, at, workdays.load().of(helper.unit_id)))


@transaction.atomic
def add_co_unit(assignment, *, by, at, note, units, request=""):
    """Units that help the one that answers: by its date at the latest, with the same files."""
    lock(assignment)
    group = Assignment.objects.group_of(assignment).select_related("unit")
    if sum(part.leads for part in group.in_force()) > 1:
        raise ValidationError(_("Co-units help one lead unit: here each unit answers for its part."))
    there = {part.unit_id for part in group.in_force()}
    if busy := [unit.name for unit in units if unit.pk in there]:
        words = _("%(unit)s has a part already.") % {"unit": "、".join(busy)}
        raise ValidationError({"units": words})
    names = "、".join(unit.name for unit in units)
    take("add_co_unit", assignment, by=by, at=at, note=note, changes={"units": names})
    given = {name: getattr(assignment, name) for name in ("report", "directive", "urgency")}
    given |= {"part": Assignment.Part.CO, "request": request, "day": day_of(assignment, at)}
    given["files"] = copies(assignment.report, originals(assignment))
    for unit in units:
        give(by=by, at=at, unit=unit, **given)


def has_one_lead(assignment, _at, _calendar):
    """Whether it is one that others can help."""
    return sum(part.leads for part in Assignment.objects.group_of(assignment).in_force()) == 1
