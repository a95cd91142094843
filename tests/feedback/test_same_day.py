"""The promise of the day: the closing list that a day leaves, and the rate of what was in time."""

import pytest
from django.urls import reverse

from feedback import same_day, sweeps
from feedback.models import DayClosing, Notice
from portal.ledger.models import Entry
from portal.people.models import Absence
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from tests.makers import moment
from tests.races import at_once

DAY = moment("03-10 00:00").date()
AFTER = moment("03-10 17:31")


def standings(day=DAY):
    """{report: (sign_by, report_by)} of the list that was kept."""
    return {row["report"]: (row["sign_by"], row["report_by"]) for row in DayClosing.objects.get(day=day).rows}


def test_the_day_ends_with_a_list_of_what_was_signed_what_was_not_and_who_has_it(office):
    done, placed, waiting, fresh = (
        office.report(state)
        for state in (State.ISSUED, State.PLACED, State.AWAITING_SIGNOFF, State.SUBMITTED)
    )
    kept, merged = office.report(State.KEPT), office.report(State.MERGED)
    office.report(State.DRAFT)
    assert sweeps.close_day(AFTER)
    found = standings()
    assert found[done.pk] == ("kept", "kept")
    assert found[placed.pk] == ("kept", "open")
    assert found[waiting.pk] == found[fresh.pk] == ("open", "")
    assert found[kept.pk] == ("apart", "")
    assert merged.pk not in found and merged.carried_by_id in found
    holders = {row["report"]: row["holder"] for row in DayClosing.objects.get().rows}
    assert (holders[waiting.pk], holders[fresh.pk], holders[placed.pk]) == ("签发人", "值班经办", "值班经办")


def test_what_is_left_over_from_before_stands_on_the_list_until_it_is_done(office):
    late = office.report(State.AWAITING_SIGNOFF, at=moment("03-06 09:00"))  # a Friday
    unreported = office.report(State.SIGNED, at=moment("03-09 09:00"))
    sweeps.close_day(AFTER)
    assert standings() == {late.pk: ("open", ""), unreported.pk: ("kept", "open")}
    office.signed(late, moment("03-11 09:00"))
    sweeps.close_day(moment("03-11 17:31"))
    day = moment("03-11 00:00").date()
    assert standings(day)[late.pk] == ("late", "open")


def test_what_came_after_the_cut_off_is_on_the_next_days_list(office):
    office.report(State.SUBMITTED, at=moment("03-10 17:31"))
    sweeps.close_day(moment("03-10 17:40"))
    assert standings() == {}
    assert not Entry.objects.filter(kind="close_day").exists()  # nothing to tell
    sweeps.close_day(moment("03-11 17:31"))
    assert len(standings(moment("03-11 00:00").date())) == 1


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        ("03-10 17:30", False), ("03-10 17:31", True), ("03-10 23:59", True), ("03-14 20:00", False),
        ("05-09 18:00", True), ("04-06 18:00", False),
    ],
)  # fmt: skip
def test_only_a_working_day_is_closed_and_only_after_its_cut_off(office, at, closed):
    assert sweeps.close_day(moment(at)) is closed


def test_the_list_of_a_day_is_kept_once_and_stays_as_it_was(office):
    waiting = office.report(State.AWAITING_SIGNOFF)
    assert [sweeps.close_day(AFTER), sweeps.close_day(AFTER)] == [True, False]
    office.signed(waiting, moment("03-10 18:00"))
    assert standings() == {waiting.pk: ("open", "")}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_keep_one_list(office):
    office.report(State.AWAITING_SIGNOFF)
    results = at_once(4, lambda _n: sweeps.close_day(AFTER))
    assert DayClosing.objects.count() == 1 and results.count(True) == 1


def test_those_who_answer_for_the_day_are_told_or_whoever_stands_in(office):
    office.report(State.AWAITING_SIGNOFF)
    Absence.objects.create(user=office.clerk, since=DAY, until=DAY)
    sweeps.close_day(AFTER)
    sweeps.tell(AFTER)
    told = Notice.objects.filter(entry__kind="close_day").values_list("user__username", flat=True)
    assert sorted(told) == ["chair", "signer"]


def test_the_list_says_why_and_keeps_the_reason_in_the_office(office, client):
    report = office.report(State.AWAITING_SIGNOFF)
    sweeps.close_day(AFTER)
    client.force_login(office.signer)
    page = reverse("feedback:closing_list", args=[DAY])
    assert reverse("step", args=["reports", report.pk, "explain_delay"]) in client.get(page).content.decode()
    reports.explain_delay(report, by=office.signer, at=AFTER, note="数字待统计局核实。")
    assert "数字待统计局核实。" in client.get(page).content.decode()
    client.force_login(office.author)
    assert "统计局" not in client.get(f"/reports/{report.pk}/?tab=journey").content.decode()


