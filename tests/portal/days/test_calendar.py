"""The calendar changes: which dates move, which never do, and that nobody's change is lost on another's."""

from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.days import deadlines, workdays
from portal.days.deadlines import Limit
from portal.days.models import CalendarDay, CalendarYear
from portal.days.recount import recount
from portal.days.workdays import Calendar, at_time, end_of, local_day, published_days
from portal.days.workflow import calendar
from portal.days.workflow.calendar import Change, catch_up, change_days, plan, whole_year
from portal.ledger.models import Duty, Entry
from portal.people.models import Organisation, Role
from reports.states import State
from routing.workflow import assignments
from tests.makers import NINE, moment, person, unit
from tests.races import at_once, kinds

HOUR = timedelta(hours=1)


def off(day, organisation=None, name="临时放假", announced=True):
    return CalendarDay(
        date=day, kind="off", name=name, source="通知", organisation=organisation, announced=announced
    )


def replying(office, at=NINE):
    """The duty to reply of a unit that has just been given a report, and its assignment."""
    report = office.report(State.HANDLING, at)
    slip = report.assignments.get(part="lead")
    return Duty.objects.about(slip).open().get(kind="reply"), slip


def test_nothing_moves_while_nothing_changes(office):
    """Each duty that the tables know, walked to by the real verbs."""
    for state in (
        State.SUBMITTED,
        State.RETURNED,
        State.SIGNED,
        State.ISSUED,
        State.HANDLING,
        State.ANSWERED,
    ):
        office.report(state)
    office.commission(), office.matter(), office.appointment()
    found = plan(Change(put=(off(date(2026, 3, 7)),)), at=NINE)  # a Saturday, off anyway
    assert Duty.objects.open().count() > 8
    assert found.moves == []


def test_a_day_off_moves_what_counts_through_it_with_a_line_for_each(office):
    duty, slip = replying(office)
    before = duty.due_at
    found = plan(Change(put=(off(date(2026, 3, 25)),)), at=NINE)
    assert slip.pk in {one.duty.subject_id for one in found.moves}
    change_days(Change(put=(off(date(2026, 3, 25)),)), by=office.clerk, at=NINE, seen=found.seen)
    duty.refresh_from_db()
    assert local_day(duty.due_at) == workdays.load().add(local_day(before), 1).end
    assert duty.first_due_at == duty.due_at
    assert ["2026-03-25", False, "holiday", "临时放假"] in duty.reckoning
    assert sum(row[1] for row in duty.reckoning) == 15
    line = Entry.objects.about(slip).last()
    assert (line.kind, line.actor, line.report_id) == ("move_date", office.clerk, slip.report_id)
    assert line.changes["duty"] == "reply"
    year = Entry.objects.get(kind="change_year")
    assert year.chain == "calendaryear/2026"
    assert year.changes == {"put": [["2026-03-25", "off", "临时放假", "通知", None]], "struck": []}


def test_both_dates_of_an_extended_duty_move(office):
    duty, slip = replying(office)
    assignments.sign_for(slip, by=office.officer, at=NINE + HOUR)
    assignments.request_time(slip, by=office.officer, at=NINE + HOUR, days=10, note="需会商。")
    assignments.grant_time(slip, by=office.clerk, at=NINE + HOUR)
    duty.refresh_from_db()
    first, last = duty.first_due_at, duty.due_at
    change_days(Change(put=(off(date(2026, 3, 25)),)), by=office.clerk, at=NINE + HOUR)
    duty.refresh_from_db()
    assert (duty.first_due_at, duty.due_at) > (first, last)
    assert workdays.load().between(local_day(duty.first_due_at), local_day(duty.due_at)) == 10
    assert sum(row[1] for row in duty.reckoning) == 25
    after = local_day(duty.first_due_at) + timedelta(days=1)
    later = Change(put=(off(workdays.load().next_working(after)),))
    change_days(later, by=office.clerk, at=end_of(local_day(duty.first_due_at)) + HOUR)
    was = duty.first_due_at, duty.due_at
    duty.refresh_from_db()
    assert duty.first_due_at == was[0] and duty.due_at > was[1], "a first date that has passed stays"


def test_the_clock_of_the_day_moves_with_its_report(office):
    report = office.report(State.SUBMITTED, moment("03-10 18:00"))
    assert report.sign_by == moment("03-11 17:30")
    change_days(Change(put=(off(date(2026, 3, 11)),)), by=office.clerk, at=moment("03-10 19:00"))
    report.refresh_from_db()
    duty = Duty.objects.about(report).open().get()
    assert report.sign_by == duty.due_at == moment("03-12 17:30")
    assert duty.remind_at == moment("03-12 15:30") or duty.remind_at < duty.due_at
    row = CalendarDay.objects.get(date=date(2026, 3, 11))
    change_days(Change(struck=(row,)), by=office.clerk, at=moment("03-10 20:00"))
    report.refresh_from_db()
    assert report.sign_by == moment("03-11 17:30")


