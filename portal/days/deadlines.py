"""By when: what a rule is, and how dates are reached by it.

Each app keeps its rules in its module `deadlines`; portal.days.registry finds them there. A rule answers with
the moment, its own name, and the counting day by day.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.models import TimeLimit

Words = str | Promise


@dataclass(frozen=True)
class Due:
    """A due moment and how it was reached; `remind_at` is when the holder is first reminded.

    `named` says of a day that somebody set {by, why, leader, agreed}: who, why, which leader wants it so, and
    who in that leader's office agreed to a later one.
    """

    at: datetime
    rule: str
    remind_at: datetime
    reckoning: list
    provisional: bool = False
    named: dict | None = None


@dataclass(frozen=True)
class Practice:
    """Stands where no row of the table does, and looks like one."""

    amount: int
    unit: str = TimeLimit.Unit.DAYS
    since = set_by = set_at = None


@dataclass(frozen=True, eq=False)
class Rule:
    """A way to reach a date: the code that a duty keeps of it, and the words for people.

    When the calendar changes, a date is counted again if it was counted, else it stays, unless the rule says:
    """

    do_not_call_in_templates = True

    code: str
    words: Words
    _: KW_ONLY
    moved: Callable | None = None  # duty, before, after -> Due by the other calendar
    follows: Callable | None = None  # duty -> (type, id) of the subject whose last date it always has


@dataclass(frozen=True, eq=False)
class Limit(Rule):
    """So many working days: the end of the last one, the day of the event being day 0.

    That many practice gives it; the office may set another number, also of hours within its own.
    """

    practice: int
    _: KW_ONLY
    place: int  # where it is listed among the others
    of_matters: bool = True  # it may be another one for each kind of matter
    in_hours: bool = True  # it may be hours
    within: Callable | None = (
        None  # subject, at, calendar -> the Due that it never goes beyond, if there is one
    )

    def __call__(self, subject, at, calendar):
        limit = self.holding(subject, at, calendar)
        if limit.unit == TimeLimit.Unit.HOURS:
            due = in_time(at, timedelta(hours=limit.amount), self.code, calendar)
        else:
            due = counted(workdays.local_day(at), limit.amount, self.code, calendar)
        most = self.within and self.within(subject, at, calendar)
        return sooner(due, most) if most else due

    def days(self, subject, at, calendar):
        """How many, where the rule is a plain number."""
        return self.holding(subject, at, calendar).amount

    def holding(self, subject, at, calendar):
        """What holds for this kind of matter, at this moment; else what practice has."""
        report = getattr(subject, "report", None)
        category = report.category if report else ""
        return calendar.limits.holding(self.code, category, at) or Practice(self.practice)


@dataclass(frozen=True, eq=False)
class Dated(Rule):
    """A date that is no limit: somebody named it, or it hangs on another one."""

    reach: Callable  # subject, at, calendar -> Due

    def __call__(self, *about):
        return self.reach(*about)


def dated(code, words, **columns):
    """Makes a rule of a function that answers with a Due."""
    return lambda reach: Dated(code, words, reach, **columns)


@dataclass(frozen=True, eq=False)
class Clock:
    """A same-day date that a row keeps itself, beside the duties."""

    model: type[Model]
    field: str
    _: KW_ONLY
    since: str  # the field from which it runs
    running: Q


def sooner(*dues):
    return min(dues, key=lambda due: due.at)


def later(*dues):
    return max(dues, key=lambda due: due.at)


FIRST_REMINDER = Limit(
    "remind", _("The first reminder, before the date"), 3, of_matters=False, in_hours=False, place=300
)


def put_off(duty, before, after):
    """A same-day date by the other calendar, with its reminder."""
    due_at = workdays.same_day_moved(duty.due_at, duty.opened_at, before, after)
    remind = duty.remind_at + (due_at - duty.due_at)
    provisional = after.provisional(workdays.local_day(due_at))
    return Due(due_at, duty.rule, remind, duty.reckoning, provisional)


@dated("same_day", _("The same working day, by the cut-off"), moved=put_off)
def same_day(_subject, at, calendar):
    """The cut-off of today, or of the next working day when `at` is after it (Bazhou's promise)."""
    due_at = workdays.same_day(at, calendar)
    provisional = calendar.provisional(workdays.local_day(due_at))
    return Due(due_at, same_day.code, first_warning(due_at, at, calendar), [], provisional)


def first_warning(due_at, known, calendar):
    """So many minutes before, as the policy of the due day has it."""
    return due_at - timedelta(minutes=calendar.policy.on(workdays.local_day(due_at), known).warnings[0])


@dated("extended", _("The first date and the time granted after it"))
def more_days(first_due_at, days, calendar):
    """So many working days more, counted from the first date."""
    count = calendar.add(workdays.local_day(first_due_at), days)
    remind = remind_at(count.end, calendar)
    return Due(workdays.end_of(count.end), more_days.code, remind, rows(count), count.provisional)


def counted(day, days, rule, calendar):
    """So many working days from the day of the event."""
    count = calendar.add(day, days)
    tomorrow = calendar.add(day, 1).end  # whoever has it from today is not reminded of it today
    remind = max(opening(tomorrow, calendar), remind_at(count.end, calendar))
    return Due(workdays.end_of(count.end), rule, remind, rows(count), count.provisional)


def in_time(at, left, rule, calendar):
    """So much time of office hours from the moment of the event."""
    due_at, count = calendar.add_time(at, left)
    return Due(due_at, rule, first_warning(due_at, at, calendar), rows(count), count.provisional)


def on_day(day, rule, at, calendar, *, remind=None):
    """The end of a day that was named; nobody is reminded on the day of the event."""
    remind = max(opening(workdays.local_day(at) + workdays.DAY, calendar), remind or remind_at(day, calendar))
    return Due(workdays.end_of(day), rule, remind, [], calendar.provisional(day))


def as_it_was(duty, at, calendar):
    """The date of an earlier duty, with its counting; nobody is reminded on the day of the event."""
    remind = max(opening(workdays.local_day(at) + workdays.DAY, calendar), duty.remind_at)
    return Due(duty.due_at, duty.rule, remind, duty.reckoning, duty.provisional, duty.named)


@dated("by_hand", _("A day that was set by hand"))
def by_hand(day, named, at, calendar):
    """The end of a day that somebody has set; where a unit has it off, the last one before, if to come."""
    worked = last_working(day, calendar)
    worked = worked if worked >= workdays.local_day(at) else calendar.next_working(day)
    return replace(on_day(worked, by_hand.code, at, calendar), named=named)


def remind_at(day, calendar):
    """The opening hour of the last day worked that leaves so many working days as hold on the due day."""
    left = FIRST_REMINDER.days(None, workdays.end_of(day), calendar)
    while left or not calendar.is_working(day):
        left -= calendar.is_working(day)
        day -= timedelta(days=1)
    return opening(day, calendar)


def opening(day, calendar):
    return workdays.at_time(day, calendar.policy.on(day).office_hours[0])


def rows(count):
    return [[day.date.isoformat(), day.counted, day.reason, day.name] for day in count.days]


def last_working(day, calendar):
    while not calendar.is_working(day):
        day -= workdays.DAY
    return day
