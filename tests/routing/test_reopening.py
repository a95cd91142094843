"""An author who is not satisfied has it handled again, once, if the office decides so; nothing is lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from feedback import sweeps, three_rates
from feedback.models import Notice
from feedback.workflow import give_opinion
from portal.days import workdays
from portal.days.periods import Period
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.models import Assignment
from routing.rules import may_ask_to_return
from routing.workflow import assignments, closing, reopening
from tests.makers import NINE

LATER = NINE + timedelta(days=1)
DUE = NINE + timedelta(days=21)  # the day on which the first answer was due
WHY = "请到现场再核实，并说明整改时限。"


def contested(office, **fields):
    return office.report(State.CONTESTED, **fields)


def reopen(office, report, at=LATER, units=None):
    given = units or list(report.assignments.reopenable())
    reopening.reopen_handling(report, by=office.clerk, at=at, note=WHY, units=given)
    return Assignment.objects.get(pk=given[0].pk)


def answer_again(office, assignment, at=LATER):
    said = {"text": "复查后已加装护栏。", "grade": "solved", "approved_by": "王局长"}
    assignments.reply(assignment, by=office.officer, at=at, **said)
    closing.pass_reply(assignment, by=office.clerk, at=at)


def told(kind):
    return {notice.user.username for notice in Notice.objects.filter(entry__kind=kind)}


def owed(subject):
    return {duty.kind: duty for duty in Duty.objects.about(subject).open()}


def test_until_the_office_has_decided_it_is_not_closed_and_nobody_is_told_so(office):
    report = contested(office)
    duty = owed(report)["decide_reopening"]
    assert (duty.post_id, duty.due_at.date()) == ("clerk", date(2026, 3, 13))
    assert report.ended_at is None
    sweeps.tell(LATER)
    assert told("contest") == {"author"} and not told("give_opinion")


@pytest.mark.parametrize(("handling", "result"), [("dissatisfied", "satisfied"), ("mostly", "dissatisfied")])
def test_one_of_both_is_enough(office, handling, result):
    report = office.report(State.ANSWERED)
    give_opinion(report, by=office.author, at=LATER, handling=handling, result=result, words="没有人来过。")
    assert report.status == State.CONTESTED and report.opinions.get().words == "没有人来过。"


def test_the_unit_has_a_new_date_and_what_it_answered_stays(office, client):
    report = contested(office)
    assignment = reopen(office, report, DUE)
    assert (report.status, assignment.status, assignment.ended_at) == (State.HANDLING, "handling", None)
    duty = owed(assignment)["reply"]
    assert (duty.rule, duty.due_at.date()) == ("reply_reopened", date(2026, 4, 15))  # ten working days
    sweeps.tell(DUE)
    assert told("reopen") == {"officer", "head"} and told("reopen_handling") == {"author"}
    client.force_login(office.officer)
    page = client.get(assignment.get_absolute_url()).content.decode()
    assert WHY in page and "已完成排查。" in page
    client.force_login(office.author)
    page = client.get(report.get_absolute_url(), {"tab": "handling"}).content.decode()
    assert WHY in page and "已完成排查。" in page


def test_answered_anew_the_author_is_asked_again_and_a_second_time_is_impossible(office):
    report = contested(office)
    answer_again(office, reopen(office, report))
    report.refresh_from_db()
    assert (report.status, owed(report)["give_opinion"].person) == (State.ANSWERED, office.author)
    with pytest.raises(Exception, match="may_contest"):
        reports.contest(report, by=office.author, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(status=State.CONTESTED)
    give_opinion(report, by=office.author, at=LATER, handling="dissatisfied", result="dissatisfied")
    assert report.status == State.CLOSED
    assert [o.result for o in report.opinions.all()] == ["dissatisfied"] * 2


def test_let_stand_the_author_reads_why(office, client):
    report = contested(office)
    reports.close_contested(report, by=office.clerk, at=LATER, note="涉及上级规划，已向上反映。")
    sweeps.tell(LATER)
    assert (report.status, report.ended_at, told("close_contested")) == (State.CLOSED, LATER, {"author"})
    client.force_login(office.author)
    for tab in ("handling", "journey"):
        page = client.get(report.get_absolute_url(), {"tab": tab}).content.decode()
        assert "涉及上级规划，已向上反映。" in page
    with pytest.raises(TooLate):
        reopen(office, report)


def test_a_directive_that_was_closed_is_open_again_and_its_leader_hears_of_it(office, client):
    report = contested(office)
    directive = report.directives.get()
    first = directive.outcome
    assert directive.status == "closed" and "已完成排查。" in first
    assignment = reopen(office, report)
    directive.refresh_from_db()
    assert (directive.status, directive.closed_at, directive.outcome) == ("assigned", None, "")
    sweeps.tell(LATER)
    assert told("reopen_directive") == {"leader"}
    client.force_login(office.leader)
    page = client.get(directive.get_absolute_url()).content.decode()
    assert first in page, "what was said first is kept"
    answer_again(office, assignment)
    directive.refresh_from_db()
    assert directive.status == "closed" and "复查后已加装护栏。" in directive.outcome
    assert "已完成排查。" not in directive.outcome, "only the last word of the unit counts"


def test_a_leader_on_paper_is_told_only_what_holds(office):
    """Not told yet: the office owes that no more, and owes it again when it is answered anew."""
    report = office.report(State.ISSUED)
    paper = {"leader_name": "省领导甲", "rank": "provincial", "lead": [office.unit]}
    directive = office.registered(report.piece, NINE, **paper)
    office.answered(report, NINE)
    report.refresh_from_db(), directive.refresh_from_db()
    assert set(owed(directive)) == {"report_back"}
    office.contested(report, NINE)
    assignment = reopen(office, report)
    directive.refresh_from_db()
    assert directive.status == "assigned" and not owed(directive)
    answer_again(office, assignment)
    directive.refresh_from_db()
    assert set(owed(directive)) == {"report_back"} and "复查" in directive.outcome


def test_of_several_lead_units_the_office_chooses(office):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit, office.co_unit])
    for assignment in report.assignments.all():
        by = office.officer if assignment.unit == office.unit else office.co_officer
        assignments.sign_for(assignment, by=by, at=NINE)
        office.replied(assignment, NINE)
        closing.pass_reply(assignment, by=office.clerk, at=NINE)
    report.refresh_from_db()
    office.contested(report, NINE)
    first, second = report.assignments.order_by("pk")
    reopen(office, report, units=[first])
    second.refresh_from_db()
    assert second.status == "passed" and not owed(second)
    first.refresh_from_db()
    answer_again(office, first)
    report.refresh_from_db()
    assert report.status == State.ANSWERED


def test_what_was_merged_into_it_waits_and_ends_with_it(office):
    merged = office.report(State.MERGED)
    host = merged.carried_by
    for step in ("sent", "signed", "placed", "issued", "directed", "answered", "contested"):
        host.refresh_from_db()
        getattr(office, step)(host, NINE)
    merged.refresh_from_db()
    assert merged.status == State.MERGED and owed(merged)["follow_host"].due_at.date() == date(2026, 3, 13)
    reports.close_contested(host, by=office.clerk, at=LATER, note="已说明原因。")
    merged.refresh_from_db()
    assert merged.status == State.CLOSED


def test_a_directive_meanwhile_takes_the_decision_off_the_office_and_leaves_the_author_a_say(office):
    report = contested(office)
    office.registered(report.piece, LATER, lead=[office.unit])
    report.refresh_from_db()
    assert (report.status, report.reopened_at) == (State.HANDLING, None) and not owed(report)
    assignment = report.assignments.get(part="lead", status="assigned")
    assignments.sign_for(assignment, by=office.officer, at=LATER)
    answer_again(office, assignment)
    report.refresh_from_db()
    office.contested(report, LATER)
    assert report.status == State.CONTESTED


def test_the_opinion_stays_the_units_while_it_answers_anew(office):
    report, year = contested(office), Period(date(2026, 1, 1), date(2026, 12, 31))

    def dissatisfied():
        units = three_rates.of_units(year, LATER, workdays.load())
        return {unit.name: unit.rates["result"].counts["dissatisfied"] for unit in units}

    before = dissatisfied()
    assert before[office.unit.name] == 1
    reopen(office, report)
    assert dissatisfied() == before


def test_it_has_been_answered_so_it_is_not_returned_but_time_can_be_asked_for_again(office):
    assignment = reopen(office, contested(office))
    assert not may_ask_to_return(office.hats(office.officer), assignment)
    assignments.request_time(assignment, by=office.officer, at=LATER, days=5, note="需入户核实。")
    assert assignment.status == "time_requested"


def test_sent_back_the_second_answer_is_due_as_soon_as_any_other(office):
    assignment = reopen(office, contested(office), DUE)
    answered = owed(assignment)["reply"].due_at
    office.replied(assignment, answered)
    assignments.send_reply_back(assignment, by=office.clerk, at=answered, note="请写明时限。")
    assert owed(assignment)["reply"].rule == "reply_again"


def test_without_a_unit_nothing_is_done_and_the_words_are_kept(office, client):
    report = contested(office)
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "reopen_handling"])
    answer = client.post(url, {"note": WHY})
    assert answer.status_code == 400 and set(answer.context["form"].errors) == {"units"}
    assert WHY in answer.content.decode()
    report.refresh_from_db()
    assert (report.status, report.reopened_at) == (State.CONTESTED, None)
    units = [each.pk for each in report.assignments.reopenable()]
    assert client.post(url, {"note": WHY, "units": units}).status_code == 302


def test_the_clerk_reads_what_the_author_said_where_it_is_decided(office, client):
    report = office.report(State.ANSWERED)
    said = {"handling": "satisfied", "result": "dissatisfied", "words": "一直没有人来过。"}
    give_opinion(report, by=office.author, at=LATER, **said)
    client.force_login(office.clerk)
    for url in (
        reverse("step", args=["reports", report.pk, "reopen_handling"]),
        reverse("step", args=["reports", report.pk, "close_contested"]),
    ):
        assert "一直没有人来过。" in client.get(url).content.decode()
    desk = client.get(reverse("desk")).content.decode()
    assert report.number in desk
