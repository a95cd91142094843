"""What the clock does: turns journal entries and open duties into notices and mail, each exactly once.

Every sweep asks the tables what is owed at the moment `at`, never what a tick meant, so it may run late,
twice, or twice at once.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from feedback import ladder, same_day, workflow
from feedback.letters import Letter, in_office_hours, write
from feedback.people import Acting
from feedback.tells import news, people, with_people, words
from portal.days import workdays
from portal.files.models import Attachment
from portal.files.storing import erase_files
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry, Untold
from reports.models import Report
from reports.states import State
from routing.models import Assignment, Promise
from routing.states import PromiseState
from routing.workflow import promises, waiting

BATCH = 500
log = logging.getLogger(__name__)


def tell(at):
    """Tells everybody concerned of what has happened since. Returns the number of notices."""
    untold = list(Untold.objects.order_by("pk").values_list("pk", flat=True))
    return sum(_tell_apart(untold[n : n + BATCH], at) for n in range(0, len(untold), BATCH))


def _tell_apart(pks, at):
    """One entry that cannot be told keeps none of the others: it is found by halves, and waits."""
    try:
        return _tell(pks, at)
    except (OperationalError, InterfaceError):  # the database is away: so would the halves be
        raise
    except Exception:
        if len(pks) == 1:
            log.exception("Nobody can be told of entry %s", *pks)
            return 0
        half = len(pks) // 2
        return _tell_apart(pks[:half], at) + _tell_apart(pks[half:], at)


@transaction.atomic
def _tell(pks, at):
    """What concerns nobody who can sign in goes to the office; if that is empty too, it waits."""
    if not alone("tell"):
        return 0
    office = Acting(workdays.local_day(at))
    told = with_people(news(Entry.objects.filter(pk__in=pks).exclude(untold=None)))
    letters = [
        Letter(f"entry/{entry.pk}/{user.pk}", user, [entry])
        for entry in told
        for user in people(entry) or office.office
    ]
    waiting = {entry.pk for entry in told} - {letter.matters[0].pk for letter in letters}
    written = write(letters, words, at=at, resend=True)
    Untold.objects.filter(pk__in=set(pks) - waiting).delete()
    return written


@transaction.atomic
def remind(at):
    """Takes what is nearly due and what is late up the ladder, in office hours: see `ladder`.

    Returns the number of notices.
    """
    calendar = workdays.load()
    if not (in_office_hours(at, calendar) and alone("remind")):
        return 0
    return _write("duties", ladder.unheard(at, calendar), at, calendar)


@transaction.atomic
def escalate(at):
    """Shortly before the cut-off: what is still open goes to its holder again, and to whoever acts above.

    Returns the number of notices.
    """
    calendar = workdays.load()
    if not (in_office_hours(at, calendar) and alone("escalate")):
        return 0
    _first, second = calendar.policy.on(workdays.local_day(at)).warnings
    return _write("urgent", ladder.warned(at, at + timedelta(minutes=second)), at, calendar)


def _write(key, heard, at, calendar):
    """One letter for each person, with all that is to be heard of."""
    users, matters = {}, defaultdict(list)
    for user, matter in heard:
        users[user.pk] = user
        matters[user.pk].append(matter)
    day = workdays.local_day(at)
    letters = [
        Letter(f"{key}/{pk}/{day}/{theirs[0].duty.pk}/{theirs[0].rung}", users[pk], theirs)
        for pk, theirs in matters.items()
    ]
    return write(letters, ladder.spoken(at, calendar), at=at, resend=False)


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


def slip(at):
    """Promises that nobody has said a word about since their day. Returns how many."""
    calendar = workdays.load()
    silent = Promise.objects.filter(status=PromiseState.OPEN, slipped_at=None)
    silent = silent.filter(quiet_since__lt=workdays.local_day(at))
    silent = silent.select_related("reply__assignment__report", "unit")
    return sum(_slip(promise, at) for promise in silent if promises.is_quiet(promise, at, calendar))


def _slip(promise, at):
    try:
        promises.slip_promise(promise, at=at)
    except TooLate:
        return False  # the unit was faster
    return True


def nudge(at):
    """Whoever waits for others is told to ask again, and to go on once that has lasted too long."""
    calendar = workdays.load()
    if not in_office_hours(at, calendar):
        return 0
    rows = Assignment.objects.waiting().select_related("report", "unit")
    return sum(_nudge(assignment, at, calendar) for assignment in rows)


def _nudge(assignment, at, calendar):
    try:
        return waiting.remind_or_end(assignment, at=at, calendar=calendar)
    except TooLate:
        return False  # the unit was faster


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
