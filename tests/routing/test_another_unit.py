"""Where the author is not satisfied, another unit may answer: in the place of one, or beside it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from feedback.workflow import give_opinion
from portal.ledger.models import Duty
from portal.people.models import Role
from reports.models import Report
from reports.states import State
from routing.models import Assignment
from routing.workflow import assignments, closing, reopening
from tests.makers import NINE, person, unit

LATER = NINE + timedelta(days=1)


@pytest.fixture
def school(office):
    person("school", Role.OFFICER, at=unit("教育局"))
    return unit("教育局")


def again(office, report, units=(), other=None):
    said = {"note": "请教育部门核实。", "units": units, "other": other}
    reopening.reopen_handling(report, by=office.clerk, at=LATER, **said)
    return Report.objects.get(pk=report.pk)


def answered_by(part, officer, office):
    assignments.sign_for(part, by=officer, at=LATER)
    said = {"text": "已核实并整改。", "grade": "solved", "approved_by": "李局长"}
    assignments.reply(part, by=officer, at=LATER, **said)
    closing.pass_reply(part, by=office.clerk, at=LATER)


def test_it_takes_the_place_of_the_one_that_answered(office, school):
    report = office.report(State.CONTESTED)
    [before] = report.assignments.reopenable()
    report = again(office, report, other=school)
    [part] = report.assignments.under_way()
    assert (part.unit, part.part, part.instead_of, part.directive) == (
        school,
        "lead",
        before,
        before.directive,
    )
    assert part.request.startswith("请教育部门核实。") and part.directive.status == "assigned"
    assert Assignment.objects.get(pk=before.pk).status == "passed" and before.replies.get().passed_at
    group = Assignment.objects.group_of(part)
    assert [each.unit for each in group.in_force() if each.leads] == [school]
    assert Duty.objects.about(part).open().filter(kind="reply").exists()
    answered_by(part, part.unit.hats.get().user, office)
    report.refresh_from_db()
    assert report.status == State.ANSWERED and part.directive.status
    assert not Assignment.objects.under_way().exists()


def test_it_answers_beside_one_that_is_ticked(office, school):
    report = office.report(State.CONTESTED)
    [before] = report.assignments.reopenable()
    report = again(office, report, units=[before], other=school)
    assert {part.unit for part in report.assignments.under_way()} == {office.unit, school}
    assert {part.directive_id for part in report.assignments.under_way()} == {before.directive_id}


def test_a_matter_that_no_unit_answered_can_be_given_to_one(office, school, client):
    """However it came to be contested."""
    report = office.report(State.CONTESTED)
    Assignment.objects.filter(report=report).update(status="released")
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "reopen_handling"])
    assert "units" not in client.get(url).context["form"].fields
    assert client.post(url, {"note": "请核实。"}).status_code == 400
    assert client.post(url, {"note": "请核实。", "other": school.pk}).status_code == 302
    [part] = report.assignments.under_way()
    assert (part.unit, part.request, part.directive) == (school, "请核实。", None)


def test_without_a_directive_it_has_none(office, school):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    office.answered(report, NINE)
    report.refresh_from_db()
    give_opinion(report, by=office.author, at=NINE, handling="mostly", result="dissatisfied")
    again(office, report, other=school)
    [part] = report.assignments.under_way()
    assert (part.unit, part.directive) == (school, None)


def test_the_one_that_answered_is_ticked_and_not_named(office):
    report = office.report(State.CONTESTED)
    with pytest.raises(ValidationError):
        again(office, report, other=office.unit)
    assert Report.objects.get(pk=report.pk).status == State.CONTESTED


def test_a_unit_that_nobody_reads_for_is_refused_with_the_words_kept(office, client):
    report = office.report(State.CONTESTED)
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "reopen_handling"])
    answer = client.post(url, {"note": "请核实。", "other": unit("无人的局").pk})
    assert answer.status_code == 400 and [*answer.context["form"].errors] == ["other"]
    assert "请核实。" in answer.content.decode()
