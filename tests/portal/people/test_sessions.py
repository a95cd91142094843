"""Sessions end with the account and with their time, and what was shown in one is kept by no browser."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.people.models import User
from portal.people.sessions import forget_sessions
from portal.people.tasks import forget_sessions as forget_task


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