def test_what_has_passed_or_is_settled_stays(office):
    late, _slip = replying(office)
    settled = Duty.objects.exclude(settled_at=None).order_by("pk").values()
    before, at = list(settled), late.due_at + HOUR
    change_days(Change(put=(off(date(2026, 3, 25)), off(local_day(at)))), by=office.clerk, at=at)
    assert Duty.objects.get(pk=late.pk).due_at == late.due_at
    assert list(settled) == before and before
    assert not Entry.objects.about(_slip).filter(kind="move_date").exists()


def test_no_date_is_moved_into_the_past(office):
    duty, _slip = replying(office)
    days = [day.date for day in workdays.load().add(local_day(NINE), 30).days if not day.counted]
    weekend = tuple(CalendarDay(date=d, kind="work", name="调休", source="通知") for d in days)
    change_days(Change(put=weekend), by=office.clerk, at=duty.due_at - HOUR)
    assert Duty.objects.get(pk=duty.pk).due_at == duty.due_at


def test_a_date_beyond_the_data_is_provisional_until_they_come(office):
    at = moment("12-21 09:00")
    duty, slip = replying(office, at)
    assert duty.provisional and local_day(duty.due_at).year == 2027
    festival = [(date(2027, 2, day), "off", "春节") for day in (4, 5, 8, 9, 10, 11)]
    plan_2027 = [(date(2027, 1, 1), "off", "元旦"), (date(2027, 1, 4), "off", "元旦"), *festival]
    change_days(whole_year(2027, plan_2027, "国办通知"), by=office.clerk, at=at + HOUR)
    moved = Duty.objects.get(pk=duty.pk)
    assert not moved.provisional
    assert moved.due_at > duty.due_at
    assert Entry.objects.about(slip).last().kind == "move_date"
    assert 2027 in workdays.load().years


def test_one_day_entered_by_hand_leaves_the_year_provisional(office):
    duty, _slip = replying(office, moment("12-21 09:00"))
    change = Change(put=(off(date(2027, 1, 12), announced=False),))
    change_days(change, by=office.clerk, at=moment("12-21 10:00"))
    moved = Duty.objects.get(pk=duty.pk)
    assert moved.provisional and moved.due_at > duty.due_at


def test_a_date_that_a_person_named_only_becomes_certain(office):
    asked = office.commission(at=moment("12-21 09:00"), due_on=date(2027, 1, 20))
    duty = Duty.objects.about(asked).open().get()
    Duty.objects.filter(pk=duty.pk).update(
        rule="commissioned", due_at=end_of(date(2027, 1, 20)), reckoning=[]
    )
    Duty.objects.filter(pk=duty.pk).update(provisional=True, first_due_at=end_of(date(2027, 1, 20)))
    days = [(date(2027, 1, 20), "off", "放假")]
    change_days(whole_year(2027, days, "通知"), by=office.clerk, at=moment("12-21 10:00"))
    duty.refresh_from_db()
    assert (duty.due_at, duty.provisional) == (end_of(date(2027, 1, 20)), False)


def test_a_local_day_off_moves_the_units_below_and_nobody_else(office):
    county = Organisation.objects.create(name="某县", kind="county_committee")
    Organisation.objects.filter(pk=office.unit.pk).update(parent=county)
    duty, _slip = replying(office)
    theirs = Duty.objects.open().get(unit=office.co_unit, kind="send_opinion")
    change_days(Change(put=(off(date(2026, 3, 20), county, "肉孜节"),)), by=office.clerk, at=NINE)
    moved = Duty.objects.get(pk=duty.pk)
    assert moved.due_at > duty.due_at
    assert ["2026-03-20", False, "holiday", "肉孜节"] in moved.reckoning
    assert Duty.objects.get(pk=theirs.pk).due_at == theirs.due_at
    assert workdays.load().is_working(date(2026, 3, 20))
    fresh, _slip = replying(office)
    assert fresh.due_at == moved.due_at, "what is assigned later is counted the same"


def test_the_nearest_row_of_the_tree_holds(office):
    county = Organisation.objects.create(name="某县", kind="county_committee")
    town = Organisation.objects.create(name="某乡", kind="station", parent=county)
    CalendarDay.objects.bulk_create([
        off(date(2026, 3, 25), county),
        CalendarDay(date=date(2026, 3, 25), kind="work", name="照常上班", source="通知", organisation=town),
    ])  # fmt: skip
    found = workdays.load()
    assert not found.of(county.pk).is_working(date(2026, 3, 25))
    assert found.of(town.pk).is_working(date(2026, 3, 25))
    assert found.of(None) is found


