"""Silence closes an answered report as "no opinion", and never before its time."""

from datetime import timedelta

from feedback import sweeps
from feedback.models import Notice, Opinion
from feedback.workflow import give_opinion
from portal.ledger.models import Duty
from reports.models import Report
from reports.states import State
from tests.makers import NINE, moment

LAST_MOMENT = moment("03-19 23:59") + timedelta(seconds=59)  # the 7th working day after Tuesday 10 March


def test_after_seven_working_days_it_is_closed_as_no_opinion(office):
    report = office.report(State.ANSWERED)
    assert Duty.objects.open().get().due_at == LAST_MOMENT
    assert sweeps.lapse(LAST_MOMENT) == 0
    assert sweeps.lapse(LAST_MOMENT + timedelta(seconds=1)) == 1
    report.refresh_from_db()
    assert (report.status, report.ended_at) == (State.CLOSED, LAST_MOMENT + timedelta(seconds=1))
    opinion = Opinion.objects.get()
    assert (opinion.handling, opinion.result, opinion.by) == ("none", "none", None)
    assert not Duty.objects.open().exists()


def test_the_author_is_told_and_a_second_sweep_does_nothing(office):
    office.report(State.ANSWERED)
    later = LAST_MOMENT + timedelta(days=3)
    assert [sweeps.lapse(later), sweeps.lapse(later)] == [1, 0]
    sweeps.tell(later)
    assert Notice.objects.filter(user=office.author, entry__kind="lapse").count() == 1
    assert Opinion.objects.count() == 1


def test_an_opinion_given_late_but_before_the_sweep_stands(office):
    report = office.report(State.ANSWERED)
    later = LAST_MOMENT + timedelta(days=1)
    give_opinion(report, by=office.author, at=later, handling="satisfied", result="dissatisfied")
    assert sweeps.lapse(later) == 0
    assert Opinion.objects.get().result == "dissatisfied"


def test_only_the_reports_whose_time_is_over_are_closed(office):
    old, new = office.report(State.ANSWERED), office.report(State.ANSWERED, at=NINE + timedelta(days=1))
    office.report(State.HANDLING), office.report(State.SUBMITTED)
    assert sweeps.lapse(LAST_MOMENT + timedelta(hours=1)) == 1
    assert set(Report.objects.filter(status=State.CLOSED)) == {old}
    assert set(Report.objects.filter(status=State.ANSWERED)) == {new}