def test_each_number_over_the_list_is_the_sum_of_its_parts(office, client):
    for state in (State.ISSUED, State.PLACED, State.AWAITING_SIGNOFF, State.KEPT):
        office.report(state)
    client.force_login(office.clerk)
    context = client.get(reverse("feedback:closing_list", args=[DAY])).context
    signing, reporting = context["sums"]
    assert [n for _words, n in signing[2]] == [2, 1, 1]
    assert signing[1] == len(context["page"].object_list) == 4
    assert [n for _words, n in reporting[2]] == [1, 1] and reporting[1] == 2


def test_from_list_to_list_one_goes_by_the_days_on_which_anything_was_due(office, client):
    for day in ("03-06", "03-10", "03-12"):
        office.report(State.SIGNED, at=moment(f"{day} 09:00"))
    client.force_login(office.clerk)
    found = client.get(reverse("feedback:closing_list", args=[DAY])).context
    assert (f"{found['before']:%m-%d}", f"{found['after']:%m-%d}") == ("03-06", "03-12")
    first = client.get(reverse("feedback:closing_list", args=[found["before"]])).context
    assert first["before"] is None


def test_a_sealed_report_leaves_the_list_of_its_day(office, client):
    report = office.report(State.AWAITING_SIGNOFF)
    sweeps.close_day(AFTER)
    office.sealed(report, moment("03-11 09:00"))
    client.force_login(office.clerk)
    assert report.number not in client.get(reverse("feedback:closing_list", args=[DAY])).content.decode()


def test_the_rate_counts_what_was_due_and_nothing_else(office):
    for state in (State.ISSUED, State.SIGNED, State.AWAITING_SIGNOFF, State.KEPT, State.MERGED):
        office.report(state)
    late = office.report(State.AWAITING_SIGNOFF)
    office.signed(late, moment("03-11 09:00"))
    office.report(State.SUBMITTED, at=moment("03-10 17:31"))  # due on the 11th
    [row] = same_day.rates("day", moment("03-11 12:00"))
    # The report that another was merged into waits, too.
    assert row["sign_by"] == {"kept": 2, "late": 1, "open": 2, "apart": 1}
    assert row["report_by"] == {"kept": 1, "late": 0, "open": 1}
    assert [same_day.due_in(row[half]) for half in same_day.HALVES] == [5, 2]
    rows = same_day.rates("day", moment("03-11 18:00"))
    assert [row["start"].day for row in rows] == [11, 10]
    assert rows[0]["sign_by"]["open"] == 1 and rows[0]["report_by"]["open"] == 1


@pytest.mark.parametrize(
    ("by", "starts"),
    [("day", ["03-11", "03-10"]), ("week", ["03-09"]), ("month", ["03-01"]), ("year", ["01-01"])],
)
def test_days_weeks_months_and_years_begin_in_shanghai(office, by, starts):
    office.report(State.SIGNED)
    office.report(State.SIGNED, at=moment("03-10 23:30"))
    rows = same_day.rates(by, moment("03-12 09:00"))
    assert [f"{row['start']:%m-%d}" for row in rows] == starts
    assert sum(row["sign_by"]["kept"] for row in rows) == 2


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_each_number_leads_to_exactly_its_reports(office, client, by):
    """Every link of the page is followed and its reports are counted."""
    for state in (State.ISSUED, State.SIGNED, State.AWAITING_SIGNOFF, State.KEPT):
        office.report(state)
    Report.objects.filter(status=State.ISSUED).update(reported_at=moment("03-12 09:00"))
    client.force_login(office.supervisor)
    page = client.get(reverse("feedback:same_day"), {"by": by})
    followed = 0
    for row in page.context["page"]:
        for half, standings_ in same_day.HALVES.items():
            for standing in standings_:
                said = {"half": half, "standing": standing, "since": row["start"], "until": row["until"]}
                answer = client.get(reverse("feedback:promised"), said)
                assert answer.context["page"].count == row[half][standing], said
                followed += row[half][standing]
    assert followed == (6 if by == "year" else followed)


@pytest.mark.parametrize(
    "asked",
    ["half=sideways", "half=report_by&standing=apart", "half=sign_by&since=2026-03-10&until=2026-03-01",
     "half=sign_by&since=never"],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_told_so(office, client, asked):
    client.force_login(office.clerk)
    answer = client.get(f"{reverse('feedback:promised')}?{asked}")
    assert answer.status_code == 400 and answer.context["filter_form"].errors
