"""The closing rule: which passed reply ends what, for one unit, several together, several each for a part."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.models import Assignment, Directive
from routing.workflow import assignments, closing, directives
from tests.makers import NINE, unit


def transferred(office, lead, co=()):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=lead, co=co)
    return report


def directed(office, report, lead=None, co=()):
    return directives.direct(
        Report.objects.get(pk=report.pk).piece, by=office.leader, at=NINE, key=uuid.uuid4(), text="请研办。",
        lead=lead, co=co,
    )  # fmt: skip


def part(report, organisation, **filters):
    return Assignment.objects.get(report=report, unit=organisation, **filters)


def reply(office, assignment):
    assignments.sign_for(assignment, by=officer(office, assignment), at=NINE)
    office.replied(assignment, NINE)
    return assignment


def officer(office, assignment):
    return office.officer if assignment.unit == office.unit else office.co_officer


def answer(office, assignment):
    """Replies, and the office passes it."""
    closing.pass_reply(reply(office, assignment), by=office.clerk, at=NINE)


def status(report):
    return Report.objects.get(pk=report.pk).status


def test_alone_the_passed_reply_answers_the_report(office):
    report = transferred(office, [office.unit])
    assignment = reply(office, part(report, office.unit))
    assert status(report) == State.HANDLING
    closing.pass_reply(assignment, by=office.clerk, at=NINE)
    assert status(report) == State.ANSWERED
    assert (assignment.status, assignment.replies.get().passed_at) == ("passed", NINE)


def test_alone_a_reply_sent_back_answers_nothing(office):
    report = transferred(office, [office.unit])
    assignment = reply(office, part(report, office.unit))
    assignments.send_reply_back(assignment, by=office.clerk, at=NINE, note="请写明时限。")
    with pytest.raises(TooLate):
        closing.pass_reply(assignment, by=office.clerk, at=NINE)
    assert (status(report), assignment.replies.get().passed_at) == (State.HANDLING, None)


def say(office, assignment):
    """A co-unit's word to the lead unit."""
    assignments.sign_for(assignment, by=office.co_officer, at=NINE)
    assignments.send_opinion(assignment, by=office.co_officer, at=NINE, text="我局可提供管网数据。")


def test_joint_the_co_units_opinion_closes_nothing(office):
    report = transferred(office, [office.unit], [office.co_unit])
    say(office, part(report, office.co_unit))
    assert status(report) == State.HANDLING
    assert part(report, office.unit).status == "assigned"


def test_joint_the_leads_passed_reply_closes_and_releases_the_co_unit(office):
    report = transferred(office, [office.unit], [office.co_unit])
    answer(office, part(report, office.unit))
    released = part(report, office.co_unit)
    assert (status(report), released.status, released.ended_at) == (State.ANSWERED, "released", NINE)
    assert not Duty.objects.about(released).open().exists()


def test_joint_the_leads_unreviewed_reply_closes_nothing(office):
    report = transferred(office, [office.unit], [office.co_unit])
    reply(office, part(report, office.unit))
    say(office, part(report, office.co_unit))
    assert status(report) == State.HANDLING


def test_split_closes_only_when_every_lead_has_passed(office):
    report = transferred(office, [office.unit, office.co_unit])
    first, second = (reply(office, part(report, u)) for u in (office.unit, office.co_unit))
    assert status(report) == State.HANDLING, "unreviewed replies close nothing"
    closing.pass_reply(first, by=office.clerk, at=NINE)
    assert status(report) == State.HANDLING
    closing.pass_reply(second, by=office.clerk, at=NINE)
    assert status(report) == State.ANSWERED


def test_co_units_help_one_lead_unit_and_not_several(office):
    with pytest.raises(ValidationError):
        transferred(office, [office.unit, office.co_unit], [unit("城市运行中心")])
    assert not Assignment.objects.exists()


def test_a_directive_closes_with_its_own_units_and_a_second_one_keeps_the_report_open(office):
    report = office.report(State.ISSUED)
    first = directed(office, report, lead=[office.unit])
    second = directed(office, report)
    answer(office, part(report, office.unit))
    first.refresh_from_db()
    assert (first.status, first.closed_at, status(report)) == ("closed", NINE, State.HANDLING)
    directives.name_units(second, by=office.clerk, at=NINE, lead=[office.co_unit])
    answer(office, part(report, office.co_unit))
    assert set(Directive.objects.values_list("status", flat=True)) == {"closed"}
    assert status(report) == State.ANSWERED


def test_a_transfer_and_a_directive_are_two_groups(office):
    report = office.report(State.ISSUED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    directive = directed(office, report, lead=[office.co_unit])
    answer(office, part(report, office.co_unit))
    directive.refresh_from_db()
    assert (directive.status, status(report)) == ("closed", State.HANDLING)
    answer(office, part(report, office.unit))
    assert status(report) == State.ANSWERED


@pytest.mark.parametrize("ended", ["concluded", "closed"])
def test_a_directive_opens_an_ended_report_again(office, ended):
    report = office.report(State.ISSUED if ended == "concluded" else State.ANSWERED)
    getattr(office, ended)(report, NINE)
    assert report.ended_at == NINE
    directed(office, report, lead=[office.unit])
    report.refresh_from_db()
    assert (report.status, report.ended_at) == (State.HANDLING, None)
    answer(office, part(report, office.unit, status="assigned"))
    report.refresh_from_db()
    office.closed(report, NINE)
    assert (report.status, report.ended_at) == (State.CLOSED, NINE)


def test_a_directive_on_an_answered_report_withdraws_the_question_to_the_author(office):
    report = office.report(State.ANSWERED)
    directed(office, report, lead=[office.unit])
    assert not Duty.objects.open().filter(kind="give_opinion").exists()
    with pytest.raises(TooLate):
        reports.give_opinion(Report.objects.get(pk=report.pk), by=office.author, at=NINE)


def test_the_pass_is_for_the_reply_that_was_read(office, client):
    """Sent back and replied to again while the page with the first reply was open."""
    report = transferred(office, [office.unit])
    assignment = reply(office, part(report, office.unit))
    client.force_login(office.clerk)
    url = f"{assignment.get_absolute_url()}pass_reply/"
    seen = client.get(url).context["seen"]
    assignments.send_reply_back(assignment, by=office.clerk, at=NINE, note="请写明时限。")
    office.replied(assignment, NINE)
    assert client.post(url, {"seen": seen}).status_code == 409
    assert (status(report), part(report, office.unit).status) == (State.HANDLING, "replied")
    assert client.post(url, {"seen": client.get(url).context["seen"]}).status_code == 302
    assert [reply.passed_at is None for reply in assignment.replies.all()] == [True, False]


def test_two_directives_to_one_unit_are_two_assignments_and_each_is_answered(office):
    report = office.report(State.HANDLING)
    directed(office, report, lead=[office.unit])
    first, second = report.assignments.filter(unit=office.unit).order_by("pk")
    for assignment in (first, second):
        assert status(report) == State.HANDLING
        answer(office, assignment)
    assert status(report) == State.ANSWERED
    assert set(report.directives.values_list("status", flat=True)) == {"closed"}


def test_a_matter_without_a_lead_unit_is_given_to_nobody(office):
    report = office.report(State.SIGNED)
    with pytest.raises(ValidationError):
        assignments.transfer(report, by=office.clerk, at=NINE, lead=[], co=[office.unit])
    assert (status(report), report.assignments.count()) == (State.SIGNED, 0)
