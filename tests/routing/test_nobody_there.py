"""A unit for which nobody can sign in: behind the others, named as such, refused if nobody reads for it."""

import pytest
from django.urls import reverse

from portal.ledger.models import Duty
from portal.ledger.reading import step_url
from portal.people.models import Role
from reports.states import State
from routing.models import Assignment
from routing.suggest import instead, suggest
from routing.workflow import assignments, returning
from tests.handlings import competence
from tests.makers import NINE, person, unit


@pytest.fixture
def owner(office):
    """It owns the matter, and has nobody."""
    owner = unit("应急管理局")
    competence(office, unit=owner)
    return owner


def give(client, report, **said):
    return client.post(step_url(report, "transfer"), said)


def test_whoever_can_act_is_suggested_before_whoever_owns_the_matter_and_cannot(office, owner):
    report = office.report(State.SIGNED, analysis="请住房和城乡建设局研究。")
    assert [one.unit for one in suggest([report])[report.pk]] == [office.unit, owner]
    person("there", Role.OFFICER, at=owner)
    assert [one.unit for one in suggest([report])[report.pk]] == [owner, office.unit]


def test_a_unit_that_another_one_names_stands_behind_too(office, owner):
    report = office.report(State.SIGNED, analysis="请城市管理局研究。")
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    part = report.assignments.get()
    returning.request_return(part, by=office.officer, at=NINE, note="不属我局职责。", better_unit=owner)
    assert [one.unit for one in instead(part)] == [office.co_unit, owner]


@pytest.mark.parametrize("asked", ["lead", "other", "co"])
def test_what_nobody_can_read_is_given_to_nobody(office, client, owner, asked):
    report = office.report(State.SIGNED, analysis="请住房和城乡建设局研究。")
    client.force_login(office.clerk)
    page = client.get(step_url(report, "transfer")).content.decode()
    assert page.count("应急管理局（暂无人员") >= 2 and "住房和城乡建设局（" not in page  # in each list
    said = {"lead": office.unit.pk, "co": owner.pk} if asked == "co" else {asked: owner.pk}
    answer = give(client, report, **said)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == [asked]
    assert not Assignment.objects.exists()
    gone = person("gone", Role.OFFICER, at=owner)
    gone.is_active = False
    gone.save()
    assert give(client, report, **said).status_code == 400
    person("there", Role.OFFICER, at=owner)
    assert give(client, report, **said).status_code == 302


def test_a_unit_whose_head_alone_can_sign_in_is_chosen_knowingly(office, client, owner):
    person("head_of_it", Role.HEAD, at=owner)
    report = office.report(State.SIGNED)
    client.force_login(office.clerk)
    assert "应急管理局（暂无经办人员" in client.get(step_url(report, "transfer")).content.decode()
    assert give(client, report, lead=owner.pk).status_code == 302
    assert Duty.objects.stranded(NINE.date()).filter(unit=owner).exists()  # the office's alarm, as before


def test_a_leader_is_told_before_the_directive_is_handed_on(office, client, owner):
    issue = office.report(State.ISSUED).piece.issue
    client.force_login(office.leader)
    page = client.get(reverse("routing:read", args=[issue.pk]))
    form = page.context["whole"]
    said = {"place": form.place, "key": form["key"].value(), "text": "请研办。", "lead": owner.pk}
    answer = client.post(reverse("routing:read", args=[issue.pk]), said)
    assert answer.status_code == 400 and not office.leader.directives.exists()
    assert client.post(answer.wsgi_request.path, said | {"lead": ""}).status_code == 302  # left to the office
