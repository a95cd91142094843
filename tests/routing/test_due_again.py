"""What comes back to a unit is never due before the date that it had; the reason makes no difference."""

from datetime import date, timedelta

import pytest

from portal.days import deadlines, workdays
from portal.days.recount import recount
from portal.ledger.models import Duty
from reports.models import Report
from reports.states import State
from routing.models import Assignment, Promise
from routing.workflow import assignments, closing, promises, reopening, returning, waiting
from tests.makers import NINE, unit

DAY = timedelta(days=1)
FIRST, SOON = date(2026, 4, 22), NINE + DAY  # thirty working days from 10 March


def given(office):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    [part] = report.assignments.all()
    assignments.sign_for(part, by=office.officer, at=NINE)
    return part


def fresh(subject):
    return type(subject).objects.get(pk=subject.pk)


def due(subject):
    return Duty.objects.about(subject).open().exclude(kind="sign_for").get(unit__isnull=False)


def sent_back(office, part, at):
    office.replied(part, at)
    assignments.send_reply_back(part, by=office.clerk, at=at, note="请写明时限。")


def reopened(office, part, at):
    """Answered, and the author was not satisfied."""
    office.replied(part, at)
    closing.pass_reply(part, by=office.clerk, at=at)
    report = Report.objects.get(pk=part.report_id)
    office.contested(report, at)
    reopening.reopen_handling(report, by=office.clerk, at=at, note="请复核。", units=[fresh(part)])


def more_time_refused(office, part, at):
    assignments.request_time(part, by=office.officer, at=at, days=5, note="需入户核实。")
    assignments.refuse_time(part, by=office.clerk, at=at, note="请按期办结。")


def return_refused(office, part, at):
    returning.request_return(part, by=office.officer, at=at, note="不属我局职责。")
    returning.refuse_return(part, by=office.clerk, at=at, note="属你局职责。")


def waited(office, part, at):
    waiting.wait_for(part, by=office.officer, at=at, waiting_for="与反映人联合踏勘")
    waiting.go_on(part, by=office.officer, at=at)


REASONS = [sent_back, reopened, more_time_refused, return_refused, waited]


@pytest.mark.parametrize("reason", REASONS)
def test_whatever_brings_it_back_its_date_is_not_moved_forward(office, reason):
    part = given(office)
    assert due(part).due_at.date() == FIRST
    reason(office, part, SOON)
    again = due(fresh(part))
    assert (again.due_at.date(), again.first_due_at, again.rule) == (FIRST, again.due_at, "reply")
    assert again.remind_at > SOON


@pytest.mark.parametrize(
    ("reason", "rule", "days"), [(sent_back, "reply_again", 5), (reopened, "reply_reopened", 10)]
)
def test_late_in_its_time_the_new_date_is_the_later_one(office, reason, rule, days):
    part = given(office)
    at = due(part).due_at - DAY
    reason(office, part, at)
    again = due(fresh(part))
    calendar = workdays.load().of(part.unit_id)
    end = calendar.add(workdays.local_day(at), days).end
    assert (again.rule, workdays.local_day(again.due_at)) == (rule, end) and end > FIRST


def test_more_time_that_was_granted_is_not_lost_by_being_sent_back(office):
    part = given(office)
    assignments.request_time(part, by=office.officer, at=SOON, days=5, note="需入户核实。")
    assignments.grant_time(part, by=office.clerk, at=SOON)
    extended = due(part)
    sent_back(office, fresh(part), SOON)
    again = due(fresh(part))
    assert again.due_at == extended.due_at > extended.first_due_at
    assert (again.rule, again.reckoning) == (deadlines.more_days.code, extended.reckoning)
    same = workdays.load()
    assert not recount(again, same, same, SOON).moves


def test_sent_back_twice_it_still_has_its_first_date(office):
    part = given(office)
    sent_back(office, part, SOON)
    sent_back(office, fresh(part), SOON + DAY)
    assert due(fresh(part)).due_at.date() == FIRST


def test_what_another_unit_takes_on_has_a_date_of_its_own(office):
    part = given(office)
    returning.request_return(part, by=office.officer, at=SOON, note="不属我局职责。")
    returning.agree_return(part, by=office.clerk, at=SOON, unit=unit("教育局"))
    taken_on = due(Assignment.objects.get(instead_of=part))
    assert (taken_on.rule, taken_on.opened_at) == ("reply", SOON) and taken_on.due_at.date() > FIRST


def test_a_word_on_a_promise_that_is_sent_back_leaves_the_day_that_was_named(office):
    part, day = given(office), date(2026, 9, 30)
    said = {"text": "已列入计划。", "grade": "planned", "promised_for": day, "approved_by": "王局长"}
    assignments.reply(part, by=office.officer, at=SOON, **said)
    closing.pass_reply(part, by=office.clerk, at=SOON)
    promise = Promise.objects.get()
    promises.report_promise(promise, by=office.officer, at=SOON + DAY, said="已完成。")
    promises.send_promise_back(promise, by=office.clerk, at=SOON + DAY, note="请附验收单。")
    assert workdays.local_day(due(promise).due_at) == day
