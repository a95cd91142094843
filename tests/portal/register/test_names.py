"""What is printed names organisations as they were called on its day; every kind works as the others."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.people.models import Organisation, Post, Role
from portal.register.workflow.organisations import add_organisation, rename_organisation
from reports.forms.leads import COLLECTING
from reports.models.leads import audience
from reports.workflow import consultations
from routing.documents import slips, vetting
from tests.makers import NINE, SUGGESTION, person

LATER = NINE + timedelta(days=60)
NEW = [
    Organisation.Kind.MEMBER_STUDIO, Organisation.Kind.CONSULTATION_PLACE, Organisation.Kind.DIRECT_POINT,
    Organisation.Kind.EXPERTS_STATION,
]  # fmt: skip


def test_a_slip_and_a_vetting_sheet_keep_the_names_of_their_day(office):
    report = office.report("handling")
    lead = report.assignments.get(part="lead")
    before = slips.assignment_slip(lead, day=NINE.date(), named=True)
    sheet = vetting.vetting_sheet(report)["organisation"]
    for place, name in [(office.unit, "新住建局"), (office.author.organisation, "新东湖政协")]:
        rename_organisation(place, by=office.clerk, at=LATER, name=name, since=LATER.date())
    lead, report = type(lead).objects.get(pk=lead.pk), type(report).objects.get(pk=report.pk)
    after = slips.assignment_slip(lead, day=LATER.date(), named=True)
    for what in ("unit", "lead_units", "author"):
        assert after[what] == before[what]
    assert vetting.vetting_sheet(report)["organisation"] == sheet
    assert lead.unit.name == "新住建局"


def test_the_office_is_found_again_under_a_new_name(office):
    home = Post.objects.get(pk="clerk").organisation
    rename_organisation(home, by=office.clerk, at=NINE, name="政协天河市滨海区委员会", since=date(2026, 3, 1))
    number = Organisation.objects.count()
    call_command("seed")
    assert Organisation.objects.count() == number


@pytest.mark.parametrize("kind", NEW)
def test_a_new_kind_of_place_takes_in_matters_and_hears_of_leads(office, client, kind):
    place = add_organisation(by=office.clerk, at=NINE, name="新阵地", kind=kind)
    informant = person("informant", Role.INFORMANT, at=place)
    intake = consultations.make_address(place, by=office.clerk, at=NINE)
    assert client.get(reverse("reports:tell_us", args=[intake.code])).status_code == 200
    assert consultations.receive(intake, at=NINE, key="1" * 32, **SUGGESTION).station == place
    assert kind in dict(COLLECTING) and informant in audience(kinds=[kind])
    client.force_login(office.clerk)
    assert "新阵地" in client.get(reverse("reports:stations"), {"kind": kind}).content.decode()
