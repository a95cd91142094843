"""An author who agreed to it is asked how it ended, by somebody who had no hand in the matter."""

from copy import copy
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from feedback import sweeps
from feedback.models import Notice
from feedback.workflow import give_opinion
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.registry import procedure_of
from portal.people.models import Hat
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.models import Revisit
from routing.models.revisits import to_revisit
from routing.states import RevisitState
from routing.workflow import revisits
from tests.handlings import agreed, revisit
from tests.makers import NINE, person, seat
from tests.triples import cast, surprises

LATER = NINE + timedelta(days=1)
SAID = {"way": "phone", "held_on": NINE.date(), "said": "路灯装好了，反映人表示满意。"}
REVISIT = {
    "record_revisit": ("planned", "supervisor"),
    "drop_revisit": ("planned", "clerk taker"),
}


def test_who_may_take_which_step(office):
    found = {status: revisit(office) for status in RevisitState}
    soon = NINE + timedelta(hours=4)
    revisits.record_revisit(found["made"], by=office.supervisor, at=soon, **SAID)
    revisits.drop_revisit(found["dropped"], by=office.clerk, at=soon, note="已另行沟通。")
    assert {each.status for each in found.values()} == set(RevisitState)
    assert set(REVISIT) == set(procedure_of(Revisit).steps)
    fields = {"record_revisit": SAID}
    people = cast(office, NINE)
    assert not surprises(REVISIT, found, people, at=soon, fields=fields)


def test_it_is_owed_by_whoever_was_asked_and_says_how_when_and_what(office):
    found = revisit(office)
    duty = Duty.objects.about(found).open().get()
    assert (duty.person, duty.rule, duty.due_at.date()) == (office.supervisor, "revisit", date(2026, 3, 17))
    sweeps.tell(LATER)
    assert Notice.objects.get(entry__kind="plan_revisit").user == office.supervisor
    revisits.record_revisit(found, by=office.supervisor, at=LATER, **SAID)
    found.refresh_from_db()
    assert (found.status, found.way, found.held_on) == ("made", "phone", NINE.date())
    assert not Duty.objects.about(found).open().exists()


@pytest.mark.parametrize("who", ["clerk", "signer", "editor"])
def test_refused_for_whoever_had_a_hand_in_it(office, who, client):
    """The clerk took it up, edited and reviewed, the signer signed, the editor pressed one button."""
    report = office.report(State.EDITING)
    reports.take_over(report, by=office.editor, at=NINE, note="值班交接。")
    reports.hand_over(report, by=office.editor, at=NINE, to=office.clerk)
    for step in ("sent", "signed", "placed", "issued", "directed", "answered"):
        report.refresh_from_db()
        getattr(office, step)(report, NINE)
    give(office, report)
    with pytest.raises(ValidationError) as error:
        revisits.plan_revisit(report, by=office.clerk, at=LATER, person=getattr(office, who))
    assert set(error.value.message_dict) == {"person"} and not Revisit.objects.exists()
    client.force_login(office.clerk)
    page = client.get(reverse("routing:plan_revisit", args=[report.pk]))
    offered = set(page.context["form"].fields["person"].queryset)
    assert offered == {office.supervisor, office.chair, office.vetter}


def give(office, report, **said):
    said = {"handling": "satisfied", "result": "mostly", "may_contact": True} | said
    report.refresh_from_db()
    give_opinion(report, by=office.author, at=NINE, **said)


def test_whoever_gets_a_hand_in_it_afterwards_does_not_record_it(office):
    """A directive came, and the one who was to ask registered it."""
    found = revisit(office)
    seat("clerk", office.supervisor)
    office.supervisor.__dict__.pop("_hats_day", None)
    clerk, office.clerk = office.clerk, office.supervisor
    office.registered(Report.objects.get(pk=found.report.pk).piece, LATER)
    with pytest.raises(PermissionDenied):
        revisits.record_revisit(found, by=office.supervisor, at=LATER, **SAID)
    revisits.drop_revisit(found, by=clerk, at=LATER, note="另请他人。")


def test_nobody_outside_the_office_is_asked_to(office):
    report = agreed(office)
    for stranger in (office.officer, office.author, person("stranger")):
        with pytest.raises(ValidationError):
            revisits.plan_revisit(report, by=office.clerk, at=LATER, person=stranger)


def test_without_the_authors_consent_nobody_is_asked(office, client):
    report = office.report(State.CLOSED)
    assert report.contact_agreed_at is None and not to_revisit().exists()
    with pytest.raises(PermissionDenied):
        revisits.plan_revisit(report, by=office.clerk, at=LATER, person=office.supervisor)
    client.force_login(office.clerk)
    assert client.get(reverse("routing:plan_revisit", args=[report.pk])).status_code == 403
    assert reverse("routing:plan_revisit", args=[report.pk]) not in handling_page(client, report)
    allowed = agreed(office)
    assert reverse("routing:plan_revisit", args=[allowed.pk]) in handling_page(client, allowed)


def handling_page(client, report):
    return client.get(report.get_absolute_url(), {"tab": "handling"}).content.decode()


def test_the_author_agrees_on_the_page_of_the_opinion(office, client):
    report = office.report(State.ANSWERED)
    client.force_login(office.author)
    url = reverse("step", args=["reports", report.pk, "give_opinion"])
    client.post(url, {"handling": "satisfied", "result": "mostly", "may_contact": "on"})
    report.refresh_from_db()
    assert report.status == State.CLOSED and report.contact_agreed_at


def test_one_at_a_time_and_after_one_was_called_off_another(office):
    report = agreed(office)
    first = revisits.plan_revisit(report, by=office.clerk, at=LATER, person=office.supervisor)
    with pytest.raises(TooLate):
        revisits.plan_revisit(copy(report), by=office.clerk, at=LATER, person=office.chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revisit.objects.create(report=report, person=office.chair, planned_at=LATER)
    revisits.drop_revisit(first, by=office.clerk, at=LATER, note="本人出差。")
    second = revisits.plan_revisit(report, by=office.clerk, at=LATER, person=office.chair)
    assert set(Revisit.objects.filter(report=report)) == {first, second}


def test_whoever_left_the_office_leaves_an_alarm(office):
    revisit(office)
    assert not Duty.objects.stranded(LATER.date()).filter(kind="record_revisit").exists()
    Hat.objects.filter(user=office.supervisor).delete()
    assert Duty.objects.stranded(LATER.date()).filter(kind="record_revisit").exists()


def test_the_database_wants_all_three(office):
    found = revisit(office)
    for missing in ({"way": ""}, {"said": ""}, {"held_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revisit.objects.filter(pk=found.pk).update(status="made", **SAID | missing)


def test_a_day_to_come_is_said_at_the_field_and_the_words_are_kept(office, client):
    found = revisit(office)
    client.force_login(office.supervisor)
    url = reverse("step", args=["revisits", found.pk, "record_revisit"])
    answer = client.post(url, SAID | {"held_on": "2099-01-01"})
    assert answer.status_code == 400 and SAID["said"] in answer.content.decode()
    assert set(answer.context["form"].errors) == {"held_on"}
    found.refresh_from_db()
    assert found.status == "planned"


def test_each_tab_has_its_own(office, client):
    client.force_login(office.clerk)
    free, planned, made = agreed(office), revisit(office), revisit(office)
    revisits.record_revisit(made, by=office.supervisor, at=LATER, **SAID)

    def listed(tab):
        return set(client.get(reverse("routing:revisits"), {"tab": tab}).context["page"])

    assert listed("") == {free}
    assert listed("planned") == {planned} and listed("made") == {made}
