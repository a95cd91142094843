"""Mail that was not delivered looks undelivered, and somebody can do something about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import delivery, restoring, sweeps, undelivered
from feedback.models import Mail, Restoration
from portal.celery import app
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry, sha256
from portal.pages.lists import ROWS
from portal.people.models import Role, User
from portal.run.embedded import free_port
from tests.makers import NINE, person
from tests.sink import drop

State = Mail.State
HOUR = timedelta(hours=1)
LIST = "/mails/"
TOLD = {"step": "tell_otherwise", "way": "phone"}
AGAIN = {"step": "send_again"}
ALARM = "封邮件未能送达"


@pytest.fixture
def system(office):
    return person("system", Role.SYSTEM_ADMIN)


def page(client, user, address=LIST, **query):
    client.force_login(user)
    return client.get(address, query)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_refused_for_good_stands_on_the_page_and_on_the_desk(office, refused, system, client):
    for who in (office.clerk, office.supervisor, system):
        shown = text(page(client, who))
        for words in ("author@example.test", "政协东湖区委员会", "邮件服务器拒收", "550 no such person"):
            assert words in shown, words
        assert f"有 1 {ALARM}" in text(page(client, who, "/")) and LIST in text(page(client, who, "/"))


def test_the_others_of_the_office_read_it_and_are_not_alarmed(office, refused, client):
    for who in (office.editor, office.vetter, office.chair, office.signer):
        shown = text(page(client, who))
        assert "550 no such person" in shown and 'name="step"' not in shown and "correct_address" not in shown
        assert ALARM not in text(page(client, who, "/"))


def test_the_subject_is_for_the_office_alone(office, refused, system, client):
    number = Entry.objects.get(kind="submit").report.number
    assert number in refused.subject
    assert refused.subject in text(page(client, office.clerk))
    assert number not in text(page(client, system))


def test_an_address_is_put_right_and_what_failed_arrives_there_once(office, refused, sink, client):
    address = f"{LIST}correct_address/{office.author.pk}/"
    assert address in text(page(client, office.clerk))
    form = page(client, office.clerk, address).context["form"]
    assert (form["seen"].value(), form["email"].value()) == (
        sha256("author@example.test"),
        "author@example.test",
    )
    sent = {"seen": sha256("author@example.test"), "email": " author@right.test ", "again": "on"}
    shown = text(client.post(address, sent, follow=True))
    assert "1 封邮件将重新发送" in shown and "邮件均已送达" in shown and ALARM not in text(client.get("/"))
    entry = Entry.objects.get(kind="correct_address")
    assert (entry.actor, entry.subject) == (office.clerk, office.author)
    assert entry.changes == {"email": ["author@example.test", "author@right.test"]}
    refused.refresh_from_db()
    assert (refused.state, refused.tries, refused.settled_by) == (State.QUEUED, 0, office.clerk)
    assert "重新发送" in text(client.get(LIST, {"tab": "trying"}))
    assert delivery.deliver(timezone.now()) == 1 and delivery.deliver(timezone.now() + HOUR) == 0
    assert [received["To"] for received in sink.mails] == ["author@right.test"]
    assert not client.get(LIST, {"tab": "trying"}).context["page"].object_list


def test_without_a_word_nothing_is_sent_again_with_the_address(office, refused, client):
    client.force_login(office.clerk)
    sent = {"seen": sha256("author@example.test"), "email": "author@right.test"}
    client.post(f"{LIST}correct_address/{office.author.pk}/", sent)
    assert User.objects.get(pk=office.author.pk).email == "author@right.test"
    assert Mail.objects.get().state == State.FAILED


def test_what_is_ticked_is_sent_again_once_and_may_fail_again(office, refused, sink, client):
    client.force_login(office.supervisor)
    answer = client.post(LIST, AGAIN | {"mail": [refused.pk]})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    delivery.deliver(timezone.now())
    shown = text(client.get(LIST))
    assert "550 no such person" in shown and "supervisor于" in shown
    sink.at_rcpt.clear()
    client.post(LIST, AGAIN | {"mail": [refused.pk]})
    assert delivery.deliver(timezone.now() + HOUR) == 1 and len(sink.keys) == 1


def test_told_otherwise_ends_the_alarm_and_nothing_is_sent(office, refused, sink, system, client):
    client.force_login(system)
    shown = text(client.post(LIST, TOLD | {"mail": [refused.pk]}, follow=True))
    assert "1 封邮件已标记为另行告知" in shown and ALARM not in text(client.get("/"))
    sink.at_rcpt.clear()
    assert delivery.deliver(timezone.now()) == 0 and not sink.mails
    settled = text(client.get(LIST, {"tab": "told"}))
    assert "电话" in settled and "system · " in settled and 'name="step"' not in settled


def test_who_comes_second_hears_that_somebody_was_faster(office, refused, client):
    client.force_login(office.clerk)
    client.post(LIST, TOLD | {"mail": [refused.pk]})
    for step in (AGAIN, TOLD):
        shown = text(client.post(LIST, step | {"mail": [refused.pk]}, follow=True))
        assert "有 1 封邮件已有人先行处理" in shown and "将重新发送" not in shown
    refused.refresh_from_db()
    assert refused.state == State.TOLD


def test_a_mail_server_that_was_away_for_days_and_one_word_for_all(office, lost, sink, client):
    mails = lost(ROWS + 5)
    client.force_login(office.clerk)
    shown = client.get(LIST)
    assert len(shown.context["page"]) == ROWS and f"全部重新发送（{ROWS + 5} 封）" in text(shown)
    assert "邮件服务器无应答" in text(shown)
    client.post(LIST, {"step": "send_all_again"})
    assert delivery.deliver(timezone.now()) == len(set(sink.keys)) == len(sink.keys) == len(mails)


def test_one_word_for_all_is_for_what_failed_and_for_the_person_that_is_shown(office, lost, client):
    lost(1), lost(1, State.UNCERTAIN), lost(2, user=office.joint)
    client.force_login(office.clerk)
    client.post(f"{LIST}?tab=uncertain", {"step": "send_all_again"})
    assert not Mail.objects.filter(state=State.QUEUED).exists()
    client.post(f"{LIST}?person={office.joint.pk}", {"step": "send_all_again"})
    assert {mail.user for mail in Mail.objects.filter(state=State.QUEUED)} == {office.joint}


def test_what_was_cut_off_is_perhaps_delivered_and_no_alarm(office, sink, client):
    sink.at_data["clerk@example.test"] = drop
    mail = Mail.objects.create(
        key="r",
        user=office.clerk,
        subject="催办",
        body="请看。",
        resend=False,
        created_at=NINE,
        next_try_at=NINE,
    )
    delivery.deliver(NINE)
    mail.refresh_from_db()
    assert mail.state == State.UNCERTAIN
    assert ALARM not in text(page(client, office.clerk, "/"))
    assert not page(client, office.clerk).context["page"].object_list
    assert "催办" in text(page(client, office.clerk, tab="uncertain"))
    sink.at_data.clear()
    client.post(f"{LIST}?tab=uncertain", AGAIN | {"mail": [mail.pk]})
    mail.refresh_from_db()
    assert mail.state == State.QUEUED


def test_after_a_restore_what_was_on_its_way_stands_there_in_pages_and_alarms_nobody(office, lost, client):
    lost(ROWS * 3, State.QUEUED)
    restoring.begin(NINE, at=NINE)
    shown = page(client, office.clerk, tab="uncertain", page=2)
    assert shown.context["page"].last == 3 and "备份时正在发送途中" in text(shown)
    assert "恢复发送" in text(shown)  # the banner of what is frozen
    assert ALARM not in text(page(client, office.clerk, "/"))


def test_while_a_restore_is_frozen_what_is_sent_again_waits(office, refused, sink, client):
    sink.at_rcpt.clear()
    Restoration.objects.create(taken_at=NINE, restored_at=NINE)
    app.loader.import_default_modules()
    deliver = app.tasks["feedback.tasks.deliver"]  # as a worker has it
    client.force_login(office.clerk)
    client.post(LIST, AGAIN | {"mail": [refused.pk]})
    deliver.apply(throw=True)
    assert not sink.mails
    restoring.release_sending(by=office.signer, at=timezone.now())
    deliver.apply(throw=True)
    assert len(sink.mails) == 1


def test_what_is_being_tried_stands_there_with_its_next_try_and_what_only_waits_does_not(
    office, sink, settings, client
):
    office.report()
    sweeps.tell(NINE)
    assert not page(client, office.clerk, tab="trying").context["page"].object_list
    settings.EMAIL_PORT = free_port()
    delivery.deliver(NINE)
    shown = text(page(client, office.clerk, tab="trying"))
    assert "邮件服务器无应答" in shown and "已试 1 次" in shown and "9:02" in shown
    assert 'name="step"' not in shown


def test_what_has_been_read_in_the_portal_since_is_said(office, refused, client):
    assert "本人已在站内阅读" not in text(page(client, office.clerk))
    office.author.notices.update(read_at=NINE + HOUR)
    assert "本人已在站内阅读" in text(page(client, office.clerk))


@pytest.mark.parametrize(
    ("fields", "words"), [({"email": ""}, "未登记邮箱"), ({"is_active": False}, "账号已停用"),
                          ({"email": "a@b\nBcc: x@y"}, "邮箱地址格式有误")],
)  # fmt: skip
def test_what_the_portal_itself_finds_is_said_in_words(office, sink, client, fields, words):
    office.report()
    sweeps.tell(NINE)
    User.objects.filter(pk=office.author.pk).update(**fields)
    delivery.deliver(NINE)
    assert words in text(page(client, office.clerk))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"way": "phone"},
        AGAIN,
        TOLD,
        AGAIN | {"mail": ["x", "-1", "9" * 40]},
        {"step": "x", "mail": "one"},
        {"mail": "one"},
    ],
)
def test_nothing_is_settled_without_a_tick(office, refused, client, sent):
    client.force_login(office.clerk)
    sent = {name: [refused.pk] if value == "one" else value for name, value in sent.items()}
    assert client.post(LIST, sent).status_code == 400
    assert Mail.objects.get().state == State.FAILED


@pytest.mark.parametrize("way", ["", "pigeon", "\0"])
def test_how_somebody_was_told_is_asked_beside_the_field_and_the_ticks_stand(office, refused, client, way):
    client.force_login(office.clerk)
    answer = client.post(LIST, TOLD | {"way": way, "mail": [refused.pk]})
    assert answer.status_code == 400 and list(answer.context["told"].errors) == ["way"]
    assert f'value="{refused.pk}" checked' in answer.content.decode()
    assert Mail.objects.get().state == State.FAILED


@pytest.mark.parametrize("asked", [{"tab": "sent"}, {"tab": "\0"}, {"person": "0"}, {"person": "x"}])
def test_a_wrong_address_of_the_page_is_said_so(office, client, asked):
    assert page(client, office.clerk, **asked).status_code == 400


@pytest.mark.parametrize("email", ["", "author", "a b@example.test", f"{'a' * 250}@b.test", "a@b.test\0"])
def test_a_bad_mail_address_is_named_and_nothing_is_stored(office, refused, client, email):
    client.force_login(office.clerk)
    answer = client.post(f"{LIST}correct_address/{office.author.pk}/", {"email": email, "again": "on"})
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["email"]
    assert answer.context["form"]["email"].value() == email
    assert User.objects.get(pk=office.author.pk).email == "author@example.test"
    assert Mail.objects.get().state == State.FAILED


def test_an_address_that_somebody_else_has_just_changed_is_not_overwritten(office, refused, client):
    User.objects.filter(pk=office.author.pk).update(email="new@example.test")
    client.force_login(office.clerk)
    sent = {"seen": sha256("author@example.test"), "email": "old@example.test", "again": "on"}
    answer = client.post(f"{LIST}correct_address/{office.author.pk}/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "已有人改动" in shown
    assert "new@example.test" in shown and "old@example.test" in shown
    assert User.objects.get(pk=office.author.pk).email == "new@example.test"
    assert Mail.objects.get().state == State.FAILED
    with pytest.raises(TooLate):
        undelivered.correct_address(
            office.author, by=office.clerk, at=NINE, seen="x@y.test", email="z@y.test"
        )


def test_only_the_address_of_somebody_who_was_not_reached_is_put_right_here(office, refused, client):
    client.force_login(office.clerk)
    User.objects.filter(pk=office.author.pk).update(is_active=False)
    for each in (office.joint, office.author):
        address = f"{LIST}correct_address/{each.pk}/"
        sent = {"seen": sha256(each.email), "email": "mine@example.test"}
        assert (client.get(address).status_code, client.post(address, sent).status_code) == (404, 404)
        assert User.objects.get(pk=each.pk).email == each.email


def test_an_address_is_put_right_also_where_somebody_has_settled_the_mail_meanwhile(office, refused, client):
    undelivered.tell_otherwise(Mail.objects.all(), by=office.supervisor, at=NINE, way="phone")
    client.force_login(office.clerk)
    sent = {"seen": sha256("author@example.test"), "email": "author@right.test"}
    assert client.post(f"{LIST}correct_address/{office.author.pk}/", sent).status_code == 302
    assert User.objects.get(pk=office.author.pk).email == "author@right.test"
