"""A backlog of reminders, and a worker that is killed again and again while it sends them."""

import os
import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Mail, Notice
from portal.days.models import CalendarDay
from portal.days.workdays import DAY, local_day
from portal.run.children import wait_for
from reports.states import State
from tests.makers import Office
from tests.neglected import owe
from tests.policies import ALWAYS, policy
from tests.sink import Sink
from tests.stories.clockwork import BEAT, WORKER, celery, surroundings

PEOPLE = 300


@pytest.fixture
def sink(monkeypatch):
    """Where another process finds the tests' mail and database."""
    with Sink().listening() as sink:
        for name, value in surroundings(sink.port).items():
            monkeypatch.setenv(name, value)
        yield sink


def backlog():
    """An office that is open at any hour, and one reminder each.

    They are due in two days, so that it stays one when the test runs across midnight.
    """
    policy(office_hours=ALWAYS)
    now = timezone.now()
    today = local_day(now)
    for day in today, today + DAY:
        CalendarDay.objects.update_or_create(
            date=day, defaults={"kind": "work", "name": "", "source": "test"}
        )
    duty = Office().report(State.EDITING).duty_set.get(settled_at=None)
    owe(duty, people=PEOPLE, remind_at=now - DAY, due_at=now + 2 * DAY)


def unfinished():
    return Mail.objects.filter(state__in=[Mail.State.QUEUED, Mail.State.SENDING])


def message_ids(mails):
    return {f"<{mail.message_id}@zhitongche>" for mail in mails}


def test_nobody_is_reminded_twice_and_nobody_is_forgotten(transactional_db, sink, tmp_path):
    """It dies three times with a message in its hands that the server has already accepted."""
    backlog()
    in_flight = set()

    async def kill(_server):
        sink.at_data.clear()
        os.killpg(worker.process.pid, signal.SIGKILL)
        return "250 OK"

    with celery(f"{BEAT}{tmp_path}/beat", tmp_path / "beat.log") as beat:
        for n in (20, 90, 160):
            sink.at_data[f"u{n}@example.test"] = kill
            with celery(WORKER, tmp_path / "worker.log") as worker:
                assert worker.process.wait(90) == -signal.SIGKILL
            left = Mail.objects.filter(state=Mail.State.SENDING)
            in_flight |= set(left)
            left.update(next_try_at=timezone.now() - timedelta(seconds=1))  # their lease is over
        with celery(WORKER, tmp_path / "worker.log") as worker:
            wait_for([worker, beat], lambda: not unfinished().exists(), patience=30)

    notices = Notice.objects.exclude(duty=None)
    assert notices.count() == notices.values("user").distinct().count() == PEOPLE
    reminders = Mail.objects.filter(resend=False)
    sent, uncertain = reminders.filter(state=Mail.State.SENT), reminders.filter(state=Mail.State.UNCERTAIN)
    assert sent.count() + uncertain.count() == PEOPLE
    assert len(uncertain) >= 3 and set(uncertain) <= in_flight
    received = [key for key in sink.keys if key in message_ids(reminders)]
    assert len(received) == len(set(received))
    assert message_ids(sent) <= set(received)
    news = Mail.objects.filter(resend=True, notices__entry__kind__in=["submit", "take_up"])
    assert news.count() == news.filter(state=Mail.State.SENT).count() == 2
    assert message_ids(news) <= set(sink.keys)
