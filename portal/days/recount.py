"""An open date counted again after the calendar has changed: the same limit, other days.

Nothing here writes. A date that has passed stays, and no date is moved into the past; a date that a person
named stays too. How many days are counted is read off the counting itself, so neither a later change of the
rule nor of the subject has a say in it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.days import deadlines, workdays
from portal.days.registry import LIMITS, RULES
from portal.ledger.models import Duty


@dataclass(frozen=True)
class Recount:
    """A duty with its dates as they are to be."""

    duty: Duty
    first: datetime
    due: deadlines.Due

    @property
    def moves(self):
        return (self.first, self.due.at) != (self.duty.first_due_at, self.duty.due_at)

    @property
    def values(self):
        due = self.due
        return {
            "due_at": due.at, "first_due_at": self.first, "reckoning": due.reckoning,
            "provisional": due.provisional, "remind_at": due.remind_at,
        }  # fmt: skip

    @property
    def changes(self):
        return any(getattr(self.duty, name) != value for name, value in self.values.items())


def recount(duty, before, after, at):
    """The dates of an open duty, before and after a change of the office's calendar, in which a unit's is."""
    before, calendar = before.of(duty.unit_id), after.of(duty.unit_id)
    rule = RULES[duty.rule]
    if duty.due_at < at:
        return _as_it_is(duty, calendar)
    if rule.moved:
        first, due = None, rule.moved(duty, before, calendar)
    elif duty.reckoning and not rule.follows:
        first, due = _counted(duty, before, calendar, at)
    else:
        return _as_it_is(duty, calendar)
    if due.at < at:
        return _as_it_is(duty, calendar)
    return Recount(duty, first or due.at, replace(due, rule=duty.rule))


def _as_it_is(duty, calendar):
    """Its dates stand; what is known of the years they were counted in may have changed."""
    days = [date.fromisoformat(row[0]) for row in duty.reckoning] or [workdays.local_day(duty.due_at)]
    provisional = any(map(calendar.provisional, days))
    due = deadlines.Due(duty.due_at, duty.rule, duty.remind_at, duty.reckoning, provisional)
    return Recount(duty, duty.first_due_at, due)


def _counted(duty, before, calendar, at):
    """(the first date, what is due): as much as was counted, and as many days again for an extension."""
    until = workdays.local_day(duty.first_due_at).isoformat()
    head = [row for row in duty.reckoning if row[0] <= until]
    tail = [row for row in duty.reckoning if row[0] > until]
    if workdays.local_clock(duty.first_due_at) == workdays.DAY_END:
        event = date.fromisoformat(duty.reckoning[0][0]) - workdays.DAY
        due = deadlines.counted(event, sum(row[1] for row in head), duty.rule, calendar)
    else:
        left = before.time_between(duty.opened_at, duty.first_due_at)
        due = deadlines.in_time(duty.opened_at, left, duty.rule, calendar)
    limit = LIMITS.get(duty.rule)
    if limit and limit.within and (most := limit.within(duty.subject, at, calendar)):
        due = deadlines.sooner(due, most)
    first = due.at
    if first < at:  # the first date has passed: what was added is counted from it
        first = duty.first_due_at
        due = replace(due, reckoning=head)
    if tail:
        more = deadlines.more_days(first, sum(row[1] for row in tail), calendar)
        provisional = due.provisional or more.provisional
        due = replace(more, reckoning=due.reckoning + more.reckoning, provisional=provisional)
    return first, due


def with_other(duty, other):
    """What is due with the last duty of another subject moves with it."""
    if duty.due_at != other.duty.due_at:
        return None
    due = other.due
    moved = deadlines.Due(due.at, duty.rule, due.at, due.reckoning, due.provisional)
    return Recount(duty, due.at, moved)
