"""An invited informant has one term at a time and somebody to turn to, who sees to its end in time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.days.workdays import end_of
from portal.ledger.models import Duty, Entry
from portal.people.models import User
from reports.models import Appointment
from reports.states import AppointmentState as S
from reports.workflow import appointments
from tests.makers import NINE, Office, moment
from tests.races import at_once, kinds

UNTIL = date(2026, 8, 30)  # a Sunday
NEXT = {"until": date(2027, 8, 30), "field": "海洋生态"}


@pytest.fixture
def appointed(office):
    return office.appointment(until=UNTIL)


def duty(row):
    return Duty.objects.about(row).get(settled_at=None)


def test_its_end_is_a_duty_of_the_contact_officer_reminded_of_a_month_before(office, appointed):
    owed = duty(appointed)
    assert (owed.kind, owed.holder) == ("renew_appointment", office.supervisor)
    assert owed.due_at == end_of(date(2026, 8, 28))  # the last working day of the term
    assert owed.remind_at == moment("07-31 08:30")
    assert sweeps.remind(moment("07-30 09:00")) == 0
    assert sweeps.remind(moment("07-31 09:00")) == 1
    mail = Mail.objects.get(user=office.supervisor)
    assert appointed.number in mail.body and appointed.field not in mail.body


def test_renewed_both_terms_are_kept_and_the_next_begins_where_this_ends(office, appointed):
    following = appointments.renew_appointment(
        appointed, by=office.supervisor, at=NINE, contact=office.editor, **NEXT
    )
    appointed.refresh_from_db()
    assert (appointed.status, appointed.until) == (S.RENEWED, UNTIL)
    assert (following.status, following.since) == (S.CURRENT, date(2026, 8, 31))
    assert not Duty.objects.about(appointed).open() and duty(following).holder == office.editor
    for day, row in ((UNTIL, appointed), (date(2026, 8, 31), following)):
        assert Appointment.objects.contact_of(office.author, day) == row


def test_a_renewal_that_ends_before_it_begins_is_refused_and_nothing_changes(office, appointed):
    with pytest.raises(ValidationError):
        appointments.renew_appointment(
            appointed, by=office.clerk, at=NINE, contact=office.clerk, field="x", until=UNTIL
        )
    appointed.refresh_from_db()
    assert appointed.status == S.CURRENT and Appointment.objects.count() == 1 and duty(appointed)


def test_ended_today_is_the_last_day_and_the_agreed_one_is_kept(office, appointed):
    at = moment("05-11 10:00")
    appointments.end_appointment(appointed, by=office.clerk, at=at, note="调离本市。")
    assert (appointed.ended_on, appointed.until) == (at.date(), UNTIL)
    assert Appointment.objects.contact_of(office.author, at.date()) == appointed
    assert not Appointment.objects.contact_of(office.author, at.date() + timedelta(days=1))
    assert not Duty.objects.open().exists()
    assert Entry.objects.about(appointed).get(kind="end_appointment").note == "调离本市。"


def test_a_term_ended_before_it_began_is_on_nobodys_way(office):
    row = office.appointment(since=date(2027, 1, 1), until=date(2027, 12, 31))
    appointments.end_appointment(row, by=office.clerk, at=NINE, note="本人不再参加。")
    assert not Appointment.objects.within(date(2026, 1, 1), date(2028, 1, 1)).exists()
    assert office.appointment(until=date(2027, 6, 30)).status == S.CURRENT


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2025, 1, 1), date(2026, 3, 10)), (UNTIL, date(2027, 1, 1)),
        (date(2026, 4, 1), date(2026, 5, 1)), (date(2025, 1, 1), date(2028, 1, 1)),
    ],
)  # fmt: skip
def test_terms_of_one_person_do_not_overlap(office, appointed, since, until):
    with pytest.raises(ValidationError):
        office.appointment(since=since, until=until)
    assert office.appointment(since=since, until=max(until, date(2026, 3, 12)), person=office.joint)
    assert Appointment.objects.filter(person=office.author).count() == 1


def test_the_same_said_twice_is_one_appointment(office, appointed):
    assert office.appointment(until=UNTIL) == appointed
    assert Entry.objects.filter(kind="appoint").count() == 1


def test_a_term_without_a_working_day_to_come_is_refused(office):
    with pytest.raises(ValidationError):
        office.appointment(since=date(2025, 1, 1), until=NINE.date())


def test_only_the_office_appoints_and_the_contact_officer_renews(office, appointed):
    said = {"person": office.joint, "field": "x", "since": NINE.date(), "until": UNTIL}
    for user in (office.author, office.supervisor, office.signer):
        with pytest.raises(PermissionDenied):
            appointments.appoint(by=user, at=NINE, contact=office.clerk, **said)
    with pytest.raises(PermissionDenied):
        appointments.renew_appointment(appointed, by=office.signer, at=NINE, contact=office.clerk, **NEXT)


def test_a_contact_officer_who_has_left_is_an_alarm_and_the_office_is_reminded(office, appointed):
    User.objects.filter(pk=office.supervisor.pk).update(is_active=False)
    assert Duty.objects.stranded(UNTIL).exists()
    sweeps.remind(moment("08-28 09:00"))
    assert Notice.objects.get().user == office.clerk


def appointed_at_once(count=4):
    """So many colleagues appoint the same person for overlapping terms at the same moment."""
    office = Office()
    days = [UNTIL + timedelta(days=n) for n in range(count)]
    return kinds(at_once(count, lambda n: office.appointment(until=days[n])))


@pytest.mark.django_db(transaction=True)
def test_one_of_those_who_appoint_at_once_succeeds():
    assert appointed_at_once() == {"done": 1, "ValidationError": 3}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_several_would(monkeypatch):
    """The control: what the test above looks for does happen where nothing prevents it."""
    monkeypatch.setattr(appointments, "one_at_a_time", lambda _person: None)
    assert appointed_at_once()["done"] > 1


# The pages, at the real hour


@pytest.fixture
def today():
    return timezone.localdate()


def test_the_informant_is_shown_whom_to_turn_to_and_nobody_else_is(client, office, today):
    User.objects.filter(pk=office.supervisor.pk).update(phone="82000101")
    row = office.appointment(at=timezone.now())
    lead = office.lead(people=[office.author, office.joint])
    asked = office.commission()
    for user, told in ((office.author, True), (office.joint, False)):
        client.force_login(user)
        for url in ("/", lead.get_absolute_url()):
            assert ("82000101" in client.get(url).content.decode()) == told, (user, url)
    client.force_login(office.author)
    for url in (asked.get_absolute_url(), row.get_absolute_url()):
        assert "82000101" in client.get(url).content.decode()


def test_the_list_is_filtered_and_its_ended_ones_stand_apart(client, office, today):
    own = office.appointment(at=timezone.now())
    over = office.appointment(at=timezone.now(), person=office.joint, contact=office.clerk, field="港口物流")
    client.force_login(office.clerk)

    def listed(**query):
        return list(client.get(reverse("reports:appointments"), query).context["page"])

    assert listed(q="物流") == listed(contact=office.clerk.pk) == [over]
    assert listed(q="author") == [own] and listed(past=1) == []
    appointments.end_appointment(over, by=office.clerk, at=timezone.now() - timedelta(days=1), note="调离。")
    assert listed() == [own] and listed(past=1) == [over]


BAD = {
    "nobody": {"person": ""},
    "two": {"person": "author、joint"},
    "no informant": {"person": "clerk"},
    "no officer": {"contact": "0"},
    "a day before the first": {"until": "2020-01-06"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_field_is_named_and_nobody_is_appointed(client, office, today, bad):
    client.force_login(office.clerk)
    sent = {"person": "author", "field": "海洋生态", "since": today, "contact": office.clerk.pk}
    sent["until"] = today + timedelta(days=400)
    answer = client.post(reverse("reports:appoint"), sent | bad)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == list(bad)
    assert "海洋生态" in answer.content.decode() and not Appointment.objects.exists()


def test_an_overlap_is_told_on_the_form(client, office, today):
    office.appointment(at=timezone.now())
    client.force_login(office.clerk)
    sent = {"person": "author", "field": "物流", "since": today, "contact": office.clerk.pk}
    answer = client.post(reverse("reports:appoint"), sent | {"until": today + timedelta(days=30)})
    assert answer.status_code == 400 and today.isoformat() in answer.content.decode()


def test_an_appointment_is_renewed_from_its_own_page(client, office, today):
    row = office.appointment(at=timezone.now())
    client.force_login(office.supervisor)
    url = reverse("step", args=["appointments", row.pk, "renew_appointment"])
    sent = {"field": row.field, "contact": office.supervisor.pk, "until": row.until}
    assert client.post(url, sent).status_code == 400
    assert client.post(url, sent | {"until": row.until + timedelta(days=365)}).status_code == 302
    assert Appointment.objects.filter(person=office.author).count() == 2


def test_a_term_that_ends_far_ahead_is_not_on_the_desk_yet(office):
    appointed = office.appointment(contact=office.clerk)
    hats, due = office.hats(office.clerk), Duty.objects.about(appointed).get().due_at
    far, near = due - timedelta(days=91), due - timedelta(days=89)
    assert not Duty.objects.on_desk(hats, far).about(appointed).exists()
    assert Duty.objects.on_desk(hats, near).about(appointed).exists()
