"""Settling mail that did not arrive: who may, once only, and what the database holds of it."""

import smtplib

import pytest
from django.core import mail as smtp
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from feedback import delivery, undelivered
from feedback.models import Mail
from tests.makers import NINE
from tests.races import at_once, kinds

State = Mail.State


def both_at_once(office, mails):
    """One sends it again while another one says that the person was told."""
    acts = [
        lambda: undelivered.send_again(mails, by=office.clerk, at=NINE),
        lambda: undelivered.tell_otherwise(mails, by=office.supervisor, at=NINE, way="phone"),
    ]
    results = at_once(2, lambda n: acts[n]())
    assert kinds(results) == {"done": 2}
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_settles_it(office, lost):
    lost(20)
    done = both_at_once(office, undelivered.standing(State.FAILED))
    assert sum(done) == 20
    for state, settled in zip((State.QUEUED, State.TOLD), done, strict=True):
        assert Mail.objects.filter(state=state).count() == settled


@pytest.mark.django_db(transaction=True)
def test_control_without_the_state_in_the_update_both_settle_it(office, lost, monkeypatch):
    lost(20)
    monkeypatch.setattr(undelivered, "TO_SETTLE", set(State))
    assert both_at_once(office, Mail.objects.all()) == [20, 20]


def test_any_byte_of_a_server_is_kept_as_words(lost):
    answer = smtplib.SMTPResponseException(550, "5.1.1 查无\0此人\n\xff".encode("gb18030") * 300)
    [mail] = lost(1)
    Mail.objects.update(error=delivery._words(answer))
    mail.refresh_from_db()
    assert mail.error.startswith("550 5.1.1 ") and len(mail.error) == 500
    assert delivery._words(smtplib.SMTPResponseException(451, "稍后\n再试")) == "451 稍后 再试"


def test_a_worker_who_comes_late_says_that_it_was_sent_though_somebody_told_it(office, lost, sink):
    [mail] = lost(1, State.UNCERTAIN)
    late = Mail(pk=mail.pk, user=office.author, subject="一件事", body="请看。", created_at=NINE)
    undelivered.tell_otherwise(undelivered.standing(State.UNCERTAIN), by=office.clerk, at=NINE, way="phone")
    with smtp.get_connection() as server:
        assert delivery._send(late, server, NINE)
    mail.refresh_from_db()
    assert (mail.state, mail.way) == (State.SENT, "phone")


@pytest.mark.parametrize(
    "who", ["author", "leader", "officer", "editor", "vetter", "chair", "signer", "security"]
)
def test_nobody_else_settles_anything(office, refused, who):
    said = {"by": getattr(office, who), "at": NINE}
    for act in (
        lambda: undelivered.send_again(Mail.objects.all(), **said),
        lambda: undelivered.tell_otherwise(Mail.objects.all(), way="phone", **said),
        lambda: undelivered.correct_address(office.joint, seen=office.joint.email, email="x@y.test", **said),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Mail.objects.get().state == State.FAILED


@pytest.mark.parametrize(
    "wrong", [{"state": "told"}, {"state": "told", "way": "phone"}, {"settled_at": NINE}]
)
def test_the_database_keeps_no_settled_mail_without_who_when_and_how(lost, wrong):
    lost(1)
    with pytest.raises(IntegrityError):
        Mail.objects.update(**wrong)
