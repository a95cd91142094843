"""The door: whoever guesses passwords waits, and the right person comes in again."""

from collections import Counter as Counted
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from portal import middleware
from portal.days.workdays import SHANGHAI
from portal.ledger.models import Entry
from portal.people import forms, throttle
from portal.people.models import Counter
from portal.people.models.counters import CounterQuerySet
from tests.makers import PASSWORD, person
from tests.races import at_once

WRONG = "guess-1234"
NOON = datetime(2026, 11, 15, 12, 5, tzinfo=SHANGHAI)
CLOSED = "密码错误次数过多，请 {} 分钟后再试。"


@pytest.fixture
def clock(monkeypatch):
    def set_to(at):
        monkeypatch.setattr(middleware.timezone, "now", lambda: at)

    set_to(NOON)
    return set_to


@pytest.fixture
def few(monkeypatch):
    """Three wrong passwords are too many for an account, five for an address."""
    monkeypatch.setattr(forms, "WRONG_PER_ACCOUNT", 3)
    monkeypatch.setattr(forms, "WRONG_PER_ADDRESS", 5)


def knock(password=WRONG, username="alice", client=None, **how):
    sent = {"username": username, "password": password}
    return (client or Client()).post(reverse("login"), sent, **how)


def statuses(*passwords, **how):
    return [knock(password, **how).status_code for password in passwords]


def test_the_limits():
    assert (forms.WRONG_PER_ACCOUNT, forms.WRONG_PER_ADDRESS, forms.WINDOW) == (10, 50, 15)


def test_after_too_many_wrong_passwords_even_the_right_one_waits_and_then_comes_in(db, clock, few):
    person("alice")
    assert statuses(*[WRONG] * 3) == [200] * 3
    for password in (WRONG, PASSWORD):
        answer = knock(password)
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (429, "600")
        assert CLOSED.format(10) in page and 'value="alice"' in page and password not in page
    clock(NOON + timedelta(minutes=9, seconds=1))
    assert CLOSED.format(1) in knock(PASSWORD).content.decode()
    clock(NOON + timedelta(minutes=10))
    assert knock(PASSWORD).status_code == 302


