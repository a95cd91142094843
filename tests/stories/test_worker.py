"""A backlog of reminders, and a worker that is killed again and again while it sends them."""

import os
import signal
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from feedback.models import Mail, Notice
from portal.children import Child, stop, wait_for
from portal.models import CalendarDay
from portal.workdays import DAY, local_day
from reports.states import State
from tests.makers import Office, owe
from tests.sink import Sink

PEOPLE = 300
WORKER = "-A portal worker -P threads -c 2 --without-gossip --without-mingle"
BEAT = "-A tests.stories.hurry beat --pidfile= --schedule="


@pytest.fixture
def sink(monkeypatch):
    """Where another process finds the tests' mail and database, and an office that is open at any hour."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    with Sink().listening() as sink:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{sink.port}")
        monkeypatch.setenv("OFFICE_HOURS", "00:00,23:59:59.999999")
        yield sink


@contextmanager
def celery(arguments, log):
    child = Child([sys.executable, "-m", "celery", *arguments.split()], log, cwd=settings.BASE_DIR)
    try:
        yield child
    finally:
        stop([child])


def backlog():
    """One reminder each, due in two days, so that it stays one when the test runs across midnight."""
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
        os.killpg(worker.pid, signal.SIGKILL)
        return "250 OK"

    with celery(f"{BEAT}{tmp_path}/beat", tmp_path / "beat.log") as beat:
        for n in (20, 90, 160):
            sink.at_data[f"u{n}@example.test"] = kill
            with celery(WORKER, tmp_path / "worker.log") as worker:
                assert worker.wait(30) == -signal.SIGKILL
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
    news = Mail.objects.filter(resend=True)
    assert news.count() == news.filter(state=Mail.State.SENT).count() == 2
    assert message_ids(news) <= set(sink.keys)
