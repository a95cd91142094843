"""Lights: the colour by working days, the words as people say them."""

from datetime import date, time

import pytest
from django.utils.translation import override

from portal.days.lights import ICONS, light
from portal.days.workdays import Calendar, at_time, end_of

# Monday 23 to Sunday 29 November 2026 is a plain week; Tuesday 1 December is made a day off.
CALENDAR = Calendar({date(2026, 12, 1): ("off", "")}, frozenset({2026}))
MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    date(2026, 11, day) for day in (23, 24, 26, 27, 28, 29)
)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def shown(due, at=(MONDAY, time(9, 0)), **more):
    seen = light(at_time(*due), at_time(*at), CALENDAR, **more)
    return seen.colour, seen.words


@pytest.mark.parametrize(
    ("due", "colour", "words"),
    [
        ((FRIDAY, time(17, 30)), "green", "4 working days left"),
        ((THURSDAY, time(17, 30)), "amber", "3 working days left"),
        ((date(2026, 12, 2), time(17, 30)), "green", "6 working days left"),
        ((TUESDAY, time(17, 30)), "amber", "by 17:30 tomorrow"),
        ((TUESDAY, time(23, 59, 59)), "amber", "tomorrow"),
        ((MONDAY, time(17, 30)), "amber", "by 17:30 today"),
        ((MONDAY, time(9, 0)), "amber", "by 09:00 today"),
        ((MONDAY, time(23, 59, 59)), "amber", "today"),
        ((MONDAY, time(8, 59, 59)), "red", "late since 08:59 today"),
        ((FRIDAY.replace(day=20), time(17, 30)), "red", "1 working day late"),
        ((THURSDAY.replace(day=19), time(17, 30)), "red", "2 working days late"),
    ],
)
def test_seen_on_a_monday_morning(due, colour, words):
    assert shown(due) == (colour, words)


@pytest.mark.parametrize(
    ("due", "at", "colour", "words"),
    [
        ((date(2026, 11, 30), time(17, 30)), (FRIDAY, time(9, 0)), "amber", "1 working day left"),
        ((date(2026, 12, 2), time(17, 30)), (FRIDAY, time(9, 0)), "amber", "2 working days left"),
        ((SUNDAY, time(17, 30)), (FRIDAY, time(9, 0)), "amber", "by November 29"),
        ((FRIDAY, time(17, 30)), (SATURDAY, time(9, 0)), "red", "late since November 27"),
    ],
)
def test_days_off_do_not_count(due, at, colour, words):
    assert shown(due, at) == (colour, words)


def test_a_closed_one_is_grey_however_late():
    assert shown((date(2026, 1, 5), time(17, 30)), settled=True) == ("grey", "closed")


def test_a_provisional_date_says_so():
    assert shown((FRIDAY, time(17, 30)), provisional=True) == ("green", "4 working days left (provisional)")


def test_the_last_second_is_in_time():
    assert light(end_of(MONDAY), end_of(MONDAY), CALENDAR).colour == "amber"
    assert light(end_of(MONDAY), at_time(TUESDAY, time(0, 0)), CALENDAR).colour == "red"


def test_each_colour_has_a_sign_of_its_own():
    assert len(set(ICONS.values())) == len(ICONS)
    assert light(end_of(FRIDAY), end_of(MONDAY), CALENDAR).icon == "clock"
