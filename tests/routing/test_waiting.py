"""Waiting for others: seen by everybody concerned, asked about again, never for ever, and no date moves."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from feedback import sweeps, three_rates
from feedback.models import Notice
from portal.days.models import TimeLimit
from portal.days.periods import Period
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from reports.states import State
from routing.models import Assignment
from routing.workflow import assignments, closing, waiting
from tests.handlings import waiting_part
from tests.makers import NINE, moment

WHOM = "与反映人联合踏勘"


def told(kind):
    return [notice.user.username for notice in Notice.objects.filter(entry__kind=kind)]


def test_what_is_owed_stays_owed_by_the_same_unit_and_date(office):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(row, by=office.officer, at=NINE)
    before = Duty.objects.about(row).open().values().get() | {"waited": True}  # which is all that is new
    waiting.wait_for(row, by=office.officer, at=NINE, waiting_for=WHOM)
    assert row.status == "waiting" and Duty.objects.about(row).open().values().get() == before
    waiting.go_on(row, by=office.officer, at=NINE)
    assert row.status == "handling" and Duty.objects.about(row).open().values().get() == before


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_the_other_side_hears_of_it(office, who):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(row, by=office.officer, at=NINE)
    waiting.wait_for(row, by=getattr(office, who), at=NINE, waiting_for=WHOM)
    sweeps.tell(NINE)
    assert told("wait_for") == [{"officer": "clerk", "clerk": "officer"}[who]]


def test_the_unit_is_told_to_ask_again_every_five_working_days_in_office_hours(office):
    """From Tuesday 10 March: after the 17th; then after the 25th, as the 18th is when it was told."""
    row = waiting_part(office)
    assert sweeps.nudge(moment("03-17 17:00")) == 0
    assert sweeps.nudge(moment("03-18 03:00")) == 0, "not at night"
    assert [sweeps.nudge(moment("03-18 09:00")) for _twice in range(2)] == [1, 0]
    assert [sweeps.nudge(moment(f"03-{day} 09:00")) for day in (24, 25, 26)] == [0, 0, 1]
    sweeps.tell(moment("03-26 10:00"))
    assert told("nudge") == ["officer", "officer"]
    assert Entry.objects.about(row).filter(kind="nudge").count() == 2


def test_it_ends_by_itself_and_the_unit_goes_on(office):
    """Thirty working days after 10 March; 4 to 6 April are days off."""
    row = waiting_part(office)
    last = waiting.wait_until(row, sweeps.workdays.load())
    assert last.date() == date(2026, 4, 22)
    sweeps.nudge(moment("04-22 17:00"))
    row.refresh_from_db()
    assert row.status == "waiting"
    sweeps.nudge(moment("04-23 09:00"))
    row.refresh_from_db()
    assert row.status == "handling"
    sweeps.tell(moment("04-23 10:00"))
    assert told("end_waiting") == ["officer"]
    assert sweeps.nudge(moment("04-30 09:00")) == 0


def test_how_often_and_how_long_are_time_limits_of_the_office(office):
    for rule, days in (("nudge", 1), ("waiting", 2)):
        since = {"since": date(2026, 3, 1), "set_at": moment("03-01 09:00")}
        TimeLimit.objects.create(rule=rule, amount=days, unit="days", **since)
    row = waiting_part(office)
    assert sweeps.nudge(moment("03-12 09:00")) == 1
    row.refresh_from_db()
    assert row.status == "waiting"
    assert sweeps.nudge(moment("03-13 09:00")) == 1
    row.refresh_from_db()
    assert row.status == "handling"


def test_whoever_waits_may_answer_at_once(office):
    row = waiting_part(office)
    office.replied(row, NINE)
    closing.pass_reply(row, by=office.clerk, at=NINE)
    assert row.report.status == State.ANSWERED
    with pytest.raises(TooLate):
        waiting.go_on(row, by=office.officer, at=NINE)


def test_nobody_waits_for_nobody(office, client):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(row, by=office.officer, at=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting.wait_for(row, by=office.officer, at=NINE, waiting_for="")
    client.force_login(office.officer)
    url = reverse("step", args=["assignments", row.pk, "wait_for"])
    answer = client.post(url, {"waiting_for": "  "})
    assert answer.status_code == 400 and set(answer.context["form"].errors) == {"waiting_for"}
    assert Assignment.objects.get(pk=row.pk).status == "handling"
    assert client.post(url, {"waiting_for": WHOM}).status_code == 302
    assert Assignment.objects.get(pk=row.pk).waits


def test_it_is_shown_on_the_slip_the_desk_the_list_and_the_page_of_supervision(office, client):
    row = waiting_part(office)
    for who, urls in {
        office.officer: [row.get_absolute_url(), reverse("desk"), reverse("routing:assignments")],
        office.clerk: [row.get_absolute_url(), reverse("feedback:supervision", query={"how": "waiting"})],
    }.items():
        client.force_login(who)
        for url in urls:
            assert WHOM in client.get(url).content.decode(), url
    waiting.go_on(row, by=office.officer, at=NINE)
    page = client.get(reverse("feedback:supervision", query={"how": "waiting"}))
    assert not page.context["page"].count


def test_in_the_rates_it_is_counted_like_everything_and_shown(office):
    row = waiting_part(office)
    office.replied(row, moment("06-01 09:00"))  # late
    plain = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(plain, by=office.officer, at=NINE)
    year, at = Period(date(2026, 1, 1), date(2026, 12, 31)), moment("06-02 09:00")
    units = three_rates.of_units(year, at, sweeps.workdays.load())
    rate = {unit.name: unit.rates["reply"] for unit in units}[office.unit.name]
    assert (rate.counts["waiting"], rate.counts["late"], rate.of) == (1, 1, 2)
