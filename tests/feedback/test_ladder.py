"""Rung by rung: the holder, then the head of the unit, then the office's head; once, until it is settled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from feedback import deadlines, sweeps
from feedback.models import Mail, Notice
from portal.days import workdays
from portal.days.workdays import SHANGHAI
from portal.ledger.models import Duty
from portal.people.models import Hat, Role, User
from reports.states import State
from routing.workflow import assignments
from tests.makers import NINE, moment, person

HOUR = timedelta(hours=1)


@pytest.fixture
def slip(office):
    """Signed for; its reply is due on Tuesday 31 March. 4 to 6 April are days off."""
    found = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(found, by=office.officer, at=NINE + HOUR)
    Duty.objects.open().exclude(subject_id=found.pk, kind="reply").delete()
    return found


def sweep_days(*days, at="09:00"):
    for day in days:
        sweeps.remind(moment(f"{day} {at}"))


def heard(user, rung=None):
    rows = user.notices.exclude(duty=None).order_by("at")
    rows = rows.filter(rung=rung) if rung else rows
    return [at.astimezone(SHANGHAI).strftime("%m-%d") for at in rows.values_list("at", flat=True)]


EVERY_DAY = [f"03-{n:02}" for n in range(11, 32)] + [f"04-{n:02}" for n in range(1, 21)]


def test_each_rung_is_heard_of_by_those_it_is_for(office, slip):
    sweep_days(*EVERY_DAY)
    assert heard(office.officer, "remind") == ["03-26"]
    assert heard(office.officer, "chase")[:4] == ["04-01", "04-02", "04-03", "04-07"]
    assert heard(office.head, "chase") == ["04-01"]
    assert heard(office.head, "supervise") == ["04-08"]  # the fifth working day late
    assert heard(office.signer) == ["04-08"] and heard(office.signer, "supervise")
    assert heard(office.clerk) == heard(office.co_officer) == heard(office.chair) == []


def test_it_stops_when_the_reply_is_there_and_lateness_is_written_then(office, slip):
    sweep_days("04-01", "04-02")
    office.replied(slip, moment("04-02 10:00"))
    sweep_days("04-03", "04-08", "04-09")
    assert (heard(office.officer), heard(office.head)) == (["04-01", "04-02"], ["04-01"])
    assert heard(office.signer) == []
    duty = Duty.objects.get(kind="reply")
    assert (duty.late, duty.settled_at) == (True, moment("04-02 10:00"))


def test_more_time_takes_it_off_the_ladder_and_the_new_date_on_it_again(office, slip):
    assignments.request_time(slip, by=office.officer, at=moment("03-31 10:00"), days=5, note="需入户。")
    sweep_days("04-01")
    assignments.grant_time(slip, by=office.clerk, at=moment("04-01 10:00"))
    assert (
        Duty.objects.open().get(kind="reply").due_at.astimezone(SHANGHAI).date()
        == moment("04-08 00:00").date()
    )
    sweep_days(*(f"04-{n:02}" for n in range(2, 21)))
    assert heard(office.head, "chase") == ["04-01", "04-09"]
    assert heard(office.head, "supervise") == heard(office.signer) == ["04-15"]


def test_a_day_without_a_sweep_skips_no_rung_and_doubles_none(office, slip):
    sweep_days("04-10", "04-10", "04-13")
    assert heard(office.head) == ["04-10"] and heard(office.head, "supervise")  # straight to the higher one
    assert heard(office.signer) == ["04-10"]
    assert heard(office.officer) == ["04-10", "04-13"]


@pytest.mark.parametrize("back_to", ["04-08 08:30", "04-07 10:00", "04-01 09:00"])
def test_a_clock_set_back_tells_nobody_above_again(office, slip, back_to):
    sweep_days(*EVERY_DAY)
    before = heard(office.head), heard(office.signer)
    sweeps.remind(moment(back_to))
    sweep_days("04-20")
    assert (heard(office.head), heard(office.signer)) == before


@pytest.mark.parametrize("at", ["04-08 08:29", "04-08 18:01", "04-11 10:00", "04-05 10:00"])
def test_nobody_above_is_told_at_night_or_on_a_day_off(office, slip, at):
    assert sweeps.remind(moment(at)) == 0


def test_a_worker_that_is_killed_in_the_middle_leaves_all_to_the_next_one(office, slip):
    with transaction.atomic():
        told = sweeps.remind(moment("04-08 09:00"))
        transaction.set_rollback(True)
    assert told == 3 and not Notice.objects.exclude(duty=None).exists() and not Mail.objects.exists()
    assert sweeps.remind(moment("04-08 09:01")) == 3
    assert sweeps.remind(moment("04-08 09:02")) == 0


def test_a_unit_without_a_head_is_the_offices_to_see_to(office, slip):
    Hat.objects.filter(role=Role.HEAD).delete()
    sweep_days("04-01", "04-02")
    assert heard(office.clerk) == ["04-01"]


def test_who_is_officer_and_head_at_once_hears_of_it_once(office, slip):
    person("officer", Role.HEAD, at=office.unit)
    sweep_days("04-01", "04-08")
    assert heard(office.officer) == ["04-01", "04-08"]


def test_one_mail_lists_all_for_a_head_and_names_no_report(office, slip):
    more = [office.report(State.HANDLING) for _ in range(2)]
    User.objects.filter(username__in=["head", "signer"]).update(language="en")
    sweep_days("04-01", "04-08")
    first, second = Mail.objects.filter(user=office.head).order_by("pk")
    assert "5 matters" in first.subject  # three replies, and two to be signed for
    assert all(report.number in first.body for report in more) and slip.report.number in first.body
    assert slip.report.title not in first.body + second.body
    line = f"{slip.report.number} · Reply · 5 working days late · 住房和城乡建设局 · under supervision"
    assert line in second.body and line in Mail.objects.filter(user=office.signer).last().body


def test_an_author_is_not_reported_to_anybody(office):
    office.report(State.RETURNED)
    sweep_days("03-25", "04-08", "04-20")
    assert heard(office.author) and heard(office.signer) == heard(office.chair) == []


def test_what_a_post_has_goes_to_whoever_covers_it(office):
    office.report(State.SUBMITTED)
    sweep_days("03-11", "03-17", "03-18")
    assert heard(office.clerk) == ["03-11", "03-17", "03-18"]
    assert heard(office.signer) == ["03-17"]


def test_the_rungs_are_as_many_days_as_is_set(office, slip, monkeypatch):
    monkeypatch.setattr("feedback.ladder.CHASE", replace(deadlines.CHASE, practice=2))
    monkeypatch.setattr("feedback.ladder.SUPERVISE", replace(deadlines.SUPERVISE, practice=3))
    sweep_days(*EVERY_DAY)
    assert heard(office.officer, "chase")[0] == heard(office.head, "chase")[0] == "04-02"
    assert heard(office.signer) == ["04-03"]


@pytest.mark.parametrize(
    ("day", "chased", "supervised"),
    [
        ("04-01", "03-31", "03-25"), ("04-03", "04-02", "03-29"), ("04-05", "04-02", "03-29"),
        ("04-07", "04-06", "03-30"), ("05-09", "05-08", "04-29"),
    ],
)  # fmt: skip
def test_days_off_make_no_rung_come_earlier(db, office, day, chased, supervised):
    """04-04 to 04-06 and 05-01 to 05-05 are days off; Saturday 05-09 is worked."""
    calendar, today = workdays.load(), moment(f"{day} 00:00").date()
    for rung, last in ((deadlines.CHASE, chased), (deadlines.SUPERVISE, supervised)):
        found = deadlines.reached(rung, today, calendar)
        assert found == workdays.end_of(moment(f"{last} 00:00").date())
        assert calendar.between(found.date(), today) >= (1 if rung is deadlines.CHASE else 5)


def test_a_head_sees_what_the_unit_has_and_does_nothing(office, slip, client):
    client.force_login(office.head)
    assert slip.report.title in client.get("/assignments/").content.decode()
    page = client.get(slip.get_absolute_url())
    assert page.status_code == 200 and not page.context["acts"]
    assert client.post(f"{slip.get_absolute_url()}reply/", {"text": "x"}).status_code == 403
    other = office.report(State.HANDLING).assignments.get(part="co")
    assert client.get(other.get_absolute_url()).status_code == 404
    sweep_days("04-01")
    notice = Notice.objects.get(user=office.head, duty__subject_id=slip.pk)
    assert "催办" in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}/")["Location"] == slip.get_absolute_url()


@pytest.mark.parametrize(("kind", "above"), [("edit", ["03-17"]), ("revise", [])])
def test_who_acts_above_hears_of_what_lies_with_a_person_of_the_office_and_not_with_an_author(
    office, kind, above
):
    report = office.report({"edit": State.EDITING, "revise": State.RETURNED}[kind])
    duty = Duty.objects.about(report).open().get(kind=kind)
    Duty.objects.filter(pk=duty.pk).update(due_at=moment("03-10 17:30"), remind_at=NINE)
    sweep_days(*EVERY_DAY[:9])
    assert heard(duty.person, "chase")[0] == "03-11"
    assert heard(office.signer, "supervise") == above
