"""Who is let in, and to what of one's own: what no table of routes says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback import sweeps
from tests.makers import NINE
from tests.world import build


@pytest.fixture
def world(db):
    return build()


def test_a_disabled_account_is_out_at_once(world, client):
    client.force_login(world.office.clerk)
    assert client.get("/queue/").status_code == 200
    world.office.clerk.is_active = False
    world.office.clerk.save()
    assert client.get("/queue/").headers["Location"].startswith("/login/")


def test_a_role_that_ends_ends_at_the_next_request(world, client):
    client.force_login(world.office.editor)
    assert client.get("/queue/").status_code == 200
    world.office.editor.hats.all().delete()
    assert client.get("/queue/").status_code == 403


def test_nobody_opens_another_persons_notice(world, client):
    sweeps.tell(NINE + timedelta(hours=3))
    notice = world.office.author.notices.first()
    client.force_login(world.people["informant"])
    assert client.get(reverse("feedback:notice", args=[notice.pk])).status_code == 404
    client.post(reverse("feedback:read_all"))
    notice.refresh_from_db()
    assert not notice.read_at
    client.force_login(world.office.author)
    assert client.get(reverse("feedback:notice", args=[notice.pk])).status_code == 302
