"""The own password and devices: what is asked, what ends, what is told, and how hashes are kept."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.accounts.devices import browser_of
from portal.accounts.passwords import Argon2
from portal.accounts.workflow.passwords import set_password
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import Role, User
from tests.makers import PASSWORD, person

NEW = "three-sheep-on-a-hill"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0.50"


def sent(old=PASSWORD, new=NEW, again=None):
    return {"old_password": old, "new_password1": new, "new_password2": again or new}


def signed_in(user, agent=""):
    client = Client(headers={"user-agent": agent})
    client.force_login(User.objects.get(pk=user.pk))
    client.get(reverse("profile"))
    return client


def out(client):
    return client.get(reverse("profile")).status_code == 302


def test_a_changed_password_ends_the_other_sessions_and_is_told_and_written(office):
    here, there = signed_in(office.author), signed_in(office.author)
    assert here.post(reverse("password"), sent()).headers["Location"] == reverse("profile")
    assert not out(here) and out(there)
    assert Entry.objects.about(office.author).get().kind == "change_password"
    sweeps.tell(timezone.now())
    assert Notice.objects.get(user=office.author).entry.kind == "change_password"
    mail = Mail.objects.get(user=office.author)
    assert "密码" in mail.subject and NEW not in mail.body


@pytest.mark.parametrize(
    "wrong",
    [
        sent(old="not-my-password"), sent(old=""), sent(new="short-one"), sent(new="1234567890"),
        sent(new="zhengxie-2026-x"), sent(again="three-sheep-on-a-hil"), sent(new=PASSWORD),
        sent(new="long-" * 30),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_said_and_nothing_changes(office, wrong):
    client = signed_in(office.author)
    answer = client.post(reverse("password"), wrong)
    assert answer.status_code == 400 and answer.context["form"].errors
    assert User.objects.get(pk=office.author.pk).check_password(PASSWORD)
    typed = {wrong["old_password"], wrong["new_password1"]} - {""}
    assert not [word for word in typed if f'value="{word}"' in answer.content.decode()]


def test_the_page_says_the_rules(office):
    page = signed_in(office.author).get(reverse("password")).content.decode()
    assert "10" in page and "最近 5 次" in page


def test_whoever_guesses_the_present_one_in_an_open_window_waits(office):
    client = signed_in(office.author)
    codes = [client.post(reverse("password"), sent(old="guess")).status_code for _n in range(6)]
    assert codes == [400] * 5 + [429]


def test_none_of_the_last_five_is_taken_and_the_one_before_is(db):
    user = person("alice")
    for n in range(6):
        user = set_password(user, f"three-sheep-{n}-hill", at=timezone.now())
    for n in range(1, 6):
        with pytest.raises(ValidationError):
            validate_password(f"three-sheep-{n}-hill", user)
    validate_password("three-sheep-0-hill", user)
    assert user.old_passwords.count() == 5


def test_of_two_that_knew_the_same_old_one_the_second_is_too_late(db):
    user = person("alice")
    seen = user.password
    set_password(user, NEW, at=timezone.now(), seen=seen)
    with pytest.raises(TooLate):
        set_password(user, "four-goats-in-a-barn", at=timezone.now(), seen=seen)
    assert User.objects.get(pk=user.pk).check_password(NEW)


def test_an_old_hash_is_made_anew_at_signing_in_and_is_no_change_of_the_password(db, client):
    user = person("alice")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert client.post(reverse("login"), {"username": "alice", "password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$") and user.check_password(PASSWORD)
    assert not user.old_passwords.exists() and not Entry.objects.about(user).exists()


def test_the_hash_is_as_dear_as_it_is_to_be():
    own = {name: value for name, value in vars(Argon2).items() if name in ("time_cost", "memory_cost")}
    assert own.keys() == {"time_cost", "memory_cost"}  # the tests make it cheap
    assert Argon2.parallelism == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge · Windows"),
        (WECHAT, "微信 · iPhone"),
        ("curl/8", ""),
        ("", ""),
        ("<b>Firefox", "Firefox"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert browser_of(agent) == words


def test_the_devices_are_the_own_ones_in_words_this_one_first_without_their_keys(office):
    there, here = signed_in(office.author, WECHAT), signed_in(office.author, EDGE)
    signed_in(office.clerk, WECHAT)
    page = here.get(reverse("devices"))
    found = page.context["devices"]
    assert [(each.browser, each.here) for each in found] == [
        ("Edge · Windows", True),
        ("微信 · iPhone", False),
    ]
    assert all(each.began and each.seen for each in found)
    assert not [
        s for s in Session.objects.values_list("session_key", flat=True) if s in page.content.decode()
    ]
    here.post(reverse("end_device"), {"device": found[1].name})
    assert out(there) and not out(here)


def test_nobody_ends_a_device_of_somebody_else(office):
    theirs, own = signed_in(office.clerk), signed_in(office.author)
    [device] = theirs.get(reverse("devices")).context["devices"]
    own.post(reverse("end_device"), {"device": device.name})
    assert not out(theirs)


def test_the_system_administrator_ends_sessions_of_others_and_they_hear_of_it(office):
    system = person("system", Role.SYSTEM_ADMIN)
    theirs, own = signed_in(office.author), signed_in(system)
    own.post(reverse("end_sessions", args=[office.author.pk]))
    assert out(theirs) and not out(own)
    assert Entry.objects.about(office.author).get().actor == system
    for user in (system, office.security):
        assert own.post(reverse("end_sessions", args=[user.pk])).status_code == 403
    sweeps.tell(timezone.now())
    assert Notice.objects.filter(user=office.author).count() == 1


def test_signing_out_everywhere_ends_this_one_too_and_no_other_persons(office):
    here, there, other = signed_in(office.author), signed_in(office.author), signed_in(office.clerk)
    assert here.post(reverse("sign_out_everywhere")).headers["Location"] == reverse("login")
    assert out(here) and out(there) and not out(other)
    assert Entry.objects.about(office.author).get().kind == "sign_out_everywhere"