def test_an_account_is_closed_from_everywhere_and_no_other_with_it(db, clock, few):
    person("alice"), person("bob")
    codes = [knock(REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(4)]
    assert codes == [200, 200, 200, 429]
    assert statuses(PASSWORD, username="bob", REMOTE_ADDR="192.0.2.3") == [302]


def test_an_address_is_closed_for_all_accounts_and_no_other_with_it(db, clock, few):
    person("alice")
    codes = [knock(username=f"nobody{n}").status_code for n in range(6)]
    assert codes == [200] * 5 + [429]
    assert statuses(PASSWORD) == [429]
    assert statuses(PASSWORD, REMOTE_ADDR="192.0.2.1") == [302]
    assert Counter.objects.count() == (1 + 5 * 3) + (1 + 3)  # names at a closed address are not even counted


def test_knocking_at_a_closed_account_does_not_close_the_address(db, clock, few):
    person("bob")
    assert statuses(*[WRONG] * 9) == [200] * 3 + [429] * 6
    assert statuses(WRONG, PASSWORD, username="bob") == [200, 302]


def test_right_passwords_and_empty_ones_do_not_count(db, clock, few):
    person("alice")
    assert statuses(*[PASSWORD] * 9, *[""] * 9, WRONG, WRONG, PASSWORD, WRONG, WRONG)[-5:] == [
        200, 200, 302, 200, 429,
    ]  # fmt: skip


@pytest.mark.parametrize(("at", "last"), [("", 302), ("192.0.2.1", 429)])
def test_by_the_front_servers_socket_the_address_is_the_callers(db, clock, few, at, last):
    person("alice")
    for n in range(5):
        knock(username=f"nobody{n}", headers={"x-forwarded-for": "198.51.100.1"}, REMOTE_ADDR=at)
    answer = knock(PASSWORD, headers={"x-forwarded-for": "198.51.100.2"}, REMOTE_ADDR=at)
    assert answer.status_code == last


def test_neither_passwords_nor_addresses_nor_names_are_kept(db, clock, few, caplog):
    caplog.set_level("DEBUG"), caplog.set_level("DEBUG", logger="django.request")
    person("alice")
    assert statuses(*[WRONG] * 4, REMOTE_ADDR="192.0.2.77") == [200, 200, 200, 429]
    kept = [*Counter.objects.values_list("name", flat=True), *map(str, Entry.objects.values())]
    said = "\n".join([*kept, caplog.text])
    assert "/login/" in said and not [word for word in (WRONG, "192.0.2.77", "alice") if word in said]


GUESSERS = 12


def guess_all_at_once():
    """What twelve get who guess at the same moment, where three may."""
    person("alice")
    return Counted(at_once(GUESSERS, lambda _n: knock(secure=True).status_code))


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_do_not_pass_the_limit(clock, few):
    assert guess_all_at_once() == {200: 3, 429: GUESSERS - 3}


@pytest.mark.django_db(transaction=True)
def test_with_a_limit_that_looks_first_and_counts_later_they_would(clock, few, monkeypatch):
    """The control."""
    gate = Barrier(GUESSERS)

    def looks_first(self, limits, since):
        counters = [self.get_or_create(name=name, since=since)[0] for name in limits]
        gate.wait(timeout=30)
        self.filter(pk__in=[each.pk for each in counters]).update(count=F("count") + 1)
        return all(each.count < limits[each.name] for each in counters)

    monkeypatch.setattr(CounterQuerySet, "admit", looks_first)
    assert guess_all_at_once() == {200: GUESSERS}


def test_the_wait_grows_with_the_wrong_passwords_from_a_minute_to_an_hour(db, clock):
    person("alice")

    def guess(at, times):
        clock(at)
        answers = [knock(REMOTE_ADDR=f"192.0.2.{n}") for n in range(times)]
        return answers[-1].status_code, int(answers[-1].headers.get("Retry-After", 0)) // 60

    assert guess(NOON, 5) == (200, 0) and guess(NOON, 1) == (429, 1)
    assert guess(NOON + timedelta(minutes=1), 5) == (200, 0)
    assert guess(NOON + timedelta(minutes=2), 1) == (429, 8)  # ten in this quarter of an hour
    for quarter in (10, 25):
        assert guess(NOON + timedelta(minutes=quarter), 5) == (200, 0)
        assert guess(NOON + timedelta(minutes=quarter + 1), 5) == (200, 0)
    assert guess(NOON + timedelta(minutes=40), 1) == (429, 15)  # thirty in this hour
    clock(NOON + timedelta(minutes=55))
    assert knock(PASSWORD).status_code == 302


def test_a_stranger_keeps_nobody_out_of_the_browser_that_is_used_every_day(db, clock, few):
    person("alice")
    known, client = Client(), Client()
    assert knock(PASSWORD, client=known).status_code == 302
    known.post(reverse("logout"))
    assert statuses(*[WRONG] * 4) == [200, 200, 200, 429]
    assert knock(PASSWORD, client=known, REMOTE_ADDR="192.0.2.5").status_code == 302
    assert knock(PASSWORD, client=client, REMOTE_ADDR="192.0.2.5").status_code == 429
    known.post(reverse("logout"))
    assert [knock(client=known, REMOTE_ADDR="192.0.2.6").status_code for _n in range(4)] == [200] * 3 + [429]


@pytest.mark.parametrize("other", ["", "x", "{}x", "x{}"])
def test_a_browser_is_not_known_by_a_cookie_that_somebody_made_up(db, clock, few, other):
    person("alice")
    known = Client()
    knock(PASSWORD, client=known)
    known.cookies[throttle.KNOWN] = other.format(known.cookies[throttle.KNOWN].value)
    known.post(reverse("logout"))
    statuses(*[WRONG] * 4)
    assert knock(PASSWORD, client=known, REMOTE_ADDR="192.0.2.5").status_code == 429


def test_the_security_administrator_reads_on_the_desk_that_somebody_guesses(office, clock):
    person("alice")
    client = Client()
    client.force_login(office.security)
    assert not client.get(reverse("desk")).context["guessed"]
    for n in range(throttle.FULL["door"]):
        knock(username=f"nobody{n}")
    page = client.get(reverse("desk"))
    assert "0 个账号、1 个地址" in page.content.decode()
    client.force_login(office.clerk)
    assert not client.get(reverse("desk")).context["guessed"]
