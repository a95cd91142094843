"""Asking to return an assignment (申退): once, in time; the office gives it to another unit, or refuses. What
was given to the wrong unit it takes back by itself.

Asking says that it was received. Its date keeps running while the office decides. The unit that takes it on
has it in the same transaction, so a matter never lies between two units.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.ledger.engine import lock, take
from portal.ledger.models import Duty
from routing import deadlines
from routing.models import Assignment
from routing.workflow.assignments import day_of, give
from routing.workflow.enclosing import copies, originals


def ask_until(assignment, calendar):
    """The last moment at which the unit may ask."""
    return deadlines.ASK_RETURN(assignment, assignment.assigned_at, calendar.of(assignment.unit_id)).at


def in_time(assignment, at, calendar):
    """Whether it is not too late to ask."""
    return at <= ask_until(assignment, calendar)


@transaction.atomic
def request_return(assignment, *, by, at, note, better_unit=None):
    """Not ours, with the reason, and if it is known whose it is."""
    if not in_time(assignment, at, workdays.load()):
        raise ValidationError(_("The time in which the return can be asked for is over."))
    if better_unit == assignment.unit:
        raise ValidationError({"better_unit": _("Name another unit than your own.")})
    take(
        "request_return", assignment, by=by, at=at, note=note,
        changes={"better": better_unit.name} if better_unit else None, where={"return_asked_at": None},
        return_asked_at=at, better_unit=better_unit, signed_for_at=assignment.signed_for_at or at,
    )  # fmt: skip
    Duty.objects.about(assignment).mark_answered("sign_for", at)


@transaction.atomic
def agree_return(assignment, *, by, at, unit=None, note=""):
    """Ends this part and gives it to `unit` with all that belongs to it and dates of its own.

    A lead unit's part is always taken on; a co-unit's may be given up.
    """
    hand_over("agree_return", assignment, by=by, at=at, unit=unit, note=note)


@transaction.atomic
def recall_unit(assignment, *, by, at, note, unit=None):
    """The same, where the unit was named by mistake and has not asked. What it wrote stays with its part."""
    hand_over("recall_unit", assignment, by=by, at=at, unit=unit, note=note)


def hand_over(step, assignment, *, by, at, unit, note):
    if assignment.leads and not unit:
        raise ValidationError({"lead": _("Name the unit that answers instead.")})
    lock(assignment)
    day = day_of(assignment, at)
    changes = {"to": unit.name} if unit else None
    take(step, assignment, by=by, at=at, note=note, changes=changes, ended_at=at)
    if unit:
        make_room(assignment, unit, at)
        take_on(assignment, unit, by=by, at=at, day=day)


def take_on(assignment, unit, *, by, at, **more):
    """Gives the part to this unit with all that belongs to it, and the files that went along."""
    same = ("report", "directive", "part", "request", "urgency")
    given = {name: getattr(assignment, name) for name in same}
    files = copies(assignment.report, originals(assignment))
    give(by=by, at=at, unit=unit, instead_of=assignment, files=files, **given | more)


def make_room(assignment, unit, at):
    """A co-unit that takes over the lead no longer helps; no unit has two parts."""
    group = Assignment.objects.group_of(assignment)
    theirs = group.under_way().filter(unit=unit).select_related("report", "unit").first()
    if unit == assignment.unit or theirs and (theirs.leads or not assignment.leads):
        raise ValidationError(_("This unit has a part already: name another one."))
    if theirs:
        take("release", theirs, by=None, at=at, ended_at=at)


def refuse_return(assignment, *, by, at, note):
    """The unit has it in hand as before, by the date it had."""
    take("refuse_return", assignment, by=by, at=at, note=note)
