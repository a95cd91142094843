"""Naming who sits in a post: who may, whom, and what is kept of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.ledger.models import Entry
from portal.people.models import Role, Seat, SeatState
from tests.makers import person


@pytest.fixture
def deputy(office):
    """Somebody of the committee's own office."""
    return person("deputy", at=office.clerk.seats.get().post.organisation)


def form(user, **other):
    today = timezone.localdate()
    until = today + timedelta(days=4)
    return {"post": "signer", "user": user.pk, "since": today, "until": until, "stand_in": "on"} | other


def test_the_holder_names_a_stand_in_and_the_journal_says_so(office, deputy, client):
    client.force_login(office.signer)
    assert client.post(reverse("posts"), form(deputy)).status_code == 302
    assert Seat.objects.get(user=deputy).stand_in
    entry = Entry.objects.get(kind="name_seat")
    assert entry.actor == office.signer and entry.changes["user"] == "deputy"
    client.force_login(deputy)
    assert client.get(reverse("reports:signing")).status_code == 200


@pytest.mark.parametrize("bad", [{"until": ""}, {"until": "2020-01-01"}, {"since": "gestern"}, {"post": "x"}])
def test_a_bad_seat_is_refused(office, deputy, client, bad):
    client.force_login(office.chair)
    assert client.post(reverse("posts"), form(deputy, **bad)).status_code == 400
    assert not Seat.objects.filter(user=deputy).exists()


def test_nobody_names_themselves_and_no_administrator_is_named(office, deputy, client):
    home = deputy.organisation
    system, audit = person("system", Role.SYSTEM_ADMIN, at=home), person("audit", Role.AUDIT_ADMIN, at=home)
    client.force_login(system)
    for user in (system, audit, office.author):
        assert client.post(reverse("posts"), form(user)).status_code == 400
    assert not Seat.objects.filter(stand_in=True).exists()
    assert client.post(reverse("posts"), form(deputy)).status_code == 302
    assert Seat.objects.get(user=deputy).status == SeatState.PROPOSED


def test_a_seat_ends_with_the_day_and_one_to_come_is_taken_back(office, deputy, client):
    client.force_login(office.chair)
    today = timezone.localdate()
    now = Seat.objects.create(post_id="signer", user=deputy, since=today, until=today + timedelta(days=8))
    later = Seat.objects.create(post_id="signer", user=deputy, since=today + timedelta(days=9))
    for seat in (now, later):
        assert client.post(reverse("end_seat", args=[seat.pk])).status_code == 302
    now.refresh_from_db(), later.refresh_from_db()
    assert now.until == today and later.status == SeatState.DROPPED
    kinds = Entry.objects.filter(actor=office.chair).values_list("kind", flat=True)
    assert list(kinds) == ["end_seat", "take_back_seat"]
    clerks = office.clerk.seats.get()
    assert client.post(reverse("end_seat", args=[clerks.pk])).status_code == 403


def test_the_last_holder_is_told_why_the_seat_stays(office, client):
    client.force_login(office.chair)
    own = office.chair.seats.get()
    page = client.post(reverse("end_seat", args=[own.pk]), follow=True)
    assert "请先确定接任人选" in page.content.decode() and Seat.objects.get(pk=own.pk).until is None


def test_an_administrators_post_is_for_that_administrator_alone(office, deputy, client):
    home = deputy.organisation
    security, audit = (person(role, role, at=home) for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN))
    client.force_login(person("system", Role.SYSTEM_ADMIN, at=home))
    for user, post in [(deputy, "security"), (audit, "security"), (security, "signer")]:
        answer = client.post(reverse("posts"), form(user, post=post))
        assert answer.status_code == 400 and list(answer.context["form"].errors) == ["user"], post
    assert client.post(reverse("posts"), form(security, post="security")).status_code == 302
