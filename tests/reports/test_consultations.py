"""Matters of the stations: who may do what, who has them until when, and how they become reports."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.ledger.registry import procedure_of
from portal.people.models import Hat, Role
from reports.models import Consultation, Report
from reports.states import MATTER_OPEN, MatterState, State
from reports.workflow import consultations, out_of, submit, withdraw
from tests.makers import NINE, SUGGESTION, moment, organisation, person
from tests.triples import cast, surprises, tried

HOUR = timedelta(hours=1)
KEEPERS = "clerk taker liaison"
# step: (in these statuses, by these people)
ALLOWED = {
    "accept_matter": ("received", KEEPERS),
    "set_aside": ("received", KEEPERS),
    "settle_matter": ("open writing", KEEPERS),
    "pass_on": ("open writing", KEEPERS),
    "turn_into_report": ("open writing", KEEPERS),
    "report_matter": ("open writing", ""),
    "correct_citizen": (" ".join(MatterState), KEEPERS),
    "erase_citizen": (" ".join(MatterState), KEEPERS),
    "erase_matter": ("settled passed_on reported set_aside", KEEPERS),
    "withdraw_matter": ("received open writing", KEEPERS),
}


@pytest.fixture
def liaison(office):
    return person("liaison", Role.LIAISON)


def test_every_combination_of_status_step_and_person(office):
    people = cast(office, NINE)
    matters = {status: office.matter(status) for status in MatterState}
    assert set(ALLOWED) == set(procedure_of(Consultation).steps)
    assert not surprises(ALLOWED, matters, people, at=NINE)


def test_what_follows_by_itself_follows_only_from_its_statuses(office):
    for status in MatterState:
        expected = "taken" if status in ("open", "writing") else "too late"
        assert tried("report_matter", office.matter(status), by=None, at=NINE) == expected, status


def owed(matter):
    return Duty.objects.about(matter).open()


def test_an_open_matter_is_owed_by_the_liaison_and_an_ended_one_by_nobody(office, liaison):
    for status in MatterState:
        holders = {duty.person for duty in owed(office.matter(status))}
        assert holders == ({liaison} if status in MATTER_OPEN else set()), status


def test_a_station_without_a_liaison_leaves_it_to_the_clerk(office, liaison):
    liaison.is_active = False
    liaison.save()
    assert owed(office.suggestion()).get().post_id == "clerk"


def test_a_liaison_who_is_none_any_more_is_an_alarm(office, liaison):
    office.matter()
    assert not Duty.objects.stranded(NINE.date()).exists()
    Hat.objects.filter(user=liaison).delete()
    assert Duty.objects.stranded(NINE.date()).count() == 1


def test_by_when(office):
    """Two working days to look at it, fifteen to say what became of it, begun report or not."""
    assert owed(office.suggestion(at=NINE)).get().due_at.date() == moment("03-12 00:00").date()
    matter = office.matter(MatterState.OPEN)
    due = owed(matter).get().due_at
    assert due.date() == moment("03-31 00:00").date()
    out_of.turn_into_report(matter, by=office.clerk, at=NINE + 24 * HOUR)
    assert owed(matter).get().due_at == due


def test_what_is_not_settled_becomes_a_report_of_the_station(office, liaison):
    matter = office.matter()
    draft = out_of.turn_into_report(matter, by=liaison, at=NINE + HOUR)
    assert (draft.source, draft.organisation, draft.author) == (matter, matter.station, liaison)
    assert (draft.written.title, draft.written.situation, draft.occasion) == (
        matter.topic,
        matter.text,
        "consultation",
    )
    assert matter.status == MatterState.WRITING and owed(matter).exists()
    submit(draft, by=liaison, at=NINE + 2 * HOUR)
    matter.refresh_from_db()
    assert matter.status == MatterState.REPORTED and matter.ended_at and not owed(matter).exists()
    withdraw(draft, by=liaison, at=NINE + 3 * HOUR)
    matter.refresh_from_db()
    assert matter.status == MatterState.REPORTED


def test_a_report_of_the_clerk_counts_for_the_station_too(office):
    far = organisation("临山县城关联络站", "station")
    intake = consultations.make_address(far, by=office.clerk, at=NINE)
    matter = consultations.receive(intake, at=NINE, key=uuid.uuid4(), **SUGGESTION)
    consultations.accept_matter(matter, by=office.clerk, at=NINE)
    assert out_of.turn_into_report(matter, by=office.clerk, at=NINE).organisation == far


def test_a_settled_matter_is_not_reopened_by_its_late_draft(office, liaison):
    matter = office.matter(MatterState.WRITING)
    draft = Report.objects.out_of(matter).get()
    consultations.settle_matter(matter, by=liaison, at=NINE + HOUR, note="已解决。")
    submit(draft, by=liaison, at=NINE + 2 * HOUR)
    matter.refresh_from_db()
    assert matter.status == MatterState.SETTLED and draft.status == State.SUBMITTED


def test_the_way_from_the_button_to_the_page_where_one_writes(client, office, liaison):
    matter = office.matter()
    client.force_login(liaison)
    url = reverse("step", args=["consultations", matter.pk, "turn_into_report"])
    first = client.post(url)
    assert first.status_code == 302 and "/write/" in first["Location"]
    assert client.get(first["Location"]).context["form"]["title"].value() == matter.topic
    assert client.post(url)["Location"] == first["Location"]  # pressed twice
    assert Report.objects.count() == 1 and Entry.objects.filter(kind="turn_into_report").count() == 1
    assert matter.topic in client.get(matter.get_absolute_url()).content.decode()


FORM = {
    "kind": "consultation", "topic": "公交站迁移", "text": "居民反映车站离小区太远。",
    "held_on": "2026-03-09", "place": "社区活动室", "participants": "居民代表",
    "outcome": "open",
}  # fmt: skip


def recorded(client, liaison, **other):
    client.force_login(liaison)
    sent = FORM | {"station": liaison.organisation_id, "key": uuid.uuid4()} | other
    return client.post("/consultations/new/", sent)


@pytest.mark.parametrize(
    ("said", "status", "place"),
    [
        ({}, "open", "/consultations/"),
        ({"outcome": "settled", "note": "公交公司同意迁移。"}, "settled", "/consultations/"),
        ({"outcome": "passed_on", "to": "交通局"}, "passed_on", "/consultations/"),
        ({"outcome": "report"}, "writing", "/reports/"),
    ],
)
def test_recorded_with_what_came_of_it(client, liaison, said, status, place):
    answer = recorded(client, liaison, **said)
    matter = Consultation.objects.get()
    assert answer.status_code == 302 and answer["Location"].startswith(place)
    assert (matter.status, matter.recorded_by, matter.passed_to) == (status, liaison, said.get("to", ""))


BAD = {
    "no topic": {"topic": " 　"},
    "long topic": {"topic": "长" * 61},
    "no text": {"text": "\u200b"},
    "long text": {"text": "长" * 2001},
    "reversed writing": {"text": "路灯\u202egpj"},
    "forged kind": {"kind": "secret"},
    "day to come": {"held_on": "2999-01-01"},
    "day long ago": {"held_on": "0001-01-01"},
    "no day": {"held_on": "2026-02-29"},
    "settled without a word": {"outcome": "settled"},
    "passed on to nobody": {"outcome": "passed_on"},
    "forged key": {"key": "1"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_field_is_named_and_nothing_is_stored(client, liaison, bad):
    answer = recorded(client, liaison, **bad)
    assert answer.status_code == 400 and answer.context["form"].errors
    assert FORM["place"] in answer.content.decode() and not Consultation.objects.exists()


def test_no_liaison_records_for_another_station(client, office, liaison):
    other = organisation("望江区柳林联络站", "station")
    recorded(client, liaison, station=other.pk)
    assert Consultation.objects.get().station == liaison.organisation
    Hat.objects.create(
        user=liaison, role=Role.LIAISON, organisation=organisation("东湖区古渡联络站", "station")
    )
    for forged in (other.pk, 999999, "", "x"):
        answer = recorded(client, liaison, station=forged)
        assert answer.status_code == 400 and list(answer.context["form"].errors) == ["station"]
    assert Consultation.objects.count() == 1


def test_the_same_form_sent_ten_times_is_one_matter(client, liaison):
    key = uuid.uuid4()
    said = {"key": key, "outcome": "settled", "note": "已解决。"}
    assert len({recorded(client, liaison, **said)["Location"] for _ in range(10)}) == 1
    assert Consultation.objects.count() == 1 and Entry.objects.filter(kind="settle_matter").count() == 1
    answer = recorded(client, liaison, **said | {"text": "另一段话"})
    assert answer.status_code == 409 and "另一段话" in answer.content.decode()


def test_a_step_taken_twice_is_told_so(client, office, liaison):
    matter = office.matter()
    client.force_login(liaison)
    url = reverse("step", args=["consultations", matter.pk, "settle_matter"])
    assert client.post(url, {"note": "已解决。"}).status_code == 302
    answer = client.post(url, {"note": "又一次。"})
    assert answer.status_code == 409 and "又一次。" in answer.content.decode()
    assert "您已在别处办理" in answer.content.decode()
    client.force_login(office.clerk)
    assert "您已在别处办理" not in client.post(url, {"note": "又一次。"}).content.decode()
    with pytest.raises(TooLate):
        consultations.pass_on(Consultation.objects.get(), by=liaison, at=NINE, to="街道")


def test_who_sees_which_matters(office, liaison):
    """The parent's liaison sees the stations below; a station's people see what was accepted."""
    below = organisation("东湖区古渡联络站", "station")
    below.parent = organisation()
    below.save()
    intake = consultations.make_address(below, by=office.clerk, at=NINE)
    new, accepted = (consultations.receive(intake, at=NINE, key=uuid.uuid4(), **SUGGESTION) for _ in range(2))
    consultations.accept_matter(accepted, by=office.clerk, at=NINE)
    native = person("native", Role.INFORMANT, at=below)
    child_liaison = person("child", Role.LIAISON, at=below)
    above = office.matter()

    def seen(user):
        return set(Consultation.objects.visible_to(office.hats(user)))

    assert seen(liaison) == {new, accepted, above}
    assert seen(child_liaison) == {new, accepted}
    assert seen(native) == {accepted}
    assert seen(office.author) == {above}
    assert seen(office.leader) == seen(office.officer) == set()


def test_the_liaison_hears_of_it_at_once_and_no_mail_says_what_it_is(office, liaison):
    matter = office.suggestion()
    sweeps.tell(NINE + HOUR)
    notice = Notice.objects.get(user=liaison)
    assert notice.entry.kind == "receive_matter"
    sweeps.remind(NINE + 48 * HOUR)
    mails = [mail.subject + mail.body for mail in Mail.objects.filter(user=liaison)]
    assert len(mails) == 2 and all(matter.number in said for said in mails)
    assert not any(word in said for said in mails for word in SUGGESTION.values())


def test_what_must_not_be_sent_is_erased_when_it_is_set_aside(office, liaison):
    matter = office.suggestion(topic="机密题目", text="机密内容")
    consultations.set_aside(matter, by=liaison, at=NINE, reason="classified")
    row = str(Consultation.objects.values().get()) + str(list(Entry.objects.values()))
    assert "机密" not in row


def test_every_duty_and_step_of_a_report_is_untouched():
    """The stations' steps have names of their own, because an entry is known by its kind alone."""
    assert not set(procedure_of(Consultation).steps) & set(procedure_of(Report).steps)
