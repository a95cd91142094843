"""What becomes of a mail, whatever the server does and whenever the worker dies."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.db import connection

from feedback import delivery
from feedback.models import Mail
from portal.run.embedded import free_port
from tests.feedback.test_at_once import Other
from tests.makers import moment, person
from tests.sink import drop, hang

State = Mail.State
AT = moment("03-10 15:30")
HOUR = timedelta(hours=1)
ONE_ROUND = """
import django; django.setup()
from datetime import datetime
from feedback.delivery import deliver
deliver(datetime.fromisoformat("{at}"))
"""


@pytest.fixture
def queue(db):
    """Queues one mail, a reminder unless it is news, to a person of that name."""

    def add(name, *, news=False, at=AT):
        return Mail.objects.create(
            key=name,
            user=person(name),
            subject="一件事",
            body="请看。",
            resend=news,
            created_at=at,
            next_try_at=at,
        )

    return add


def state(mail):
    mail.refresh_from_db()
    return mail.state


def test_what_is_due_is_sent_once(sink, queue):
    mail, later = queue("one"), queue("two", at=AT + timedelta(minutes=2))
    assert delivery.deliver(AT) == 1
    assert delivery.deliver(AT) == 0
    assert (state(mail), mail.sent_at, mail.error) == (State.SENT, AT, "")
    assert state(later) == State.QUEUED
    (received,) = sink.mails
    assert (received["To"], received["Subject"]) == ("one@example.test", "一件事")
    assert received["Message-ID"] == f"<{mail.message_id}@zhitongche>"
    assert received["Date"] == "Tue, 10 Mar 2026 15:30:00 +0800"
    assert received.get_content().strip() == "请看。"


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("news", [True, False])
def test_a_refusal_for_good_is_seen_and_not_tried_again(sink, queue, where, news):
    mail, next_one = queue("one", news=news), queue("two")
    getattr(sink, where)["one@example.test"] = "550 no such person"
    assert delivery.deliver(AT) == 1
    assert state(mail) == State.FAILED and "no such person" in mail.error
    assert state(next_one) == State.SENT
    assert delivery.deliver(AT + HOUR) == 0


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("news", [True, False])
def test_a_refusal_for_now_is_tried_again_later(sink, queue, where, news):
    mail, next_one = queue("one", news=news), queue("two")
    getattr(sink, where)["one@example.test"] = "451 not now"
    assert delivery.deliver(AT) == 1
    assert state(mail) == State.QUEUED and "not now" in mail.error and mail.next_try_at > AT
    assert state(next_one) == State.SENT
    getattr(sink, where).clear()
    assert delivery.deliver(mail.next_try_at) == 1
    assert (state(mail), mail.error) == (State.SENT, "")


@pytest.mark.parametrize("news", [True, False])
def test_a_server_that_is_away_loses_and_doubles_nothing(sink, queue, settings, news):
    mails = [queue(f"p{n}", news=news) for n in range(3)]
    settings.EMAIL_PORT, port = free_port(), settings.EMAIL_PORT
    at = AT
    while at < AT + 2 * HOUR:
        delivery.deliver(at)
        assert {state(mail) for mail in mails} == {State.QUEUED}
        at += timedelta(minutes=1)
    assert "refused" in mails[0].error
    settings.EMAIL_PORT = port
    assert delivery.deliver(AT + 3 * HOUR - timedelta(minutes=30)) == 3
    assert len(set(sink.keys)) == len(sink.keys) == 3


def test_after_a_day_of_trying_it_has_visibly_failed(sink, queue):
    mail = queue("one", news=True)
    sink.at_rcpt["one@example.test"] = "451 not now"
    waits, at = [], AT
    while state(mail) == State.QUEUED and len(waits) < 400:
        waits.append(mail.next_try_at - at)
        at = mail.next_try_at
        delivery.deliver(at)
    assert waits == sorted(waits) and waits[-1] == timedelta(minutes=4)
    assert timedelta(hours=23) < at - AT < timedelta(hours=25)
    assert (state(mail), "not now" in mail.error) == (State.FAILED, True)


def test_a_mail_that_nobody_tried_to_send_is_not_given_up(sink, queue):
    mail = queue("one")
    sink.at_rcpt["one@example.test"] = "450 come back"
    delivery.deliver(AT + timedelta(days=3))
    assert state(mail) == State.QUEUED


@pytest.mark.parametrize(("news", "after"), [(True, State.SENT), (False, State.UNCERTAIN)])
def test_a_clock_set_back_by_an_hour_holds_up_no_mail(sink, queue, news, after):
    """Neither what has not been tried yet, nor what a killed worker left in mid-sending before that."""
    waiting, left = queue("one"), queue("two", news=news)
    delivery._claim(left, AT)
    delivery.deliver(AT - HOUR)
    assert (state(waiting), state(left)) == (State.SENT, after)


def test_a_reminder_held_up_does_not_go_out_at_night(sink, queue):
    reminder, news = queue("one"), queue("two", news=True)
    assert delivery.deliver(moment("03-11 02:00")) == 1
    assert (state(reminder), state(news)) == (State.QUEUED, State.SENT)
    assert delivery.deliver(moment("03-11 08:30")) == 1


@pytest.mark.parametrize(("news", "after"), [(True, State.QUEUED), (False, State.UNCERTAIN)])
def test_cut_off_after_the_server_has_it(sink, queue, news, after):
    mail, next_one = queue("one", news=news), queue("two")
    sink.at_data["one@example.test"] = drop
    delivery.deliver(AT)
    assert state(mail) == after and mail.error
    assert state(next_one) == State.QUEUED  # a lost connection says nothing about those not tried
    sink.at_data.clear()
    delivery.deliver(AT + HOUR)
    assert state(mail) == (State.SENT if news else State.UNCERTAIN)
    assert state(next_one) == State.SENT
    assert sink.keys.count(f"<{mail.message_id}@zhitongche>") == (2 if news else 1)


@pytest.mark.parametrize(("news", "after"), [(True, State.QUEUED), (False, State.UNCERTAIN)])
def test_a_server_that_hangs_is_not_waited_for(sink, queue, settings, news, after):
    assert project.EMAIL_TIMEOUT == 10
    settings.EMAIL_TIMEOUT = 0.3
    mail = queue("one", news=news)
    sink.at_data["one@example.test"] = hang
    delivery.deliver(AT)
    assert state(mail) == after and "timed out" in mail.error


def test_what_cannot_be_written_as_a_mail_fails_and_holds_up_nothing(sink, queue):
    broken, left, nowhere, good = (queue(name) for name in ("broken", "left", "nowhere", "good"))
    for mail, fields in (
        (broken, {"email": "a@b\nBcc: x@y"}),
        (left, {"is_active": False}),
        (nowhere, {"email": ""}),
    ):
        type(mail.user).objects.filter(pk=mail.user_id).update(**fields)
    assert delivery.deliver(AT) == 1
    assert [state(mail) for mail in (broken, left, nowhere, good)] == [State.FAILED] * 3 + [State.SENT]
    assert broken.error and left.error and nowhere.error


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    """One is held up by the server in the middle of a message while another one comes along."""

    @pytest.fixture
    def let_go(self, sink, queue):
        """The first of two messages is with the server; `let_go` gives its answer and lets the worker end."""
        queue("one", news=True), queue("two", news=True)
        arrived, go_on, answers = threading.Event(), threading.Event(), []

        async def hold(server):
            sink.at_data.clear()
            arrived.set()
            await server.loop.run_in_executor(None, go_on.wait, 20)
            return answers.pop()

        def let_go(answer="250 OK"):
            answers.append(answer)
            go_on.set()
            return first.ended()

        sink.at_data["one@example.test"] = hold
        first = Other(lambda: delivery.deliver(AT))
        assert arrived.wait(20)
        return let_go

    def test_the_second_leaves_what_the_first_has_taken(self, sink, let_go):
        assert delivery.deliver(AT) == 1
        assert let_go() == 1
        assert len(set(sink.keys)) == len(sink.keys) == 2

    def test_control_without_taking_messages_go_twice(self, sink, let_go, monkeypatch):
        monkeypatch.setattr(delivery, "_claim", lambda mail, at: True)
        Mail.objects.update(state=State.QUEUED, next_try_at=AT)
        assert delivery.deliver(AT) == 2
        assert let_go() == 2
        assert len(sink.keys) == 4 and len(set(sink.keys)) == 2

    def test_who_comes_back_after_the_lease_does_not_undo_what_was_done_since(self, let_go):
        assert delivery.deliver(AT + delivery.LEASE) == 2
        assert let_go("451 not now") == 0
        assert set(Mail.objects.values_list("state", flat=True)) == {State.SENT}


def test_whose_lease_is_over_has_no_say_while_another_worker_sends(queue):
    mail = queue("one", news=True)
    late_one = Mail.objects.get()
    assert delivery._claim(late_one, AT)
    delivery.recover(AT + delivery.LEASE)
    mail.refresh_from_db()
    assert delivery._claim(mail, AT + delivery.LEASE)
    delivery._again(late_one, AT + HOUR, "451 not now")
    assert (state(mail), mail.error) == (State.SENDING, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("news", "after", "copies"), [(True, State.SENT, 2), (False, State.UNCERTAIN, 1)])
def test_a_worker_killed_between_acceptance_and_noting_it(sink, queue, news, after, copies):
    mail, next_one = queue("one", news=news), queue("two", news=news)
    deaths = []

    async def kill(_server):
        os.kill(worker.pid, signal.SIGKILL)
        deaths.append(sink.at_data.pop("one@example.test"))
        return "250 OK"

    sink.at_data["one@example.test"] = kill
    worker = subprocess.Popen(
        [sys.executable, "-c", ONE_ROUND.format(at=AT.isoformat())], env=surroundings(sink)
    )
    assert worker.wait(30) == -signal.SIGKILL and deaths
    assert (state(mail), state(next_one)) == (State.SENDING, State.QUEUED)
    delivery.deliver(AT + delivery.LEASE - timedelta(seconds=1))
    assert (state(mail), state(next_one)) == (State.SENDING, State.SENT)
    delivery.deliver(AT + delivery.LEASE)
    assert state(mail) == after
    assert sink.keys.count(f"<{mail.message_id}@zhitongche>") == copies


def surroundings(sink):
    """What another process needs to work on the tests' database and mail server."""
    where = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**where)
    return os.environ | {
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(project.BASE_DIR),
    }
