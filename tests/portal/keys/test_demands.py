"""Who needs a second factor from which day on, and how that of somebody else is switched off."""

from datetime import timedelta

import pyotp
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portal.days.workdays import local_day
from portal.keys import workflow
from portal.keys.models import Demand, Key, SwitchOff
from portal.keys.states import Kind, SwitchState
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import Role
from tests.makers import person
from tests.portal.keys.knocking import NOON, SECRET, comes_in, knock


def require(role, at=NOON, since=None, needed=True):
    """From that day on, as the security administrator sets it."""
    by = person("security", Role.SECURITY_ADMIN)
    said = {"role": role, "needed": needed, "since": since or local_day(at)}
    workflow.demand(by=by, at=at, version=Demand.objects.count(), **said)


def test_who_needs_one_is_led_to_set_one_up_and_does_nothing_else(db, clock):
    require(Role.CLERK)
    bob = person("bob", Role.CLERK)
    client = knock(bob)
    assert "请先设置双重验证" in client.get(reverse("desk"), follow=True).content.decode()
    assert not comes_in(client)
    secret = client.get(reverse("add_app")).context["letters"].replace(" ", "")
    code = pyotp.TOTP(secret).at(NOON)
    assert client.post(reverse("add_app"), {"name": "手机", "code": code})["Location"] == "/keys/codes/"
    assert len(client.get("/keys/codes/").context["codes"]) == 10
    assert comes_in(client)


def test_a_role_needs_one_from_its_day_on_until_another_row(office, clock):
    require(Role.SIGNER, since=local_day(NOON) + timedelta(days=1))
    require(Role.SIGNER, since=local_day(NOON) + timedelta(days=3), needed=False)
    found = []
    for days in range(5):
        clock(NOON + timedelta(days=days))
        found.append(comes_in(knock(office.signer)))  # by a seat
    assert found == [True, False, False, True, True]
    assert comes_in(knock(office.author))


def test_a_day_that_has_passed_and_an_old_page_are_refused(db, clock):
    with pytest.raises(ValidationError):
        require(Role.CLERK, since=local_day(NOON) - timedelta(days=1))
    require(Role.CLERK)
    by = person("security")
    said = {"role": Role.EDITOR, "needed": True, "since": local_day(NOON)}
    with pytest.raises(TooLate):
        workflow.demand(by=by, at=NOON, version=0, **said)
    workflow.demand(by=by, at=NOON, version=0, **said | {"role": Role.CLERK})  # the same form sent twice
    assert Demand.objects.count() == 1
    with pytest.raises(PermissionDenied):
        workflow.demand(by=person("system", Role.SYSTEM_ADMIN), at=NOON, version=1, **said)


def test_the_last_one_stays_where_the_role_needs_it(alice, known):
    key = Key.objects.factors().get()
    require(Role.CLERK)
    known.post(reverse("end_key", args=[key.pk]))
    assert Key.objects.factors().get() == key
    workflow.add_key(alice, at=NOON, kind=Kind.APP, name="旧手机", secret=SECRET)
    known.post(reverse("end_key", args=[key.pk]))
    assert Key.objects.factors().get().name == "旧手机"


def test_the_last_one_goes_where_nobody_needs_it_with_its_codes(alice, known):
    known.post(reverse("end_key", args=[Key.objects.factors().get().pk]))
    assert not Key.objects.there().exists()
    assert not Key.objects.exclude(secret="").exists()
    assert comes_in(knock(alice))


def test_nobody_ends_the_key_of_somebody_else(alice):
    client = knock(person("bob", Role.CLERK))
    assert client.post(reverse("end_key", args=[Key.objects.factors().get().pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        workflow.end_key(Key.objects.factors().get(), by=person("bob"), at=NOON)


def test_two_administrators_switch_it_off_and_all_sessions_end(office, alice, known):
    system, security = person("system", Role.SYSTEM_ADMIN), person("security", Role.SECURITY_ADMIN)
    client = knock(system)
    sent = {"user": alice.pk, "note": "手机丢失"}
    assert client.post(reverse("propose_off"), sent)["Location"] == reverse("second_factors")
    client.post(reverse("propose_off"), sent)
    switch = SwitchOff.objects.get()
    step = f"/switches/{switch.pk}/confirm_off/"
    assert client.post(step).status_code == 403  # not alone
    assert comes_in(known)
    assert knock(security).post(step).status_code == 302
    switch.refresh_from_db()
    assert switch.status == SwitchState.DONE and not Key.objects.there().exists()
    assert not comes_in(known)
    assert comes_in(knock(alice))
    kinds = set(Entry.objects.filter(kind__endswith="_off").values_list("kind", flat=True))
    assert kinds == {"propose_off", "confirm_off"}


def test_who_proposes_confirms_nothing_and_nobody_their_own(office, alice):
    both = person("system", Role.SYSTEM_ADMIN)
    with pytest.raises(PermissionDenied):
        workflow.propose_off(both, by=both, at=NOON, note="")
    with pytest.raises(ValidationError):
        workflow.propose_off(person("bob"), by=both, at=NOON, note="")
    security = person("security", Role.SECURITY_ADMIN)
    workflow.add_key(security, at=NOON, kind=Kind.APP, name="手机", secret=SECRET)
    own = workflow.propose_off(security, by=both, at=NOON, note="丢失")
    with pytest.raises(PermissionDenied):
        workflow.confirm_off(own, by=security, at=NOON)
    workflow.drop_off(own, by=both, at=NOON, note="已找到")
    assert Key.objects.factors().filter(user=security).exists()
