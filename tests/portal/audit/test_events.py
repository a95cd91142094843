"""What people do leaves a row that nobody changes, and no row says more than it may."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Event
from portal.audit.noting import note
from portal.audit.states import What
from portal.audit.workflow import forget_events
from portal.people.models import Role
from tests.kept import as_application
from tests.makers import NINE, Office, person
from tests.world import attach

PASSWORD = "tian-he-2026"


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def audit(office):
    return person("audit", Role.AUDIT_ADMIN)


def enter(client, name, password=PASSWORD):
    return client.post(reverse("login"), {"username": name, "password": password})


def noted(*fields):
    return list(Event.objects.order_by("id").values_list(*fields))


def test_the_door_leaves_a_row_of_each_that_comes_or_is_turned_away(office, client):
    clerk = office.clerk
    clerk.password = make_password(PASSWORD)
    clerk.save()
    (
        enter(client, "nobody-of-this-name"),
        enter(client, clerk.username, "wrong"),
        enter(client, clerk.username),
    )
    client.post(reverse("logout"))
    assert noted("what", "account", "refused") == [
        ("failed", None, True), ("failed", None, True), ("signed_in", clerk.pk, False),
        ("signed_out", clerk.pk, False),
    ]  # fmt: skip
    rows = str(list(Event.objects.values()))
    assert "nobody-of-this-name" not in rows and "127.0.0.1" not in rows and PASSWORD not in rows
    assert len({name for (name,) in noted("name") if name}) == 2


def test_a_refusal_is_one_row_for_each_account_page_and_minute(office, client):
    client.force_login(person("officer_of_none", Role.OFFICER))
    report = office.report("submitted")
    for _time in range(5):
        assert client.get(reverse("report", args=[report.pk])).status_code == 404
        assert client.get(reverse("backups")).status_code == 403
        assert client.get("/what-nobody-made/words-that-were-typed").status_code == 404
    rows = noted("what", "about", "refused")
    assert 3 <= len(rows) <= 6  # a minute may end meanwhile
    assert {about for _what, about, _refused in rows} == {f"/reports/{report.pk}/", "/backups/", ""}


def test_every_file_that_is_taken_along_leaves_a_row(office, client):
    client.force_login(office.clerk)
    answer = client.get(reverse("backups"), {"export": 1})
    assert answer["Content-Disposition"].startswith("attachment")
    assert noted("what", "account", "about") == [("exported", office.clerk.pk, "/backups/")]


def test_outside_the_office_the_row_does_not_say_whose_report_it_is(office, client):
    """A file's number leads to its report. The office's own rows keep it."""
    report = office.report("submitted")
    file = attach(report, office.author)
    address = reverse("file", args=[file.pk])
    for who in (office.author, office.clerk):
        client.force_login(who)
        assert client.get(address).status_code == 200
    assert noted("about") == [("/files/…/",), (address,)]


def test_what_is_secret_is_noted_once_a_day(office, client):
    client.force_login(office.clerk)
    client.get(reverse("reports:sealed")), client.get(reverse("reports:sealed"))
    assert noted("what", "about") == [("read", "/sealed/")]


@pytest.mark.parametrize("change", ["UPDATE audit_event SET what = 'x'", "DELETE FROM audit_event"])
def test_nobody_changes_or_deletes_a_row(db, change):
    """The owner of the tables meets the trigger, the application has no right at all."""
    note(What.FAILED, timezone.now())
    with pytest.raises(Error, match="append-only|permission denied"), transaction.atomic():
        connection.cursor().execute(change)
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_application_deletes_old_rows_by_the_function_and_no_young_ones():
    now = timezone.now()
    note(What.FAILED, now - timedelta(days=200)), note(What.FAILED, now - timedelta(days=100))
    with as_application():
        with pytest.raises(Error, match="permission denied"):
            connection.cursor().execute("DELETE FROM audit_event WHERE at < now() - interval '190 days'")
        with pytest.raises(Error, match="append-only"):
            connection.cursor().execute("SELECT forget_events(now())")
        assert forget_events(now) == 0  # a year is kept, unless the policy says less
        assert forget_events(now + timedelta(days=200)) == 1
    assert noted("what", "about") == [("failed", ""), ("forgotten", "1")]


def test_the_audit_administrator_sees_all_and_the_other_what_was_refused(office, client, audit):
    note(What.SIGNED_IN, NINE, account=office.clerk), note(What.FAILED, NINE, name="abcdef", refused=True)
    for who, kinds in ((audit, ["failed", "signed_in"]), (person("s", Role.SECURITY_ADMIN), ["failed"])):
        client.force_login(who)
        page = client.get(reverse("audit")).context["page"]
        assert sorted(row.what for row in page) == kinds


def test_filters_narrow_and_nonsense_is_400(office, client, audit):
    note(What.SIGNED_IN, NINE, account=office.clerk), note(What.SIGNED_OUT, NINE + timedelta(days=1))
    client.force_login(audit)
    day = NINE.date().isoformat()
    for asked in ({"what": "signed_in"}, {"person": office.clerk.pk}, {"until": day, "since": day}):
        page = client.get(reverse("audit"), asked).context["page"]
        assert [row.what for row in page] == ["signed_in"], asked
    nonsense = (
        {"what": "x"},
        {"person": "x"},
        {"since": "2026-99-99"},
        {"since": day, "until": "2020-01-01"},
    )
    for asked in nonsense:
        assert client.get(reverse("audit"), asked).status_code == 400, asked


def test_whoever_is_refused_often_is_pointed_out(office, client, audit):
    for n in range(21):
        note(What.REFUSED, timezone.now(), account=office.author, refused=True, once=f"t{n}")
    client.force_login(audit)
    assert client.get(reverse("audit")).context["often"] == [(office.author, 21)]


def test_a_citizens_phone_that_is_read_is_noted(office, client):
    matter = office.suggestion()
    client.force_login(office.clerk)
    client.get(matter.get_absolute_url())
    assert noted("what", "about") == [("read", matter.get_absolute_url())]
