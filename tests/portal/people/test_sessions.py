"""Sessions end with the account and with their time, and what was shown in one is kept by no browser."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.days.workflow.policy import set_policy
from portal.people.models import User
from portal.people.sessions import forget_sessions, stay
from portal.people.tasks import forget_sessions as forget_task
from portal.unsent.places import Place
from tests.makers import NINE

MINUTE = timedelta(minutes=1)


def by_hand(user, active):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET is_active = %s WHERE id = %s", [active, user.pk])


def by_update(user, active):
    User.objects.filter(pk=user.pk).update(is_active=active)


def by_an_old_copy(user, active):
    """Which also writes back how often sessions were ended when it was read."""
    user.is_active = active
    user.save()


@pytest.mark.parametrize("switch", [by_hand, by_update, by_an_old_copy])
def test_an_account_that_is_opened_again_finds_its_old_session_dead(office, client, switch):
    client.force_login(office.clerk)
    switch(office.clerk, False)
    switch(office.clerk, True)
    assert client.get("/queue/").headers["Location"].startswith("/login/")
    client.force_login(User.objects.get(pk=office.clerk.pk))
    assert client.get("/queue/").status_code == 200
    switch(office.clerk, True)
    assert client.get("/queue/").status_code == 200


def test_sessions_that_have_run_out_are_deleted_and_no_others(office):
    now = timezone.now()
    for user in (office.author, office.clerk):
        Client().force_login(user)
    old, new = Session.objects.order_by("expire_date")
    Session.objects.filter(pk=old.pk).update(expire_date=now - timedelta(seconds=1))
    assert (forget_sessions(now), forget_sessions(now)) == (1, 0)
    assert Session.objects.get() == new
    Session.objects.update(expire_date=now - timedelta(seconds=1))
    forget_task()
    assert not Session.objects.exists()


def test_no_page_of_somebody_signed_in_is_kept_and_every_other_is_as_it_was(office, client):
    draft = office.draft()
    pages = ["/", f"/reports/{draft.pk}/", "/reports/999/", "/queue/", reverse("reports:list") + "?since=x"]
    assert "Cache-Control" not in client.get("/procedures/").headers  # it shows nothing: it leads to the door
    client.force_login(office.author)
    answers = [client.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200, 404, 403, 400}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert client.post(reverse("reports:autosave"), {}).headers["Cache-Control"] == "no-store"
    style = client.get("/static/css/portal.css")
    assert style.status_code == 200 and "no-store" not in style.headers["Cache-Control"]


def test_signing_out_clears_what_the_browser_kept_of_pages_and_nothing_else(office, client):
    client.force_login(office.author)
    assert client.post(reverse("logout")).headers["Clear-Site-Data"] == '"cache"'


def last_asked(client, at, minutes=60):
    """As if its last request had come then."""
    session = client.session
    session.pop("stays_since", None)
    stay(session, at, lambda: minutes)
    session.save()


def test_a_session_lasts_from_the_last_request_on_and_is_written_once_a_minute(office, client):
    client.force_login(office.clerk)
    session, asked = client.session, []
    for after in (0, 0.5, 40, 40.9, 41):
        stay(session, NINE + after * MINUTE, lambda: asked.append(1) or 60)
    assert session.get_expiry_date() == NINE + 101 * MINUTE and len(asked) == 3


def test_a_session_ends_after_sixteen_hours_however_busy(office, client):
    client.force_login(office.clerk)
    session = client.session
    for after in range(0, 16 * 60, 30):
        stay(session, NINE + after * MINUTE, lambda: 60)
    assert session.get_expiry_date() == NINE + 16 * 60 * MINUTE


def test_whoever_does_nothing_is_signed_out_and_whoever_goes_on_is_not(office, client):
    now = timezone.now()
    client.force_login(office.clerk)
    last_asked(client, now - 61 * MINUTE)
    assert client.get("/queue/").headers["Location"] == "/login/?next=/queue/"
    client.force_login(office.clerk)
    last_asked(client, now - 59 * MINUTE)
    assert client.get("/queue/").status_code == 200
    assert client.session.get_expiry_date() >= now + 59 * MINUTE
    last_asked(client, now - 59 * MINUTE)
    typed = {"kept_words": "[]", "stands_on": 0, "saves": "0" * 16}
    client.post(Place(office.clerk.pk, "/x/", "/x/").url("save_words"), typed)
    assert client.session.get_expiry_date() >= now + 59 * MINUTE


def test_how_long_is_the_offices_policy(office, client):
    set_policy("idle_minutes", by=office.clerk, at=NINE, value=20, since=NINE.date(), note="办公会议定。")
    client.force_login(office.clerk)
    client.get("/queue/")
    assert client.session.get_expiry_date() <= timezone.now() + 20 * MINUTE


def test_the_door_says_why_it_asks_and_leads_on_to_the_page(office, client):
    page = client.get("/login/?next=/queue/")
    assert page.context["idle"] == 60 and "60" in page.content.decode()
    assert "idle" not in client.get("/login/").context and "idle" not in client.get("/login/?next=/").context
    office.clerk.set_password("tian-he-2026")
    office.clerk.save()
    sent = {"username": office.clerk.username, "password": "tian-he-2026", "next": "/queue/"}
    assert client.post("/login/", sent).headers["Location"] == "/queue/"
