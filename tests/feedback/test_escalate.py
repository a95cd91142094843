"""Shortly before the cut-off, what is still open goes to its holder again and to whoever acts above."""

import pytest

from feedback import sweeps
from feedback.models import Mail, Notice
from portal.ledger.models import Duty
from portal.people.models import Absence, Seat, User
from reports.states import State
from tests.makers import moment, person, seat
from tests.policies import policy

DAY = moment("03-10 00:00").date()


def told(at):
    """{username: how many notices} of one sweep."""
    sweeps.escalate(moment(at))
    rows = Notice.objects.filter(rung="urgent", at=moment(at))
    return {
        name: rows.filter(user__username=name).count()
        for name in rows.values_list("user__username", flat=True)
    }


def test_half_an_hour_before_the_signer_and_the_chair_hear_of_it_once(office):
    office.report(State.AWAITING_SIGNOFF)
    assert told("03-10 16:59") == {}
    assert told("03-10 17:00") == {"signer": 1, "chair": 1}
    assert told("03-10 17:01") == told("03-10 17:29") == {}


def test_two_hours_before_the_holder_alone_is_reminded(office):
    office.report(State.AWAITING_SIGNOFF)
    sweeps.remind(moment("03-10 15:30"))
    assert {notice.user for notice in Notice.objects.exclude(duty=None)} == {office.signer}
    assert told("03-10 17:00") == {"signer": 1, "chair": 1}  # the reminder did not use up the warning


@pytest.mark.parametrize("at", ["03-10 17:30", "03-10 17:31", "03-11 17:00"])
def test_after_the_cut_off_there_is_nothing_left_to_warn_of(office, at):
    office.report(State.AWAITING_SIGNOFF)
    assert bool(told(at)) is (at == "03-10 17:30")


def test_what_is_done_is_not_warned_of(office):
    office.report(State.SIGNED)
    Duty.objects.open().delete()
    assert told("03-10 17:00") == {}


def test_what_the_editor_has_goes_above_the_clerk(office):
    report = office.report(State.EDITING)
    assert told("03-10 17:00") == {"clerk": 1, "signer": 1}
    mail = Mail.objects.get(user=office.signer)
    assert report.number in mail.subject and "clerk" in mail.subject and report.title not in mail.body


def test_what_an_absent_editor_has_goes_to_the_office(office):
    office.report(State.EDITING)
    Duty.objects.open().filter(kind="edit").update(person=office.editor)
    Absence.objects.create(user=office.editor, since=DAY, until=DAY)
    assert told("03-10 17:00") == {"clerk": 1, "signer": 1}


def test_a_stand_in_is_warned_in_place_of_the_holder(office):
    seat("signer", person("deputy"), since=DAY, until=DAY, stand_in=True)
    office.report(State.AWAITING_SIGNOFF)
    assert told("03-10 17:00") == {"deputy": 1, "chair": 1}


def test_where_nobody_is_there_the_one_above_is_warned_once(office):
    Seat.objects.filter(post="signer").delete()
    office.report(State.SUBMITTED)
    Duty.objects.update(post="signer")
    assert told("03-10 17:00") == {"chair": 1}


def test_the_two_moments_are_the_offices_policy(office):
    policy(warnings=[60, 10])
    office.report(State.AWAITING_SIGNOFF)
    assert Duty.objects.open().get().remind_at == moment("03-10 16:30")
    assert told("03-10 17:19") == {}
    assert told("03-10 17:20") == {"signer": 1, "chair": 1}


def test_two_sweeps_at_once_warn_once(office):
    """The second finds what the first has written."""
    User.objects.filter(username="chair").update(is_active=False)
    office.report(State.AWAITING_SIGNOFF)
    assert [sweeps.escalate(moment("03-10 17:05")) for _ in range(2)] == [1, 0]
