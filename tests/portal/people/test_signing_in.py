"""Passwords as they are taken, sessions as they begin and end, and what the log says of both."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.celery import app as celery
from portal.people.models import User
from tests.makers import PASSWORD, person

GOOD = ["correct horse battery staple", "蓝色山坡上有三只羊在吃草", "a b c d e f g h i j", "7391 5826 0374"]
LONG = ("Zebra, quagga, okapi, lemur, gecko; " * 4)[:128]
RARE = "".join(chr(0x20000 + 7 * n) for n in range(100))


@pytest.mark.parametrize("password", [*GOOD, LONG, " both ends count ", "CaSe CoUnTs", RARE])
def test_a_password_is_taken_as_it_was_typed_whatever_it_is_made_of(db, password):
    user = person("alice")
    validate_password(password, user)
    user.set_password(password)
    user.save()

    def knock(typed):
        sent = {"username": "alice", "password": typed}
        return Client().post(reverse("login"), sent).status_code

    assert knock(password) == 302
    others = {password.swapcase(), password.strip(), password[:-1], f"{password} "} - {password}
    assert {knock(other) for other in others} == {200}


@pytest.mark.parametrize(
    "password",
    [
        "nine char", "1234567890", "qwertyuiop", "ZhiTongChe-2026", "zhengxie.2026", "直通车我爱你一万年",
        "cppcc-123456", "政协天河市委员会2026", "13900001234", "alice@example.test",
        "1q2w3e4r5t", "P@ssw0rd123", "iloveyou123", "爱我中华爱我中华爱我中华", "Zq" * 64,
    ],
)  # fmt: skip
def test_what_is_short_common_or_known_to_everybody_here_is_no_password(db, password):
    user = person("alice")
    user.phone = "13900001234"
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_the_door_hides_what_is_typed_and_lets_a_password_manager_fill_it_in(client, db):
    [field] = re.findall(r'<input type="password"[^>]*>', client.get(reverse("login")).content.decode())
    assert 'autocomplete="current-password"' in field and "onpaste" not in field


def test_a_new_portal_has_no_account(db):
    call_command("seed", verbosity=0)
    assert not User.objects.exists()


def test_a_session_begins_anew_at_the_door_and_is_over_after_it(client, db):
    person("alice")
    name, sent = settings.SESSION_COOKIE_NAME, {"username": "alice", "password": PASSWORD}
    client.cookies[name] = "a" * 32  # which somebody else has planted
    client.post(reverse("login"), sent)
    first = client.cookies[name].value
    assert len(first) == 32 and first != "a" * 32
    client.post(reverse("login"), sent)
    second = client.cookies[name].value
    assert second != first and [each.pk for each in Session.objects.all()] == [second]
    client.post(reverse("logout"))
    assert not Session.objects.exists()
    for old in (first, second):
        client.cookies[name] = old
        assert client.get("/").headers["Location"].startswith("/login/")


def test_nobody_is_led_to_another_host_after_signing_in(client, db):
    person("alice")
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        sent = {"username": "alice", "password": PASSWORD, "next": elsewhere}
        assert client.post(reverse("login"), sent).headers["Location"] == "/"


@pytest.fixture
def lines(caplog):
    """What the portal's own handler makes of what is logged."""
    [handler] = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    for logger in (None, "django.request", "portal.people.logs"):
        caplog.set_level("INFO", logger=logger)

    def made():
        for record in caplog.records:
            assert handler.filter(record)
        return [handler.format(record).splitlines()[0] for record in caplog.records]

    return made


def test_the_log_says_who_came_in_who_did_not_and_who_was_refused(client, db, lines):
    user = person("alice")
    for password in ("wrong-1234", "", PASSWORD):
        client.post(reverse("login"), {"username": "alice", "password": password})
    client.get("/reports/new/")
    client.get("/%0aforged: line/")
    client.post(reverse("logout"))
    said = lines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800 (INFO|WARNING) ", line) for line in said)
    words = [line.split(" ", 1)[1] for line in said]
    assert re.fullmatch(r"WARNING - not signed in, wrong password: name \w{12} from \w{12}", words[0])
    assert re.fullmatch(rf"INFO - signed in: account {user.pk} from \w{{12}}", words[1])
    assert words[2:] == [
        f"WARNING {user.pk} Forbidden (Permission denied): /reports/new/",
        f"WARNING {user.pk} Not Found: /\\nforged: line/",
        f"INFO - signed out: account {user.pk}",
    ]
    assert not [word for word in ("alice", "127.0.0.1", PASSWORD, "wrong-1234") if word in "\n".join(said)]


def test_worker_and_beat_write_the_same_lines():
    before = list(logging.getLogger().handlers)
    assert celery.log.setup_logging_subsystem("WARNING"), "somebody has seen to it"
    assert logging.getLogger().handlers == before
