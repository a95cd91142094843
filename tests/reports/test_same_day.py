"""The promise of the day at its edges: who signs, until when, and what is in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.people.models import Absence
from reports import workflow as reports
from reports.states import State
from routing.workflow.assignments import transfer
from tests.makers import moment, person, seat

SECOND = timedelta(seconds=1)


def sign(report, by, at):
    reports.sign_off(report, by=by, at=at, text_hash=report.working.text_hash)


def waiting(office, at):
    return office.report(State.AWAITING_SIGNOFF, at=moment(at))


def away(user, since="03-10", until="03-10"):
    days = (moment(f"{day} 00:00").date() for day in (since, until))
    Absence.objects.create(user=user, **dict(zip(("since", "until"), days, strict=True)))


def test_the_holder_on_leave_does_not_sign_and_the_stand_in_does(office):
    deputy = person("deputy")
    day = moment("03-10 00:00").date()
    seat("signer", deputy, since=day, until=day, stand_in=True)
    away(office.signer)
    report = waiting(office, "03-10 09:00")
    with pytest.raises(PermissionDenied):
        sign(report, office.signer, moment("03-10 10:00"))
    sign(report, deputy, moment("03-10 10:00"))
    assert report.status == State.SIGNED


def test_when_both_are_away_the_chair_signs_and_the_promise_holds(office):
    deputy = person("deputy")
    day = moment("03-10 00:00").date()
    seat("signer", deputy, since=day, until=day, stand_in=True)
    away(office.signer), away(deputy)
    report = waiting(office, "03-10 09:00")
    for user in (office.signer, deputy, office.clerk):
        with pytest.raises(PermissionDenied):
            sign(report, user, moment("03-10 10:00"))
    sign(report, office.chair, moment("03-10 10:00"))
    assert report.signed_same_day


def test_the_chair_does_not_sign_for_a_signer_who_is_there(office):
    with pytest.raises(PermissionDenied):
        sign(waiting(office, "03-10 09:00"), office.chair, moment("03-10 10:00"))


def test_leave_ends_with_its_last_day_at_midnight_in_shanghai(office):
    away(office.signer, "03-09", "03-10")
    report = waiting(office, "03-10 09:00")
    with pytest.raises(PermissionDenied):
        sign(report, office.signer, moment("03-10 23:59") + 59 * SECOND)
    sign(report, office.signer, moment("03-11 00:00"))
    assert (report.status, report.signed_same_day) == (State.SIGNED, False)


@pytest.mark.parametrize(
    ("filed", "signed", "sign_by", "report_by", "kept"),
    [
        # At the cut-off's last second, and one after it.
        ("03-10 09:00", "03-10 17:30:00", "03-10", "03-10", True),
        ("03-10 09:00", "03-10 17:30:01", "03-10", "03-11", False),
        # Filed at the last second, and one after it.
        ("03-10 17:30:00", "03-10 17:30:00", "03-10", "03-10", True),
        ("03-10 17:30:01", "03-11 17:30:00", "03-11", "03-11", True),
        # Round midnight.
        ("03-10 23:59:59", "03-11 17:30:00", "03-11", "03-11", True),
        ("03-11 00:00:00", "03-11 17:30:00", "03-11", "03-11", True),
        ("03-11 00:00:00", "03-11 23:59:59", "03-11", "03-12", False),
        # Friday evening, and the days off of Qingming, 4 to 6 April.
        ("03-13 17:31:00", "03-16 17:30:00", "03-16", "03-16", True),
        ("04-03 17:31:00", "04-07 17:30:00", "04-07", "04-07", True),
        ("04-03 16:00:00", "04-03 18:00:00", "04-03", "04-07", False),
        ("04-05 10:00:00", "04-05 11:00:00", "04-07", "04-07", True),
        # The Spring Festival: nine days off, the Saturdays before and after are worked.
        ("02-14 17:31:00", "02-24 09:00:00", "02-24", "02-24", True),
        ("02-14 17:00:00", "02-14 17:29:59", "02-14", "02-14", True),
        ("02-27 18:00:00", "02-28 17:30:00", "02-28", "02-28", True),
        ("02-28 17:30:01", "03-02 12:00:00", "03-02", "03-02", True),
        # National Day: 1 to 7 October off, the 10th is worked.
        ("09-30 17:30:01", "10-08 17:30:00", "10-08", "10-08", True),
        ("10-09 17:30:01", "10-10 17:30:00", "10-10", "10-10", True),
    ],
)  # fmt: skip
def test_the_clock_of_both_halves_of_the_promise(office, filed, signed, sign_by, report_by, kept):
    at = moment(filed[:11]) + timedelta(seconds=int(filed[12:] or 0))
    report = office.draft(at)
    office.submitted(report, at)
    for step in (office.taken_up, office.sent):
        step(report, at)
    sign(report, office.signer, moment(signed[:11]) + timedelta(seconds=int(signed[12:] or 0)))
    assert report.sign_by == moment(f"{sign_by} 17:30")
    assert report.report_by == moment(f"{report_by} 17:30") == Duty.objects.open().get(kind="place").due_at
    assert report.signed_same_day is kept


@pytest.mark.parametrize(("late", "kept"), [(timedelta(0), True), (SECOND, False)])
def test_reported_in_time_counts_to_the_second_and_once(office, late, kept):
    report = office.report(State.PLACED)
    assert report.reported_same_day is None
    office.issued(report, moment("03-10 17:30") + late)
    report.refresh_from_db()
    assert report.reported_same_day is kept
    office.directed(report, moment("03-12 09:00"))
    report.refresh_from_db()
    assert report.reported_at == moment("03-10 17:30") + late


def test_given_to_a_unit_is_reported_too(office):
    report = office.report(State.SIGNED)
    transfer(report, by=office.clerk, at=moment("03-10 16:00"), lead=[office.unit])
    assert report.reported_same_day is True


def test_two_who_may_sign_on_the_same_day_sign_once(office):
    """The stand-in's seat begins while the holder is still there."""
    deputy = person("deputy")
    seat("signer", deputy, since=moment("03-10 00:00").date(), stand_in=True)
    report = waiting(office, "03-10 09:00")
    other = type(report).objects.get(pk=report.pk)
    sign(report, office.signer, moment("03-10 10:00"))
    with pytest.raises(TooLate):
        sign(other, deputy, moment("03-10 10:00"))