def test_the_offices_own_local_day_is_the_offices(office):
    home = Organisation.objects.get(posts__code="clerk")
    CalendarDay.objects.bulk_create([off(date(2026, 3, 25), home)])
    found = workdays.load()
    assert not found.is_working(date(2026, 3, 25))
    assert found.of(unit("不属本级").pk).is_working(date(2026, 3, 25))


def test_what_was_opened_by_the_old_calendar_is_caught_up_with(office):
    change_days(Change(put=(off(date(2026, 3, 25)),)), by=office.clerk, at=NINE)
    day = CalendarDay.objects.get(date=date(2026, 3, 25))
    CalendarDay.objects.filter(pk=day.pk).delete()  # as a step saw it that began a moment before
    duty, _slip = replying(office, NINE + HOUR / 60)
    CalendarDay.objects.bulk_create([off(date(2026, 3, 25))])
    assert catch_up(NINE + HOUR / 30) > 0
    assert Duty.objects.get(pk=duty.pk).due_at > duty.due_at
    assert catch_up(NINE + HOUR / 20) == 0
    assert catch_up(NINE + HOUR) == 0


def test_seeding_fills_a_new_year_and_changes_no_row(office, monkeypatch):
    edited = CalendarDay.objects.get(date=date(2026, 10, 1))
    CalendarDay.objects.filter(pk=edited.pk).update(name="国庆")
    CalendarDay.objects.filter(date=date(2026, 10, 2)).delete()
    call_command("seed")
    assert CalendarDay.objects.get(pk=edited.pk).name == "国庆"
    assert not CalendarDay.objects.filter(date=date(2026, 10, 2)).exists(), "what was struck stays struck"
    CalendarDay.objects.filter(date__year=2026).delete()
    duty, _slip = replying(office, moment("09-24 09:00"))
    assert duty.provisional
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("09-24 10:00"))
    call_command("seed")
    assert not Duty.objects.get(pk=duty.pk).provisional


def load_at_once(threads=4):
    """So many people saw what their own file would move; then all confirm."""
    call_command("seed")
    by = person("system", Role.SYSTEM_ADMIN)
    files = [[(date(2027, 1, 4 + n), "off", "元旦")] for n in range(threads)]
    seen = [plan(whole_year(2027, days, "通知"), at=NINE).seen for days in files]

    def load(n):
        change_days(whole_year(2027, files[n], "通知"), by=by, at=NINE, seen=seen[n])

    return kinds(at_once(threads, load))


@pytest.mark.django_db(transaction=True)
def test_of_several_who_load_a_year_at_once_one_wins_and_the_others_are_told():
    assert load_at_once() == {"done": 1, "TooLate": 3}
    assert CalendarDay.objects.filter(date__year=2027).count() == 1
    assert Entry.objects.filter(kind="change_year").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_nobody_is_told(monkeypatch):
    """The control: all have found what they saw before the first one stores."""
    together, store = Barrier(4), calendar._store
    monkeypatch.setattr(calendar, "_lock_years", lambda _years, _at: None)
    monkeypatch.setattr(calendar, "_store", lambda change: (together.wait(timeout=30), store(change)))
    CalendarYear.objects.create(year=2027, changed_at=NINE)
    assert "TooLate" not in load_at_once()


KNOWN = {day: (kind, name) for year in (2024, 2025, 2026) for day, kind, name in published_days(year)}
PLAIN = Calendar(KNOWN, frozenset((2024, 2025, 2026)))
days = st.dates(date(2026, 1, 1), date(2026, 11, 30))


@settings(max_examples=60, deadline=None)
@given(days, st.times(time(6), time(22)), st.integers(1, 30), st.integers(0, 15), st.sets(days, max_size=25))
def test_a_holiday_added_never_makes_a_due_date_earlier(day, clock, n, more, added):
    at = at_time(day, clock)
    fewer = Calendar(KNOWN | dict.fromkeys(added, ("off", "放假")), PLAIN.years)
    for due in (deadlines.same_day(None, at, PLAIN), Limit("reply", "", n, place=0)(None, at, PLAIN)):
        duty = Duty(
            rule=due.rule, opened_at=at, due_at=due.at, first_due_at=due.at, reckoning=due.reckoning,
            provisional=False, remind_at=due.remind_at,
        )  # fmt: skip
        if more and due.reckoning:
            longer = deadlines.more_days(due.at, more, PLAIN)
            duty.due_at, duty.rule, duty.reckoning = longer.at, longer.rule, due.reckoning + longer.reckoning
        same, moved = recount(duty, PLAIN, PLAIN, at), recount(duty, PLAIN, fewer, at)
        assert not same.moves
        assert moved.first >= duty.first_due_at and moved.due.at >= duty.due_at
        if due.reckoning:
            assert sum(row[1] for row in moved.due.reckoning) == n + more
