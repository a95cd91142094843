"""Who is reminded of what, when, and never twice."""

from datetime import timedelta

import pytest

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.days.workdays import SHANGHAI
from portal.ledger.models import Duty
from portal.people.models import Hat, Seat, User
from reports.states import State
from routing.workflow import assignments, issues
from tests.makers import NINE, moment, person, seat

HOUR = timedelta(hours=1)


def sweep_through(start, end, step=HOUR):
    """Lets the clock run from one moment to another."""
    at, end = moment(start), moment(end)
    while at <= end:
        sweeps.remind(at)
        at += step


def reminded(user, kind=None):
    """When, in the order in which it happened."""
    rows = user.notices.exclude(duty=None).order_by("at")
    if kind:
        rows = rows.filter(duty__kind=kind)
    return [at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for at in rows.values_list("at", flat=True)]


def test_the_signer_is_reminded_two_hours_before_the_cut_off_and_daily_when_late(office):
    office.report(State.AWAITING_SIGNOFF)
    sweep_through("03-10 09:29", "03-10 15:29")
    assert reminded(office.signer) == []
    sweep_through("03-10 15:30", "03-13 23:59")
    assert reminded(office.signer) == ["03-10 15:30", "03-11 08:30", "03-12 08:30", "03-13 08:30"]


def test_what_comes_after_the_cut_off_is_reminded_of_before_the_next_one(office):
    office.report(State.AWAITING_SIGNOFF, at=moment("03-13 17:31"))  # a Friday
    sweep_through("03-13 17:30", "03-16 18:00")
    assert reminded(office.signer) == ["03-16 15:30"]


def test_a_unit_is_reminded_once_before_the_date_and_daily_after_it_until_it_replies(office):
    """Due on 31 March; the Qingming days off are 4 to 6 April."""
    report = office.report(State.HANDLING)
    lead = report.assignments.get(part="lead")
    assignments.sign_for(lead, by=office.officer, at=NINE + HOUR / 2)
    sweep_through("03-10 10:30", "04-08 12:00")
    days = ["03-26", "04-01", "04-02", "04-03", "04-07", "04-08"]
    assert reminded(office.officer, "reply") == [f"{day} 08:30" for day in days]
    office.replied(lead, moment("04-08 13:00"))
    sweep_through("04-08 13:30", "04-10 18:00")
    assert reminded(office.officer, "reply")[-1] == "04-08 08:30"


def test_days_off_before_the_date_make_the_reminder_earlier_not_later(office):
    """Due on Thursday 9 April. Three working days are left on Friday the 3rd, and during the days off."""
    office.report(State.HANDLING, at=moment("03-18 09:00"))
    duty = Duty.objects.open().get(kind="reply", unit=office.unit)
    assert duty.due_at == moment("04-09 23:59") + timedelta(seconds=59)
    assert duty.remind_at == moment("04-03 08:30")


def test_more_time_is_followed_by_a_reminder_before_the_new_date(office):
    report = office.report(State.HANDLING)
    lead = report.assignments.get(part="lead")
    assignments.sign_for(lead, by=office.officer, at=NINE + HOUR / 2)
    sweep_through("03-26 08:30", "03-26 09:30")
    assignments.request_time(lead, by=office.officer, at=moment("03-26 10:00"), days=10, note="需现场核查。")
    assignments.grant_time(lead, by=office.clerk, at=moment("03-26 11:00"))
    sweep_through("03-26 11:30", "04-16 09:00")
    assert reminded(office.officer, "reply") == ["03-26 08:30", "04-10 08:30", "04-16 08:30"]


def test_never_at_night_and_never_on_a_day_off(office):
    office.report(State.SUBMITTED)
    for text in ("03-11 00:00", "03-11 08:29", "03-11 18:01", "03-14 10:00", "03-15 10:00", "04-06 10:00"):
        assert sweeps.remind(moment(text)) == 0
    assert sweeps.remind(moment("03-11 08:30")) == 1


def test_a_weekend_that_is_worked_counts(office):
    office.report(State.SUBMITTED, at=moment("05-08 09:00"))
    assert sweeps.remind(moment("05-09 09:00")) == 1  # a Saturday worked for the May holiday


def test_a_sweep_that_missed_the_hour_before_the_date_still_reminds_that_day(office):
    office.report(State.AWAITING_SIGNOFF)
    sweep_through("03-10 17:45", "03-10 18:00", timedelta(minutes=5))
    assert reminded(office.signer) == ["03-10 17:45"]


def test_after_26_hours_without_a_sweep_each_is_reminded_once(office):
    office.report(State.AWAITING_SIGNOFF)
    sweep_through("03-10 09:00", "03-10 15:00")
    sweep_through("03-11 17:00", "03-11 18:00", timedelta(minutes=1))
    assert reminded(office.signer) == ["03-11 17:00"]


@pytest.mark.parametrize("back_to", ["03-11 08:30", "03-11 09:15", "03-10 15:30"])
def test_a_clock_set_back_reminds_nobody_again(office, back_to):
    office.report(State.AWAITING_SIGNOFF)
    sweep_through("03-10 15:30", "03-11 10:00")
    before = reminded(office.signer)
    sweep_through(back_to, "03-11 11:00")
    assert reminded(office.signer) == before == ["03-10 15:30", "03-11 08:30"]


