"""Counting days: against the State Council's notices, and against what must hold for any notice."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.days.models import CalendarDay, Policy
from portal.days.policy import Policies
from portal.days.workdays import (
    Calendar,
    at_time,
    end_of,
    load,
    local_day,
    published_days,
    same_day,
)

DAY = timedelta(days=1)
CUT_OFF = time(17, 30)


def span(year, first, last):
    first, last = (date(year, *day) for day in (first, last))
    return {first + DAY * i for i in range((last - first).days + 1)}


# As the notices of the General Office of the State Council put them: days off in a row, weekends included.
OFF = {
    # 2024: 国办发明电〔2023〕7号, 25 October 2023
    *span(2024, (1, 1), (1, 1)),
    *span(2024, (2, 10), (2, 17)),
    *span(2024, (4, 4), (4, 6)),
    *span(2024, (5, 1), (5, 5)),
    *span(2024, (6, 10), (6, 10)),
    *span(2024, (9, 15), (9, 17)),
    *span(2024, (10, 1), (10, 7)),
    # 2025: 国办发明电〔2024〕12号, 12 November 2024
    *span(2025, (1, 1), (1, 1)),
    *span(2025, (1, 28), (2, 4)),
    *span(2025, (4, 4), (4, 6)),
    *span(2025, (5, 1), (5, 5)),
    *span(2025, (5, 31), (6, 2)),
    *span(2025, (10, 1), (10, 8)),
    # 2026: 国办发明电〔2025〕7号, 4 November 2025
    *span(2026, (1, 1), (1, 3)),
    *span(2026, (2, 15), (2, 23)),
    *span(2026, (4, 4), (4, 6)),
    *span(2026, (5, 1), (5, 5)),
    *span(2026, (6, 19), (6, 21)),
    *span(2026, (9, 25), (9, 27)),
    *span(2026, (10, 1), (10, 7)),
}
# The weekend days that the same notices have worked.
MAKE_UP = {
    *(date(2024, *day) for day in [(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)]),
    *(date(2025, *day) for day in [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]),
    *(date(2026, *day) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]),
}
YEARS = (2024, 2025, 2026)
CALENDAR = Calendar(
    {day: (kind, name) for year in YEARS for day, kind, name in published_days(year)}, frozenset(YEARS)
)


@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_every_day_is_as_the_notice_has_it(year, total):
    days = span(year, (1, 1), (12, 31))
    notice = {day for day in days if day in MAKE_UP or (day.weekday() < 5 and day not in OFF)}
    assert {day for day in days if CALENDAR.is_working(day)} == notice
    assert len(notice) == total


@pytest.mark.parametrize("year", YEARS)
def test_only_exceptions_are_kept(year):
    off = {day for day in OFF if day.year == year and day.weekday() < 5}
    make_up = {day for day in MAKE_UP if day.year == year}
    rows = [(day, kind) for day, kind, _ in published_days(year)]
    assert rows == sorted([*((day, "off") for day in off), *((day, "work") for day in make_up)])


def test_a_day_worked_in_exchange_has_the_name_of_its_holiday():
    names = {day: name for day, _, name in published_days(2026)}
    assert names[date(2026, 9, 20)] == names[date(2026, 10, 6)] == names[date(2026, 10, 5)] == "国庆节"
    assert names[date(2026, 1, 4)] == "元旦"


def test_a_year_not_announced_has_no_published_days():
    assert published_days(2060) == []


@pytest.mark.parametrize(
    ("day", "n", "end"),
    [
        ((2026, 2, 12), 3, (2026, 2, 24)),
        ((2026, 9, 24), 2, (2026, 9, 29)),
        ((2026, 9, 29), 5, (2026, 10, 12)),
        ((2026, 2, 13), 1, (2026, 2, 14)),  # a Saturday, worked
        ((2026, 2, 14), 1, (2026, 2, 24)),  # the day before the Spring Festival
        ((2025, 12, 31), 1, (2026, 1, 4)),  # over New Year, to a Sunday that is worked
        ((2024, 12, 31), 2, (2025, 1, 3)),
        ((2026, 11, 21), 1, (2026, 11, 23)),  # from a Saturday
        ((2026, 11, 21), 0, (2026, 11, 21)),
    ],
)
def test_day_of_the_event_is_day_0(day, n, end):
    count = CALENDAR.add(date(*day), n)
    assert count.end == date(*end)
    assert not count.provisional


def test_the_counting_is_shown_day_by_day():
    steps = CALENDAR.add(date(2026, 2, 12), 3).days
    assert [(step.date.day, step.counted, step.reason, step.name) for step in steps] == [
        (13, True, "", ""),
        (14, True, "make_up", "春节"),
        (15, False, "weekend", ""),
        (16, False, "holiday", "农历除夕"),
        (17, False, "holiday", "春节"),
        (18, False, "holiday", "春节"),
        (19, False, "holiday", "春节"),
        (20, False, "holiday", "春节"),
        (21, False, "weekend", ""),
        (22, False, "weekend", ""),
        (23, False, "holiday", "春节"),
        (24, True, "", ""),
    ]


def test_there_is_no_limit_below_zero():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(date(2026, 2, 12), -1)


@pytest.mark.parametrize(
    ("day", "working", "why"),
    [
        ((2027, 1, 1), False, "holiday"),
        ((2027, 2, 10), False, "holiday"),  # 9 and 10 February stand for the festival on a weekend
        ((2027, 2, 11), True, ""),  # the notice may still make it a bridge day
        ((2027, 2, 14), False, "weekend"),
        ((2027, 10, 6), True, ""),
    ],
)
def test_a_year_not_announced_goes_by_the_law(day, working, why):
    day = date(*day)
    assert CALENDAR.provisional(day)
    assert (CALENDAR.is_working(day), CALENDAR.day(day).reason) == (working, why)


def test_a_count_into_a_year_not_announced_is_provisional():
    inside, over = CALENDAR.add(date(2026, 12, 30), 1), CALENDAR.add(date(2026, 12, 30), 2)
    assert (inside.end, inside.provisional) == (date(2026, 12, 31), False)
    assert (over.end, over.provisional) == (date(2027, 1, 4), True)


def test_the_table_outranks_the_law():
    calendar = Calendar(
        {date(2027, 1, 1): ("work", "调整"), date(2027, 3, 17): ("off", "肉孜节")}, frozenset({2027})
    )
    assert calendar.is_working(date(2027, 1, 1))
    assert calendar.day(date(2027, 3, 17)).name == "肉孜节"
    assert not calendar.provisional(date(2027, 3, 17))


@pytest.mark.parametrize(
    ("day", "working"),
    [((2026, 2, 14), (2026, 2, 14)), ((2026, 2, 15), (2026, 2, 24)), ((2026, 10, 1), (2026, 10, 8))],
)
def test_next_working_day(day, working):
    assert CALENDAR.next_working(date(*day)) == date(*working)


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ((2026, 2, 12), (2026, 2, 24), 3),
        ((2026, 2, 24), (2026, 2, 12), -3),
        ((2026, 9, 30), (2026, 10, 7), 0),
        ((2026, 10, 7), (2026, 9, 30), 0),
        ((2026, 11, 23), (2026, 11, 23), 0),
        ((2026, 11, 20), (2026, 11, 23), 1),
    ],
)
def test_working_days_between(a, b, days):
    assert CALENDAR.between(date(*a), date(*b)) == days


days = st.dates(date(2024, 1, 1), date(2027, 6, 30))
numbers = st.integers(0, 30)
more_off = st.sets(days, max_size=40) | st.builds(
    lambda first, length: {first + DAY * i for i in range(length)}, days, st.integers(1, 30)
)


@given(days, numbers, more_off)
def test_a_holiday_never_makes_a_date_earlier(day, n, off):
    fewer = Calendar(CALENDAR.exceptions | dict.fromkeys(off, ("off", "")), CALENDAR.years)
    assert fewer.add(day, n).end >= CALENDAR.add(day, n).end


@given(days, numbers)
def test_a_count_holds_together(day, n):
    count = CALENDAR.add(day, n)
    assert [step.date for step in count.days] == [day + DAY * i for i in range(1, (count.end - day).days + 1)]
    assert sum(step.counted for step in count.days) == CALENDAR.between(day, count.end) == n
    assert n == 0 or CALENDAR.is_working(count.end)


def test_days_are_days_in_shanghai():
    assert end_of(date(2026, 2, 24)) == datetime(2026, 2, 24, 15, 59, 59, tzinfo=UTC)
    assert local_day(datetime(2026, 2, 24, 15, 59, 59, tzinfo=UTC)) == date(2026, 2, 24)
    assert local_day(datetime(2026, 2, 24, 16, 0, tzinfo=UTC)) == date(2026, 2, 25)


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [
        ((2026, 11, 23), time(9, 0), (2026, 11, 23)),
        ((2026, 11, 23), time(17, 29, 59), (2026, 11, 23)),
        ((2026, 11, 23), time(17, 30), (2026, 11, 23)),
        ((2026, 11, 23), time(17, 30, 0, 1), (2026, 11, 24)),
        ((2026, 11, 20), time(18, 0), (2026, 11, 23)),  # Friday evening
        ((2026, 2, 14), time(8, 0), (2026, 2, 14)),  # a Saturday, worked
        ((2026, 2, 14), time(20, 0), (2026, 2, 24)),  # and its evening, before the Spring Festival
        ((2026, 10, 3), time(8, 0), (2026, 10, 8)),
    ],
)
def test_same_day_up_to_the_cut_off(day, clock, due):
    assert same_day(at_time(date(*day), clock), CALENDAR) == at_time(date(*due), CUT_OFF)


def test_same_day_asks_for_the_local_day():
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # in Shanghai it is Tuesday, 7:30, too late for 7:00
    row = Policy(point="cut_off", value="07:00", since=date(2020, 1, 1), set_at=at - 9 * DAY)
    calendar = replace(CALENDAR, policy=Policies((row,)))
    assert same_day(at, calendar) == at_time(date(2026, 11, 25), time(7))


@pytest.mark.django_db
def test_the_calendar_is_loaded_in_one_query(django_assert_num_queries):
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(date=date(2026, 2, 14), kind="work", name="春节", source="国办发明电〔2025〕7号"),
            CalendarDay(date=date(2026, 2, 16), kind="off", name="农历除夕", source="国办发明电〔2025〕7号"),
            CalendarDay(date=date(2027, 1, 1), kind="off", name="元旦", source="临时", announced=False),
        ]
    )
    with django_assert_num_queries(1):
        calendar = load()
    assert calendar.is_working(date(2026, 2, 14))
    assert calendar.day(date(2026, 2, 16)).name == "农历除夕"
    assert calendar.years == {2026}  # one day entered by hand does not make a year known
