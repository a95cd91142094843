"""The runs: what is done while reports are filed and reminders are due, and each one's control."""

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from feedback import delivery, sweeps
from portal.clock.models import LastRun
from portal.clock.standing import alarms
from portal.days.workdays import DAY, local_day
from portal.ledger.models import Duty
from portal.people.models import User
from portal.people.roles import hats_of
from tests.faults import pages
from tests.faults.ledger import OWING, SPARE
from tests.faults.parts import FORKING
from tests.sink import drip, drop, hang

RUNS = {}
SLOWER = 2.0  # times as slow: what still counts as unchanged on a machine that has other work


@dataclass(frozen=True)
class Run:
    """`act` does it; the run's control is the same with these `changes`."""

    what: str
    act: Callable
    control: tuple
    quick: bool  # whether the short form has it
    disk: str  # the folder that lies on a small disk of its own, if one does


def run(what, *control, quick=True, disk=""):
    """Declares a run; the figures in `what` are those of the long form."""

    def declare(act):
        RUNS[act.__name__] = Run(what, act, control, quick, disk)
        return act

    return declare


def pause(stand, long, short):
    time.sleep(short if stand.short else long)


def start(stand, changed=(), workers=1, beats=1, **how):
    made = [stand.worker(changed, **how) for _ in range(workers)]
    for _ in range(beats):
        stand.beat(changed)
    return made


def at_random(stand):
    """A moment at which a worker has something in hand."""
    time.sleep(random.uniform(1.2, 2) if stand.short else random.uniform(1, 12))  # noqa: S311


def times(stand, long, short):
    return range(short if stand.short else long)


@run("three beats and two workers for 10 minutes", "without_lock_or_keys")
def beats(stand, changed):
    if changed:
        stand.drop_keys()
    start(stand, changed, workers=2, beats=3)
    pause(stand, 30 if changed else 600, 3)


@run("a child of the worker killed 20 times", "without_claim", quick=False)
def child(stand, changed):
    [worker] = start(stand, changed, arguments=FORKING)
    for _ in times(stand, 20, 3):
        at_random(stand)
        if not worker.process.is_alive():  # a child that dies while it starts takes the worker with it,
            worker = stand.worker(changed, arguments=FORKING)  # and whatever runs the worker starts it again
        worker.kill_child()


@run("the whole worker killed 20 times", "without_claim")
def group(stand, changed):
    [worker] = start(stand, changed)
    for _ in times(stand, 20, 4):
        at_random(stand)
        worker.kill()
        stand.buried()
        worker = stand.worker(changed)


@run("all of two workers killed 20 times", "without_claim", quick=False)
def workers(stand, changed):
    both = start(stand, changed, workers=2)
    for _ in times(stand, 20, 4):
        at_random(stand)
        for worker in both:
            worker.kill()
        stand.buried()
        both = [stand.worker(changed), stand.worker(changed)]


@run("each part under ./run killed 5 times", "unguarded", quick=False)
def parts(stand, changed):
    launched = stand.launch(guarded=not changed)
    slowest = 0
    for _ in range(1 if changed else 5):
        for name in launched.names:
            at_random(stand)
            launched.kill_part(name)
            slowest = max(slowest, 0 if changed else launched.back(name))
    stand.remark = f", back within {slowest:.0f} s"


@run("the broker killed with all it had, back after 10 s", "in_the_queue", quick=False)
def broker_killed(stand, changed):
    start(stand, changed)
    pause(stand, 15, 2)
    stand.broker.kill()
    pause(stand, 10, 2)
    stand.broker.start()


@run("the broker frozen for 120 s", "asks_broker")
def broker_frozen(stand, changed):
    """Pages and acts are timed before and while; the run's own criterion is their ratio."""
    start(stand)
    with stand.web(changed) as port:
        usual = pages.timed(port)
        stand.broker.child.process.send_signal(signal.SIGSTOP)
        try:
            until = time.monotonic() + (4 if stand.short else 120)
            frozen = pages.timed(port)
            while time.monotonic() < until and not changed:
                time.sleep(0.2)
        finally:
            stand.broker.child.process.send_signal(signal.SIGCONT)
    return pages.ratio(frozen, usual)


@run("the broker emptied 10 times", "in_the_queue")
def broker_emptied(stand, changed):
    start(stand, changed)
    for _ in times(stand, 10, 3):
        pause(stand, 4, 0.7)
        stand.empty_broker()


