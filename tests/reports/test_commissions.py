"""A commission is a duty: answered, delivered by the report that comes of it, or withdrawn."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.days import workdays
from portal.days.workdays import end_of
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Hat, Role, User
from reports.models import Commission, Report
from reports.states import CommissionState as S
from reports.workflow import commissions
from tests.makers import NINE, TEXT, Office, moment, organisation, person
from tests.races import at_once, kinds

DUE = date(2026, 3, 20)


def owed(row):
    return {duty.kind: duty for duty in Duty.objects.about(row).open()}


@pytest.fixture
def accepted(office):
    row = office.commission()
    commissions.accept_commission(row, by=office.author, at=NINE)
    return row


def test_it_is_answered_in_three_working_days_and_delivered_on_its_date(office):
    row = office.commission()
    answer = owed(row)["answer_commission"]
    assert (answer.holder, answer.due_at) == (office.author, end_of(date(2026, 3, 13)))
    commissions.accept_commission(row, by=office.author, at=NINE)
    [deliver] = owed(row).values()
    assert (deliver.kind, deliver.holder, deliver.due_at) == (
        "deliver_commission",
        office.author,
        end_of(DUE),
    )
    assert deliver.remind_at == moment("03-17 08:30")


def test_the_answer_is_never_due_after_the_report(office):
    assert owed(office.commission(due_on=date(2026, 3, 11)))["answer_commission"].due_at.day == 11


def test_the_first_report_delivers_it_and_more_may_follow(office, accepted):
    report = office.draft(source=accepted)
    assert Commission.objects.get().status == S.ACCEPTED
    office.submitted(report, NINE + timedelta(hours=1))
    accepted.refresh_from_db()
    assert accepted.status == S.DELIVERED and not owed(accepted)
    assert Duty.objects.about(accepted).get(kind="deliver_commission").late is False
    office.report(source=accepted)
    assert accepted.counts() == {"came": 2, "adopted": 0}
    assert Entry.objects.about(accepted).filter(kind="deliver_commission").count() == 1


def test_a_report_that_comes_back_and_is_filed_again_delivers_once(office, accepted):
    report = office.report("returned", source=accepted)
    office.submitted(report, NINE + timedelta(hours=5))
    assert Entry.objects.about(accepted).filter(kind="deliver_commission").count() == 1


def test_a_late_delivery_is_written_down_as_late(office, accepted):
    office.report(at=moment("03-23 09:00"), source=accepted)
    assert Duty.objects.about(accepted).get(kind="deliver_commission").late


def test_what_was_not_accepted_cannot_be_written_and_nobody_else_writes_it(office, accepted):
    with pytest.raises(TooLate):
        office.draft(source=office.commission())
    with pytest.raises(TooLate):
        office.draft(source=accepted, by=office.joint)
    assert not Report.objects.exists()


def test_withdrawn_while_the_report_is_written_the_report_is_filed_all_the_same(office, accepted):
    report = office.draft(source=accepted)
    commissions.cancel_commission(accepted, by=office.clerk, at=NINE, note="选题已调整。")
    office.submitted(report, NINE + timedelta(hours=1))
    accepted.refresh_from_db()
    report.refresh_from_db()
    assert (accepted.status, report.status) == (S.CANCELLED, "submitted")


def test_it_is_too_late_to_accept_after_the_date(office):
    row = office.commission()
    with pytest.raises(ValidationError):
        commissions.accept_commission(row, by=office.author, at=moment("03-21 09:00"))
    row.refresh_from_db()
    assert row.status == S.ASKED
    commissions.decline_commission(row, by=office.author, at=moment("03-21 09:00"), note="已过期。")


def test_an_organisation_is_asked_through_its_liaison_and_has_the_credit(office):
    station = organisation("海洋研究所联络站", "university")
    liaison, writer = person("station_liaison", Role.LIAISON, at=station), person("writer", at=station)
    Hat.objects.create(user=writer, role=Role.INFORMANT, organisation=station)
    row = office.commission(organisations=[station])
    assert row.holder == liaison
    commissions.accept_commission(row, by=liaison, at=NINE)
    report = office.report(source=row, by=writer)
    row.refresh_from_db()
    assert report.organisation == station and row.status == S.DELIVERED
    assert row in Commission.objects.visible_to(office.hats(writer))
    assert row not in Commission.objects.visible_to(office.hats(office.author))


def test_an_organisation_without_a_liaison_is_not_asked_and_then_nobody_is(office):
    with pytest.raises(ValidationError):
        office.commission(people=[office.author], organisations=[organisation("无联络员单位", "station")])
    assert not Commission.objects.exists()


def test_several_are_asked_in_one_press_and_once_each(office):
    said = {"key": uuid.uuid4(), "topic": "x", "wanted": "x", "due_on": DUE, "at": NINE, "by": office.clerk}
    people = [office.author, office.joint]
    first = commissions.ask_for_report(**said, people=people)
    assert first == commissions.ask_for_report(**said, people=people) and len(first) == 2
    with pytest.raises(TooLate):
        commissions.ask_for_report(**said | {"topic": "y"}, people=people)
    assert Commission.objects.count() == Entry.objects.count() == 2


@pytest.mark.parametrize("day", [date(2026, 3, 10), date(2026, 3, 21)])
def test_it_is_due_on_a_working_day_to_come(office, day):
    with pytest.raises(ValidationError):
        office.commission(due_on=day)


def test_only_the_office_asks(office):
    for user in (office.author, office.signer, office.supervisor):
        with pytest.raises(PermissionDenied):
            commissions.ask_for_report(
                by=user, at=NINE, key=uuid.uuid4(), topic="x", wanted="x", due_on=DUE, people=[office.joint]
            )


def test_the_duty_of_an_account_that_was_disabled_is_an_alarm_and_the_office_is_reminded(office, accepted):
    User.objects.filter(pk=office.author.pk).update(is_active=False)
    assert Duty.objects.stranded(DUE).filter(kind="deliver_commission").exists()
    sweeps.remind(moment("03-20 09:00"))
    assert Notice.objects.get(duty__kind="deliver_commission").user == office.clerk


def test_mail_about_it_has_its_number_and_not_a_word_of_it(office):
    row = office.commission(topic="绝不外传的选题", wanted="绝不外传的要求")
    sweeps.tell(NINE)
    sweeps.remind(moment("03-13 09:00"))
    mails = list(Mail.objects.filter(user=office.author))
    assert len(mails) == 2 and all(row.number in mail.body for mail in mails)
    assert not [mail for mail in mails if "绝不外传" in mail.subject + mail.body]


def filed_at_once(count=4):
    """So many reports on one commission, each having seen it accepted, are filed at the same moment."""
    office = Office()
    row = office.commission()
    commissions.accept_commission(row, by=office.author, at=NINE)
    drafts = [office.draft(source=Commission.objects.get(pk=row.pk)) for _ in range(count)]
    return kinds(at_once(count, lambda n: office.submitted(drafts[n], NINE)))


@pytest.mark.django_db(transaction=True)
def test_reports_filed_at_once_deliver_it_once_and_none_is_refused():
    assert filed_at_once() == {"done": 4}
    assert Entry.objects.filter(kind="deliver_commission").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_second_look_at_it_the_slower_ones_would_be(monkeypatch):
    """The control: what the test above looks for does happen where nothing prevents it."""
    monkeypatch.setattr(Commission, "refresh_from_db", lambda *_args, **_kwargs: None)
    assert filed_at_once()["TooLate"] == 3


# The pages, at the real hour


@pytest.fixture
def asked(office):
    day = workdays.load().next_working(timezone.localdate() + timedelta(days=3))
    return office.commission(at=timezone.now(), due_on=day)


def test_accepted_with_one_press_and_written_with_the_next(client, office, asked):
    client.force_login(office.author)
    assert asked.get_absolute_url() in client.get("/").content.decode()
    write = f"{reverse('reports:new')}?commission={asked.pk}"
    assert write not in client.get(asked.get_absolute_url()).content.decode()
    client.post(reverse("step", args=["commissions", asked.pk, "accept_commission"]))
    assert write in client.get(asked.get_absolute_url()).content.decode()
    form = TEXT | {"category": "rural", "occasion": "research", "version": 0, "key": uuid.uuid4()}
    client.post(write, form | {"action": "check"})
    assert office.author.reports.get().source == asked


def test_a_liaison_files_it_for_the_organisation_that_was_asked(client, office):
    station = organisation("海洋研究所联络站", "university")
    liaison = person("station_liaison", Role.LIAISON, at=station)
    User.objects.filter(pk=liaison.pk).update(organisation=organisation("另一单位", "university"))
    day = workdays.load().next_working(timezone.localdate() + timedelta(days=3))
    row = office.commission(at=timezone.now(), due_on=day, organisations=[station])
    client.force_login(liaison)
    client.post(reverse("step", args=["commissions", row.pk, "accept_commission"]))
    write = f"{reverse('reports:new')}?commission={row.pk}"
    assert client.get(write).context["form"]["organisation"].value() == station.pk
    form = TEXT | {"category": "rural", "occasion": "research", "version": 0, "key": uuid.uuid4()}
    client.post(write, form | {"action": "check", "organisation": station.pk})
    report = Report.objects.get()
    assert (report.source, report.organisation) == (row, station)
    assert row.topic in client.get(reverse("reports:check", args=[report.pk])).content.decode()


def test_why_it_was_declined_is_read_by_the_office(client, office, asked):
    client.force_login(office.author)
    url = reverse("step", args=["commissions", asked.pk, "decline_commission"])
    assert client.post(url, {"note": " "}).status_code == 400
    client.post(url, {"note": "近期出国访学。"})
    client.force_login(office.clerk)
    assert "近期出国访学。" in client.get(asked.get_absolute_url()).content.decode()


BAD = {
    "nobody": {"people": ""},
    "no such name": {"people": "无此人"},
    "no liaison": {"organisations": "无联络员单位"},
    "today": {"due_on": timezone.localdate().isoformat()},
    "no topic": {"topic": ""},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_field_is_named_and_nothing_is_asked(client, office, asked, bad):
    organisation("无联络员单位", "station")
    client.force_login(office.clerk)
    sent = {"key": uuid.uuid4(), "topic": "x", "wanted": "请写明数据来源。", "due_on": asked.due_on}
    answer = client.post(reverse("reports:ask_for_report"), sent | {"people": "author"} | bad)
    assert answer.status_code == 400 and "请写明数据来源。" in answer.content.decode()
    expected = ["__all__"] if bad == {"people": ""} else list(bad)
    assert list(answer.context["form"].errors) == expected
    assert Commission.objects.count() == 1
