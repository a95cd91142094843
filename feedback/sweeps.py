"""What the clock does: turns journal entries and open duties into notices and mail, each exactly once.

Every sweep asks the tables what is owed at the moment `at`, never what a tick meant, so it may run late,
twice, or twice at once.
"""

from collections import defaultdict
from datetime import time
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, prefetch_related_objects

from feedback import same_day, workflow
from feedback.letters import Letter, in_office_hours, write
from feedback.models import Notice
from feedback.people import Acting
from feedback.tells import TELLS, people, with_people, words
from portal import workdays
from portal.lights import light
from reports.engine import TooLate
from reports.files import erase_files
from reports.models import Attachment, Duty, Entry, Report
from reports.states import State
from routing.models import Issue
from routing.procedures import DUTY_LABELS

BATCH = 500


def tell(at):
    """Tells everybody concerned of what has happened since. Returns the number of notices."""
    untold = list(Entry.objects.filter(kind__in=TELLS, notices=None).values_list("pk", flat=True))
    return sum(_tell(untold[n : n + BATCH], at) for n in range(0, len(untold), BATCH))


@transaction.atomic
def _tell(pks, at):
    """What concerns nobody who can sign in goes to the office; if that is empty too, it waits."""
    if not alone("tell"):
        return 0
    office = Acting(workdays.local_day(at))
    letters = [
        Letter(f"entry/{entry.pk}/{user.pk}", user, [entry])
        for entry in with_people(Entry.objects.filter(pk__in=pks, notices=None))
        for user in people(entry) or office.office
    ]
    return write(letters, words, at=at, resend=True)


@transaction.atomic
def remind(at):
    """Reminds each holder of what is nearly due (once) and of what is late (once a day), in office hours.

    Returns the number of notices.
    """
    calendar = workdays.load()
    if not (in_office_hours(at, calendar) and alone("remind")):
        return 0
    owed = defaultdict(list)
    for duty, user in _unreminded(at):
        owed[user].append(duty)
    day = workdays.local_day(at)
    letters = [Letter(f"duties/{user.pk}/{day}/{due[0].pk}", user, due) for user, due in owed.items()]
    return write(letters, partial(duty_line, at=at, calendar=calendar), at=at, resend=False)


def _unreminded(at):
    """Open duties with each person to remind of them now: (duty, user).

    A duty is late from the day after its date. Until then, one reminder since `remind_at` is enough; an
    extension moves that, so the new date is reminded of again.
    """
    day = workdays.local_day(at)
    duties = Duty.objects.open().filter(remind_at__lte=at)
    not_late = Q(duty__due_at__gte=workdays.at_time(day, time.min))
    reminders = Notice.objects.filter(urgent=False).filter(
        Q(day=day) | not_late & Q(at__gte=F("duty__remind_at"))
    )
    done = set(reminders.filter(duty__in=duties).values_list("duty", "user"))
    acting = Acting(day)
    for duty in _with_numbers(duties):
        for user in acting.holders(duty):
            if (duty.pk, user.pk) not in done:
                yield duty, user


@transaction.atomic
def escalate(at):
    """Shortly before the cut-off: what is still open goes to its holder again, and to whoever acts above.

    Returns the number of notices.
    """
    calendar = workdays.load()
    if not (in_office_hours(at, calendar) and alone("escalate")):
        return 0
    soon = at + settings.BEFORE_CUT_OFF[1]
    duties = Duty.objects.open().filter(rule="same_day", due_at__range=(at, soon))
    done = set(Notice.objects.filter(urgent=True, duty__in=duties).values_list("duty", "user"))
    day = workdays.local_day(at)
    acting, owed = Acting(day), defaultdict(list)
    for duty in _with_numbers(duties):
        for user in acting.with_superiors(duty):
            if (duty.pk, user.pk) not in done:
                owed[user].append(duty)
    letters = [Letter(f"urgent/{user.pk}/{day}/{due[0].pk}", user, due) for user, due in owed.items()]
    say = partial(urgent_line, at=at, calendar=calendar)
    return write(letters, say, at=at, resend=False, urgent=True)


def _with_numbers(duties):
    """The duties with their holder and what `duty_line` names, without the long texts of the reports."""
    fields = ["kind", "due_at", "provisional", "person", "post", "unit", "subject_type", "subject_id"]
    rows = list(duties.select_related("person", "post", "unit", "report").only(*fields, "report__created_at"))
    prefetch_related_objects([duty for duty in rows if not duty.report_id], "subject")
    return rows


def duty_line(duty, at, calendar):
    """What is due, of which report, since or until when, in the active language."""
    about = duty.report or duty.subject
    number = about if isinstance(about, Issue) else about.number  # of an issue its words say no more
    when = light(duty.due_at, at, calendar, provisional=duty.provisional).words
    return f"{number} · {DUTY_LABELS[duty.kind]} · {when}"


def urgent_line(duty, at, calendar):
    """The same, with who has it: it goes to others too."""
    return f"{duty_line(duty, at, calendar)} · {duty.holder}"


def lapse(at):
    """Closes what the author has said nothing about in time. Returns how many reports."""
    overdue = Duty.objects.late(at).filter(kind="give_opinion").values("report")
    return sum(_lapse(report, at) for report in Report.objects.filter(status=State.ANSWERED, pk__in=overdue))


def _lapse(report, at):
    try:
        workflow.lapse(report, at=at)
    except TooLate:
        return False  # the author was faster
    return True


@transaction.atomic
def close_day(at):
    """Keeps the closing list of the day, once."""
    return alone("close_day") and same_day.close_day(at)


def erase(_at):
    """Files of purged reports that a process, killed right after the purge, has left. Returns how many."""
    left = Attachment.objects.filter(report__status=State.PURGED).values_list("report", flat=True)
    reports = set(left)
    for report in reports:
        erase_files(report)
    return len(reports)


def alone(name):
    """Whether this sweep is the only one of its name; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"sweep/{name}"])
        return cursor.fetchone()[0]
