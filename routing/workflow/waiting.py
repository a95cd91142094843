"""Waiting for others: for whom, since when; the unit is told to ask again, and one day it ends by itself.

What is owed stays owed, by the date that it had: waiting is shown and excuses nothing.
"""

from django.db import transaction

from portal.ledger.engine import take
from portal.ledger.models import Duty
from routing import deadlines


@transaction.atomic
def wait_for(assignment, *, by, at, waiting_for):
    """A joint visit, a decision from above, a word of the author."""
    since = {"waiting_for": waiting_for, "waiting_since": at, "nudged_at": None}
    take("wait_for", assignment, by=by, at=at, note=waiting_for, **since)
    Duty.objects.about(assignment).open().update(waited=True)


def go_on(assignment, *, by, at, note=""):
    take("go_on", assignment, by=by, at=at, note=note)


def wait_until(assignment, calendar):
    """When it ends by itself."""
    return deadlines.WAIT(assignment, assignment.waiting_since, calendar.of(assignment.unit_id)).at


def ask_again_at(assignment, calendar):
    since = assignment.nudged_at or assignment.waiting_since
    return deadlines.NUDGE(assignment, since, calendar.of(assignment.unit_id)).at


def remind_or_end(assignment, *, at, calendar):
    """What is due of both at this moment, for the clock. Returns whether anything was."""
    where = {"waiting_since": assignment.waiting_since, "nudged_at": assignment.nudged_at}
    if at > wait_until(assignment, calendar):
        take("end_waiting", assignment, by=None, at=at, where=where)
    elif at > ask_again_at(assignment, calendar):
        take("nudge", assignment, by=None, at=at, where=where, nudged_at=at)
    else:
        return False
    return True