def test_the_stand_in_is_reminded_instead_of_the_holder_while_standing_in(office):
    stand_in = person("stand_in")
    seat(
        "signer",
        stand_in,
        since=moment("03-11 00:00").date(),
        until=moment("03-12 00:00").date(),
        stand_in=True,
    )
    office.report(State.AWAITING_SIGNOFF)
    sweep_through("03-10 15:30", "03-13 18:00")
    assert reminded(stand_in) == ["03-11 08:30", "03-12 08:30"]
    assert reminded(office.signer) == ["03-10 15:30", "03-13 08:30"]


def test_all_holders_of_a_post_and_all_officers_of_a_unit_are_reminded(office):
    second = person("second")
    seat("signer", second)
    colleague = person("colleague", "officer", at=office.unit)
    office.report(State.AWAITING_SIGNOFF)
    office.report(State.HANDLING)
    sweeps.remind(moment("03-11 09:00"))
    assert reminded(second) == reminded(office.signer) == ["03-11 09:00"]
    assert reminded(colleague) == reminded(office.officer) == ["03-11 09:00"]  # to sign for it


def test_one_mail_for_each_person_and_sweep_lists_all_that_is_due(office):
    reports = [office.report(State.SUBMITTED) for _ in range(3)]
    assert sweeps.remind(moment("03-10 15:30")) == 3
    mail = Mail.objects.get()
    assert mail.user == office.clerk and not mail.resend
    assert all(mail.body.count(report.number) == 1 for report in reports)
    assert not any(report.title in mail.body for report in reports)
    assert mail.notices.count() == 3
    late = office.report(State.SUBMITTED, at=moment("03-10 16:00"))
    assert sweeps.remind(moment("03-10 16:30")) == 1
    assert late.number in Mail.objects.last().subject


def test_a_mail_speaks_the_readers_language(office):
    User.objects.filter(pk=office.signer.pk).update(language="en")
    report = office.report(State.AWAITING_SIGNOFF)
    sweeps.remind(moment("03-10 15:30"))
    assert Mail.objects.get().subject == f"{report.number} · Sign off · by 17:30 today"


def test_an_issue_waiting_for_its_signature_is_named_too(office):
    User.objects.filter(pk=office.signer.pk).update(language="en")
    report = office.report(State.PLACED)
    issue = report.piece.issue
    issues.submit_issue(issue, by=office.clerk, at=moment("03-10 10:00"))
    sweeps.remind(moment("03-10 15:30"))
    assert Mail.objects.get(user=office.signer).subject.startswith("社情民意信息专报, begun on ")


def test_without_an_address_the_notice_stands_alone(office):
    User.objects.filter(pk=office.signer.pk).update(email="")
    office.report(State.AWAITING_SIGNOFF)
    assert sweeps.remind(moment("03-10 15:30")) == 1
    assert reminded(office.signer) and not Mail.objects.exists()


class TestNobodyThere:
    """A duty that waits for nobody is the office's: the clerks', else the supervisors'."""

    def test_an_empty_post(self, office):
        """Whoever covers it; where that post is empty too, the office."""
        office.report(State.SUBMITTED)
        Duty.objects.update(post="signer")
        Seat.objects.filter(post="signer").delete()
        sweeps.remind(moment("03-10 15:30"))
        assert reminded(office.chair) == ["03-10 15:30"]
        Seat.objects.filter(post="chair").delete()
        sweeps.remind(moment("03-10 15:31"))
        assert reminded(office.clerk) == ["03-10 15:31"]

    def test_a_unit_without_officers_until_it_has_one(self, office):
        office.report(State.HANDLING)
        Hat.objects.filter(user=office.officer).delete()
        sweeps.remind(moment("03-11 09:00"))
        assert reminded(office.clerk, "sign_for") == ["03-11 09:00"]
        newcomer = person("newcomer", "officer", at=office.unit)
        sweeps.remind(moment("03-11 10:00"))
        assert reminded(newcomer, "sign_for") == ["03-11 10:00"]
        assert reminded(office.clerk, "sign_for") == ["03-11 09:00"]

    def test_a_person_who_has_left(self, office):
        office.report(State.EDITING)
        User.objects.filter(pk=office.clerk.pk).update(is_active=False)
        sweeps.remind(moment("03-10 15:30"))
        assert reminded(office.signer) == ["03-10 15:30"]  # who covers the clerk
        Seat.objects.all().delete()
        sweeps.remind(moment("03-10 15:31"))
        assert reminded(office.supervisor) == ["03-10 15:31"]

    def test_nobody_at_all_and_then_somebody(self, office):
        office.report(State.SUBMITTED)
        User.objects.update(is_active=False)
        assert sweeps.remind(moment("03-10 15:30")) == 0
        User.objects.filter(pk=office.supervisor.pk).update(is_active=True)
        assert sweeps.remind(moment("03-10 15:31")) == 1


def test_many_duties_take_no_more_queries_than_one(office, django_assert_num_queries):
    for day, many in (("03-10", 1), ("03-11", 20)):
        for _ in range(many):
            office.report(State.SUBMITTED, at=moment(f"{day} 09:00"))
            issue = office.report(State.PLACED, at=moment(f"{day} 09:00")).piece.issue
            issues.submit_issue(issue, by=office.clerk, at=moment(f"{day} 10:00"))
        Notice.objects.all().delete()
        with django_assert_num_queries(16):
            assert sweeps.remind(moment(f"{day} 15:30")) >= 2 * many
