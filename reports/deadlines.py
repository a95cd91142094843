"""By when. Every rule answers with the moment, its own name, and the counting day by day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from portal import workdays
from portal.models import TimeLimit
from reports.models import Duty


@dataclass(frozen=True)
class Due:
    """A due moment and how it was reached; `remind_at` is when the holder is first reminded."""

    at: datetime
    rule: str
    remind_at: datetime
    reckoning: list
    provisional: bool = False


A_MONTH = timedelta(days=30)
PRACTICE = {}  # rule: how many working days practice gives it where the office has set nothing


@dataclass(frozen=True)
class Practice:
    """Stands where no row of the table does, and looks like one."""

    amount: int
    unit: str = TimeLimit.Unit.DAYS
    since = set_by = set_at = None


def limit_for(rule, subject, at, calendar, practice=None):
    """What holds for this rule, this kind of matter, at this moment; else what practice has."""
    report = getattr(subject, "report", None)
    category = report.category if report else ""
    found = calendar.limits.holding(rule, category, at)
    return found or Practice(practice or PRACTICE[rule])


def number(rule, practice):
    """A rule that is a number of working days: subject, at, calendar -> how many."""
    PRACTICE.setdefault(rule, practice)

    def days(subject, at, calendar):
        return limit_for(rule, subject, at, calendar, practice).amount

    return days


days_before = number("remind", 3)  # of the first reminder


def same_day(_subject, at, calendar):
    """The cut-off of today, or of the next working day when `at` is after it (Bazhou's promise)."""
    due_at = workdays.same_day(at, settings.CUT_OFF, calendar)
    day = workdays.local_day(due_at)
    return Due(due_at, "same_day", due_at - settings.BEFORE_CUT_OFF[0], [], calendar.provisional(day))


def working_days(rule, days):
    """A rule of so many working days: the end of the last one, the day of the event being day 0.

    The office may have set another number, also of hours within its own.
    """
    PRACTICE.setdefault(rule, days)

    def due(subject, at, calendar):
        limit = limit_for(rule, subject, at, calendar, days)
        if limit.unit == TimeLimit.Unit.HOURS:
            return in_time(at, timedelta(hours=limit.amount), rule, calendar)
        return counted(workdays.local_day(at), limit.amount, rule, calendar)

    return due


def counted(day, days, rule, calendar):
    """So many working days from the day of the event."""
    count = calendar.add(day, days)
    first = opening(calendar.add(day, 1).end)  # whoever has it from today is not reminded of it today
    remind = max(first, remind_at(count.end, calendar))
    return Due(workdays.end_of(count.end), rule, remind, rows(count), count.provisional)


def in_time(at, left, rule, calendar):
    """So much time of office hours from the moment of the event."""
    due_at, count = calendar.add_time(at, left, settings.OFFICE_HOURS)
    return Due(due_at, rule, due_at - settings.BEFORE_CUT_OFF[0], rows(count), count.provisional)


def more_days(first_due_at, days, calendar):
    """So many working days more, counted from the first date."""
    count = calendar.add(workdays.local_day(first_due_at), days)
    remind = remind_at(count.end, calendar)
    return Due(workdays.end_of(count.end), "extended", remind, rows(count), count.provisional)


def remind_at(day, calendar):
    """The opening hour of the last day worked that leaves so many working days as hold on the due day."""
    left = days_before(None, workdays.end_of(day), calendar)
    while left or not calendar.is_working(day):
        left -= calendar.is_working(day)
        day -= timedelta(days=1)
    return opening(day)


def opening(day):
    return workdays.at_time(day, settings.OFFICE_HOURS[0])


def rows(count):
    return [[day.date.isoformat(), day.counted, day.reason, day.name] for day in count.days]


REVISE = working_days("revise", 10)
FOLLOW_UP = working_days("follow_up", 10)
GIVE_OPINION = working_days("give_opinion", 7)
DECIDE_REOPENING = working_days("decide_reopening", 3)
LOOK_AT_MATTER = working_days("look_at_matter", 2)
RESOLVE_MATTER = working_days("resolve_matter", 15)
ACCEPT = working_days("accept_commission", 3)
HOST_HANDLED = working_days("host_handled", 60)


def commissioned(commission, at, calendar):
    """The end of the day that the office named."""
    day = commission.due_on
    remind = max(opening(workdays.local_day(at) + workdays.DAY), remind_at(day, calendar))
    return Due(workdays.end_of(day), "commissioned", remind, [], calendar.provisional(day))


def answer_commission(commission, at, calendar):
    """Three working days, or until the report itself is due, where that is sooner."""
    both = ACCEPT(commission, at, calendar), commissioned(commission, at, calendar)
    return min(both, key=lambda due: due.at)


def last_working(day, calendar):
    while not calendar.is_working(day):
        day -= workdays.DAY
    return day


def term_ends(appointment, at, calendar):
    """The last working day of the term; the contact officer is reminded a month before."""
    day = last_working(appointment.until, calendar)
    remind = max(opening(workdays.local_day(at) + workdays.DAY), opening(appointment.until - A_MONTH))
    return Due(workdays.end_of(day), "term_ends", remind, [], calendar.provisional(day))


def with_host(report, at, calendar):
    """The date of the report it was merged into, not before today's cut-off; 60 days while units have it."""
    host = Duty.objects.about(report.carried_by).open().order_by("due_at").last()
    if not host:
        return HOST_HANDLED(report, at, calendar)
    # Before that date, whoever has the host is reminded.
    due_at = max(host.due_at, same_day(report, at, calendar).at)
    return Due(due_at, "with_host", due_at, host.reckoning, host.provisional)