@run("the database stopped at once and started, 5 times", "commits_in_memory")
def database(stand, changed):
    if changed:
        stand.leave_commits_in_memory()
    start(stand)
    for _ in times(stand, 5, 1):
        pause(stand, 8, 2)
        stand.database.kill(signal.SIGQUIT)
        stand.database.start()
        connection.close()
        stand.buried()  # whatever was being sent has lost its connection


@run("no beat for 26 hours", "by_the_tick")
def silence(stand, changed):
    """Swept as it was 26 hours ago; since then dates have come and reports have been filed."""
    now = timezone.now()
    then = now - timedelta(hours=26)
    Duty.objects.open().filter(person__username__startswith=OWING).update(remind_at=now - timedelta(hours=10))
    sweeps.remind(then), delivery.deliver(then)
    stand.ledger.days.add(local_day(then))
    for report in stand.ledger.drafts()[:SPARE]:
        stand.ledger.submit(report, at=now - timedelta(hours=20))
    start(stand, changed)


@run("the mail server refuses connections for a minute", "sent_once", quick=False)
def mail_refusing(stand, changed):
    stand.sink.close()
    start(stand, changed)
    pause(stand, 60, 3)
    stand.sink.open()


@run("the mail server says 451 for a minute", "sent_once")
def mail_not_now(stand, changed):
    stand.sink.mood = "451 not now"
    start(stand, changed)
    pause(stand, 60, 3)
    stand.sink.mood = None


@run("the mail server hangs for a minute", "sent_once", quick=False)
def mail_hanging(stand, changed):
    sweeps.tell(timezone.now()), delivery.deliver(timezone.now())  # what the stand began with
    stand.sink.mood = hang
    pause(stand, 15, 2)
    sweeps.tell(timezone.now())  # first in the queue, as a reminder is not sent again anyway
    start(stand, changed)
    pause(stand, 60, 12)
    stand.sink.mood = None


@run("the mail server hangs up after taking a mail, for a minute", "reminders_again")
def mail_dropping(stand, changed):
    sweeps.remind(timezone.now())  # first in the queue, as news may go twice
    stand.sink.mood = drop
    start(stand, changed)
    pause(stand, 60, 3)
    stand.sink.mood = None


@run("the mail server answers a byte a second: a sweep hangs", "without_bounds")
def sweep_hanging(stand, changed):
    """Until its limit is over and its process with it, all others run, and it alone is an alarm."""
    [worker] = start(stand, [*changed, *["soon_over"] * stand.short])
    until(lambda: LastRun.objects.exclude(ended_at=None).count() == len(settings.SWEEPS), 120)
    stand.sink.mood = drip
    if changed:
        pause(stand, 60, 10)
    else:
        until(lambda: alone_an_alarm("feedback.tasks.deliver"), 200)
        until(lambda: not worker.process.is_alive(), 300)
        stand.buried()
        stand.worker()
    stand.sink.mood = None


def alone_an_alarm(sweep):
    """Whether it is the first alarm, however soon one looks."""
    row, clerk = LastRun.objects.get(sweep=sweep), User.objects.get(username="clerk")
    then = max(timezone.now(), row.owed_since + row.patience + timedelta(seconds=1))
    [*sentences] = alarms(hats_of(clerk, local_day(then)), then).values()
    return row.begun_at > row.ended_at and [len(each) for each in sentences] == [1]


def until(true, patience):
    """Waits until it is; raises TimeoutError."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(true)
        time.sleep(0.2)


@run("the clock set back by an hour", "celerys_beat")
def clock_back(stand, changed):
    _move(stand, changed, [-3600])


@run("the clock on by a day, and back again", "celerys_beat", quick=False)
def clock_on(stand, changed):
    stand.ledger.days.add(local_day(timezone.now() + DAY))
    _move(stand, changed, [86400, 0])


def _move(stand, changed, offsets):
    start(stand, ["moved_clock", *changed])
    stand.wait_for_beat()
    for offset in offsets:
        pause(stand, 25, 2)
        stand.move_clock(offset)
    pause(stand, 15, 1)
    for report in stand.ledger.drafts()[:SPARE]:  # what comes after it has to be told too
        stand.ledger.submit(report)
