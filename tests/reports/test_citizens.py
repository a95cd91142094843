"""What citizens may have done with their data, and how they learn what became of their matter."""

import pytest
from django.urls import reverse

from portal.ledger.models import Duty, Entry
from portal.people.models import Counter, Role
from reports.models import Consultation, Intake
from reports.states import MATTER_OPEN, MatterState
from reports.views.public import BECAME
from tests.makers import SUGGESTION, person
from tests.policies import policy

CALLED = {"checked": "called"}
OTHER = {"citizen": "周岚", "phone": "139 0000 0001"}


@pytest.fixture
def liaison(office):
    return person("liaison", Role.LIAISON)


def step(client, matter, name, **said):
    return client.post(reverse("step", args=["consultations", matter.pk, name]), said)


def kept(matter):
    return Consultation.objects.values("citizen", "phone", "topic", "text").get(pk=matter.pk)


def said_in_the_journal():
    return str(list(Entry.objects.values("note", "changes")))


def test_name_and_phone_are_corrected_and_the_journal_has_neither(client, office, liaison):
    matter = office.matter()
    client.force_login(liaison)
    assert step(client, matter, "correct_citizen", **OTHER, **CALLED).status_code == 302
    assert kept(matter) | {"citizen": "周岚", "phone": "13900000001"} == kept(matter)
    assert kept(matter)["text"] == SUGGESTION["text"]
    entry = Entry.objects.get(kind="correct_citizen")
    assert (entry.changes["what"], entry.changes["checked"]) == (["citizen", "phone"], "called")
    assert not [word for word in ("周", "139") if word in said_in_the_journal()]


@pytest.mark.parametrize(
    "wrong", [{"checked": ""}, {"checked": "x"}, {"phone": "1390"}, {"citizen": " "}, SUGGESTION]
)
def test_what_is_wrong_or_as_before_changes_nothing_and_stays_typed(client, office, liaison, wrong):
    matter, before = office.matter(), kept(office.matter())
    client.force_login(liaison)
    answer = step(client, matter, "correct_citizen", **OTHER | CALLED | wrong)
    assert answer.status_code == 400 and answer.context["form"].errors
    assert kept(matter) == before and not Entry.objects.filter(kind="correct_citizen").exists()


@pytest.mark.parametrize("status", MatterState)
def test_name_and_phone_are_erased_at_any_time_and_the_matter_goes_on(client, office, liaison, status):
    matter = office.matter(status)
    client.force_login(liaison)
    assert step(client, matter, "erase_citizen", **CALLED).status_code == 302
    assert kept(matter) == {"citizen": "", "phone": "", "topic": matter.topic, "text": matter.text}
    assert Duty.objects.about(matter).open().exists() == (status in MATTER_OPEN)
    assert "erase_citizen" not in str(client.get(matter.get_absolute_url()).context["acts"])


@pytest.mark.parametrize("status", MatterState)
def test_all_that_was_written_goes_if_asked_for_and_what_was_open_ends(client, office, liaison, status):
    matter = office.matter(status)
    client.force_login(liaison)
    name = "withdraw_matter" if status in MATTER_OPEN else "erase_matter"
    assert step(client, matter, name, **CALLED).status_code == 302
    assert [*kept(matter).values()] == ["", "", kept(matter)["topic"], ""]
    matter.refresh_from_db()
    assert matter.status == (MatterState.SET_ASIDE if status in MATTER_OPEN else status) and matter.ended_at
    assert not Duty.objects.about(matter).open().exists()
    assert SUGGESTION["text"] not in client.get(matter.get_absolute_url()).content.decode()


def test_what_was_recorded_at_the_station_has_no_citizen(client, office, liaison):
    matter = office.matter()
    Consultation.objects.filter(pk=matter.pk).update(recorded_by=liaison)
    client.force_login(liaison)
    assert step(client, matter, "withdraw_matter", **CALLED).status_code == 403


def ask(client, matter, **said):
    url = reverse("reports:ask_after", args=[Intake.objects.get().code])
    return client.post(url, {"number": matter.number, "phone": SUGGESTION["phone"]} | said)


@pytest.mark.parametrize("status", MatterState)
def test_who_has_number_and_phone_reads_how_it_stands_and_no_word_of_it(client, office, status):
    matter = office.matter(status)
    answer = ask(client, matter)
    page = answer.content.decode()
    assert answer.status_code == 200 and answer.context["became"] == BECAME[status]
    assert not [word for word in (matter.topic, matter.text, matter.citizen) if word in page]


def test_a_number_is_read_as_people_write_it(client, office):
    matter = office.matter()
    for typed in (f"２０２６－Ｃ{matter.pk:04}", f" 2026 c{matter.pk} ", f"2026C{matter.pk:09}"):
        assert ask(client, matter, number=typed).context["matter"] == matter, typed


def test_a_wrong_number_and_a_wrong_phone_get_the_same_answer(client, office):
    matter, said = office.matter(), set()
    wrong = [
        {"number": f"2026-C{matter.pk + 1:04}"}, {"number": f"2025-C{matter.pk:04}"}, {"number": "第12号"},
        {"phone": "13900000009"}, {"number": "2026-C999999999"},
    ]  # fmt: skip
    for asked in wrong:
        answer = ask(client, matter, **asked)
        assert answer.status_code == 400 and answer.context["matter"] is None
        said.add(str(answer.context["form"].non_field_errors()))
    assert len(said) == 1
    Consultation.objects.update(recorded_by=office.clerk)
    assert ask(client, matter).status_code == 400
    Consultation.objects.update(recorded_by=None, phone="", citizen="")
    assert ask(client, matter, phone="").status_code == 400


def test_nobody_tries_numbers_one_after_the_other(client, office):
    policy(public_per_address=3)
    matter = office.matter()
    codes = [ask(client, matter, phone="13900000009").status_code for _ in range(3)]
    last = ask(client, matter)
    assert codes == [400] * 3 and last.status_code == 429 and last.context["matter"] is None
    assert {c.name.split("/")[0] for c in Counter.objects.all()} == {"ask"}


def test_the_office_finds_a_matter_by_its_number(client, office):
    matter, _other = office.matter(), office.matter()
    client.force_login(office.clerk)
    found = client.get(reverse("reports:consultations"), {"q": matter.number.lower()})
    assert list(found.context["page"]) == [matter]
