"""Between the password and the portal stands the second factor; nothing opens before it."""

from datetime import timedelta

import pyotp
import pytest
from django.urls import reverse

from portal.keys import workflow
from portal.keys.models import Key
from portal.keys.states import Kind
from portal.ledger.models import Entry
from portal.people.models import Role
from tests.makers import person
from tests.portal.keys.knocking import NOON, SECRET, STEP, comes_in, digits, give, knock
from tests.races import at_once


def test_nothing_opens_between_the_password_and_the_second_factor(alice):
    client = knock(alice)
    for name in ("desk", "profile", "keys", "posts", "second_factors", "recovery_codes"):
        answer = client.get(reverse(name), follow=True)
        assert answer.redirect_chain[-1][0].startswith("/second/"), name
        assert alice.name not in answer.content.decode(), name
        assert client.post(reverse(name))["Location"].startswith("/login/"), name
    for name in ("add_app", "add_passkey"):  # nobody adds a second factor in place of giving it
        assert client.get(reverse(name))["Location"] == reverse("second")
        assert client.post(reverse(name), {"name": "x", "code": "1"})["Location"] == reverse("second")
    assert client.get(reverse("second"))["Cache-Control"] == "no-store"
    assert not comes_in(client)


def test_six_digits_open_the_page_that_was_asked_for(alice):
    client = knock(alice)
    led = client.get(reverse("leave"), follow=True)
    assert led.redirect_chain[-1][0] == "/second/?next=%2Fleave%2F"
    before = client.cookies["sessionid"].value
    assert give(client, f" {digits()[:3]} {digits()[3:]}", next="/leave/")["Location"] == "/leave/"
    assert client.cookies["sessionid"].value != before
    assert comes_in(client)


def test_nobody_is_led_out_of_the_portal(alice):
    assert give(knock(alice), digits(), next="https://example.test/")["Location"] == "/"


def test_who_has_none_comes_in_by_the_password(db, clock):
    assert comes_in(knock(person("bob", Role.CLERK)))


def test_who_has_come_in_may_lose_it_and_the_next_sign_in_asks_anew(alice):
    client = knock(alice)
    give(client, digits())
    client.post(reverse("logout"))
    assert not comes_in(knock(alice, client))


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_phone_may_be_one_step_off(alice, off):
    client = knock(alice)
    assert give(client, digits(NOON + off * STEP)).status_code == 302
    assert comes_in(client)


@pytest.mark.parametrize("off", [timedelta(minutes=-10), timedelta(minutes=10), -2 * STEP, 2 * STEP])
def test_a_phone_whose_clock_is_wrong_is_told_so(alice, off):
    client = knock(alice)
    answer = give(client, digits(NOON + off))
    assert answer.status_code == 400 and "手机时间很可能不准" in answer.content.decode()
    assert not comes_in(client)


def test_a_code_is_accepted_once(alice):
    assert give(knock(alice), digits()).status_code == 302
    client = knock(alice)
    assert give(client, digits()).status_code == 400
    assert give(client, digits(NOON - STEP)).status_code == 400  # nor one from before it
    assert give(client, digits(NOON + STEP)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_code_are_one(alice):
    assert passed_at_once(alice, digits()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_recovery_code_are_one(alice):
    assert passed_at_once(alice, alice.codes[0]) == 1


def passed_at_once(user, code):
    found = at_once(2, lambda _n: workflow.pass_by_code(user, code, at=NOON))
    return sum(isinstance(each, Key) for each in found)


def test_a_recovery_code_opens_once_and_the_person_hears_of_it(alice):
    code = alice.codes[3]
    client = knock(alice)
    assert give(client, f"{code[:4]}-{code[4:8]} {code[8:]}".lower()).status_code == 302
    assert comes_in(client)
    assert Entry.objects.get(kind="use_code").changes == {"left": 9}
    assert give(knock(alice), code).status_code == 400


def test_no_code_is_kept_as_it_is(alice):
    kept = Key.objects.get(kind=Kind.CODES).secret
    assert len(alice.codes) == 10 == len(kept.split())
    assert not any(code in kept for code in alice.codes)
    assert SECRET not in str(list(Entry.objects.values()))


def test_new_codes_end_the_old_ones(alice, known):
    known.post(reverse("draw_codes"))
    shown = known.get(reverse("recovery_codes")).context["codes"]
    assert len(shown) == 10
    known.post(reverse("recovery_codes"))
    assert known.get(reverse("recovery_codes")).status_code == 302  # shown once
    assert workflow.pass_by_code(alice, alice.codes[0], at=NOON) is None


def test_guessing_is_slowed_down_and_the_wait_grows(alice, clock):
    client, right = knock(alice), digits
    assert [give(client, "000000").status_code for _each in range(6)] == 5 * [400] + [429]
    answer = give(knock(alice), right())  # another session does not help, nor the right code
    assert answer.status_code == 429 and "请 15 分钟后再试" in answer.content.decode()
    clock(NOON + timedelta(minutes=15))
    assert [give(client, "000000").status_code for _each in range(5)] == 5 * [400]
    clock(NOON + timedelta(minutes=30))
    answer = give(client, right(NOON + timedelta(minutes=30)))
    assert answer.status_code == 429 and "请 30 分钟后再试" in answer.content.decode()
    clock(NOON + timedelta(minutes=60))
    assert give(client, right(NOON + timedelta(minutes=60))).status_code == 302


def test_what_was_right_counts_for_no_wrong_try(alice, clock):
    for round in range(8):
        at = NOON + round * STEP
        clock(at)
        assert give(knock(alice), digits(at)).status_code == 302


def test_a_passkey_that_is_none_is_refused_and_counted(alice):
    client = knock(alice)
    for said in ("", "{}", "[]", "no json", '{"id": 1, "response": {}}'):
        answer = client.post(reverse("second"), {"credential": said})
        assert answer.status_code == 200 and "通行密钥未被接受" in answer.content.decode()
    assert client.post(reverse("second"), {"credential": "{}"}).status_code == 429
    assert not comes_in(client)


def test_an_app_is_set_up_with_its_first_digits(db, clock):
    bob = person("bob", Role.CLERK)
    client = knock(bob)
    page = client.get(reverse("add_app"))
    secret = page.context["letters"].replace(" ", "")
    assert "<svg" in page.content.decode()
    assert client.post(reverse("add_app"), {"name": "手机", "code": "000000"}).status_code == 400
    assert client.get(reverse("add_app")).context["letters"].replace(" ", "") == secret
    code = pyotp.TOTP(secret).at(NOON)
    answer = client.post(reverse("add_app"), {"name": "手机", "code": code})
    assert answer["Location"] == reverse("recovery_codes")
    assert [key.name for key in Key.objects.factors().filter(user=bob)] == ["手机"]
    other = knock(bob)
    assert give(other, code).status_code == 400  # the digits of setting it up open nothing
    assert give(other, pyotp.TOTP(secret).at(NOON + STEP)).status_code == 302


def test_there_are_no_passkeys_at_an_address_of_numbers(known):
    for host, works in (("127.0.0.1", False), ("localhost", True)):
        page = known.get(reverse("keys"), headers={"host": host}).content.decode()
        assert ("此地址无法使用通行密钥" in page) is not works
        assert known.get(reverse("add_passkey"), headers={"host": host}).status_code == (
            200 if works else 403
        )
