"""Who is let in, and to what of one's own: what no table of routes says."""

from datetime import timedelta

from django.urls import reverse

from feedback import sweeps
from portal.people.models import Role
from reports.states import State
from tests.makers import NINE, person


def test_a_disabled_account_is_out_at_once(office, client):
    client.force_login(office.clerk)
    assert client.get("/queue/").status_code == 200
    office.clerk.is_active = False
    office.clerk.save()
    assert client.get("/queue/").headers["Location"].startswith("/login/")


def test_a_role_that_ends_ends_at_the_next_request(office, client):
    client.force_login(office.editor)
    assert client.get("/queue/").status_code == 200
    office.editor.hats.all().delete()
    assert client.get("/queue/").status_code == 403


def test_nobody_opens_another_persons_notice(office, client):
    office.report(State.SUBMITTED)
    sweeps.tell(NINE + timedelta(hours=3))
    notice = office.author.notices.get()
    client.force_login(person("informant", Role.INFORMANT))
    assert client.post(reverse("feedback:notice", args=[notice.pk])).status_code == 404
    client.post(reverse("feedback:read_all"))
    notice.refresh_from_db()
    assert not notice.read_at
    client.force_login(office.author)
    assert client.post(reverse("feedback:notice", args=[notice.pk])).status_code == 302
