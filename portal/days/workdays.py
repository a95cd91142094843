"""Which days the office works, and what day it is N working days on, with the counting shown.

Only exceptions are kept (a weekday off, a weekend worked); every day is a day in Shanghai.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.days.limits import Limits, load_limits
from portal.days.models import CalendarDay
from portal.days.policy import Policies, load_policy
from portal.people.models import Organisation

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
DAY_END = time(23, 59, 59)
SATURDAY = 5
NOTICE_DUE = (11, 15)  # month and day by which the notice for the next year is usually out
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")  # the library names a bridge day by the day worked for it
OFF, WORK = CalendarDay.Kind.OFF.value, CalendarDay.Kind.WORK.value
FIELDS = ("date", "organisation", "kind", "name", "announced")  # of a row, as `of_rows` takes it


def at_time(day, moment):
    return datetime.combine(day, moment, SHANGHAI)


def end_of(day):
    return at_time(day, DAY_END)


def local_day(at):
    return at.astimezone(SHANGHAI).date()


def local_clock(at):
    return at.astimezone(SHANGHAI).time()


@dataclass(frozen=True)
class Day:
    """One day of a count; `reason` is "weekend", "holiday", "make_up" or "" for a plain working day."""

    date: date
    counted: bool
    reason: str = ""
    name: str = ""


@dataclass(frozen=True)
class Count:
    end: date
    days: tuple[Day, ...]
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """`exceptions` maps a date to (kind, name); `years` are those whose notice is in the table.

    `limits` are the office's time limits, `policy` is its policy: both read when they are first asked for.
    The other three hold what `of` needs: everybody's exceptions, those of one organisation, and the tree.
    """

    exceptions: Mapping[date, tuple[str, str]]
    years: frozenset[int]
    everybody: Mapping[date, tuple[str, str]] = field(default_factory=dict)
    local: Mapping[int, Mapping[date, tuple[str, str]]] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    policy: Policies = field(default_factory=Policies)

    def of(self, organisation: int | None) -> "Calendar":
        """The calendar of what this one owes: its own days, then those above it, then everybody's."""
        if not (self.local and organisation):
            return self
        line = []
        while organisation:
            line.append(self.local.get(organisation, {}))
            organisation = self.parents.get(organisation)
        return replace(self, exceptions=reduce(or_, reversed(line), self.everybody))

    def day(self, day):
        """A row outranks the law, the law outranks the weekday."""
        kind, name = self.exceptions.get(day) or _statutory(day.year).get(day) or ("", "")
        if kind:
            return Day(day, kind == WORK, "make_up" if kind == WORK else "holiday", name)
        if day.weekday() >= SATURDAY:
            return Day(day, False, "weekend")
        return Day(day, True)

    def is_working(self, day):
        return self.day(day).counted

    def provisional(self, day):
        return day.year not in self.years

    def add(self, day, n):
        """The nth working day after `day`, which is day 0 itself."""
        if n < 0:
            raise ValueError("A time limit cannot be negative.")
        days = []
        while n:
            day += DAY
            days.append(self.day(day))
            n -= days[-1].counted
        return Count(day, tuple(days), any(self.provisional(passed.date) for passed in days))

    def add_time(self, at, left):
        """(moment, Count): so much time of office hours later, on days that are worked."""
        day, days = local_day(at), []
        while True:
            days.append(self.day(day))
            start, there = self._open(day, at, at)
            if left <= there:
                return start + left, Count(day, tuple(days), any(self.provisional(d.date) for d in days))
            left -= there
            day += DAY

    def time_between(self, a, b):
        """How much of it lies between two moments, by the office hours as they were known at the first."""
        days = range((local_day(b) - local_day(a)).days + 1)
        passed = sum((self._open(local_day(a) + DAY * n, a, a)[1] for n in days), timedelta())
        return passed - self._open(local_day(b), max(a, b), a)[1]

    def _open(self, day, since, known):
        """(from when the office is open that day after a moment, for how long)."""
        opens, closes = self.policy.on(day, known).office_hours
        start, end = max(since, at_time(day, opens)), at_time(day, closes)
        return start, max(end - start, timedelta()) if self.is_working(day) else timedelta()

    def next_working(self, day):
        """The day itself, if it is worked."""
        while not self.is_working(day):
            day += DAY
        return day

    def between(self, a, b):
        """Working days from a (not counted) to b (counted); below zero when b has passed."""
        if b < a:
            return -self.between(b, a)
        return sum(self.is_working(a + DAY * i) for i in range(1, (b - a).days + 1))


def same_day(at, calendar):
    """The cut-off of the day of `at`; what comes later, or on a day off, has until the next one worked.

    Each day has the cut-off that was known for it at the moment itself.
    """
    today = local_day(at)
    due_at = cut_off(today, at, calendar)
    if calendar.is_working(today) and at <= due_at:
        return due_at
    return cut_off(calendar.next_working(today + DAY), at, calendar)


def cut_off(day, known, calendar):
    return at_time(day, calendar.policy.on(day, known).cut_off)


def same_day_moved(due_at, since, before, after):
    """A same-day date by the other calendar: counted from `since` where it was, else only ever put off."""
    if same_day(since, before) == due_at:
        return same_day(since, after)
    return at_time(after.next_working(local_day(due_at)), local_clock(due_at))


def load(policy: "Policies | SimpleLazyObject | None" = None) -> "Calendar":
    """The office's calendar as the table has it now: one query, and another where there are local days.

    `policy` is the office's, where whoever asks has it.
    """
    return of_rows(CalendarDay.objects.values_list(*FIELDS), policy)


def of_rows(rows, policy=None):
    """The office's calendar made of such rows (FIELDS)."""
    everybody, local, years = {}, defaultdict(dict), set()
    for day, organisation, kind, name, announced in rows:
        if organisation:
            local[organisation][day] = (kind, name)
        else:
            everybody[day] = (kind, name)
            years |= {day.year} if announced else set()
    known = {
        "limits": SimpleLazyObject(load_limits),
        "policy": SimpleLazyObject(load_policy) if policy is None else policy,
    }
    calendar = Calendar(everybody, frozenset(years), **known)
    if not local:
        return calendar
    tree = list(Organisation.objects.values_list("pk", "parent", "name"))
    parents = {pk: parent for pk, parent, _name in tree}
    office = next((pk for pk, _parent, name in tree if name == settings.COMMITTEE_NAME), None)
    return replace(calendar, everybody=everybody, local=local, parents=parents).of(office)


def missing_years(calendar, today):
    """Years whose notice should be in the table: this one, and the next from the middle of November on."""
    due = [today.year] + [today.year + 1] * ((today.month, today.day) >= NOTICE_DUE)
    return [year for year in due if year not in calendar.years]


def published_days(year):
    """(date, kind, name) as the State Council's notice for the year has them; empty before it is out."""
    names, swaps = _library(year)
    days = {day: (OFF, name) for day, name in names.items() if swaps and day.weekday() < SATURDAY}
    for bridge, worked in swaps.items():
        name = names[min(names, key=lambda day: abs(day - bridge))]
        days |= {bridge: (OFF, name), worked: (WORK, name)}
    return [(day, *days[day]) for day in sorted(days)]


def left_out(year, days):
    """[(day, name)] of the statutory days off from Monday to Friday of which a plan says nothing."""
    found = _statutory(year).items()
    return [(day, name) for day, (_, name) in found if day.weekday() < SATURDAY and day not in days]


@lru_cache
def _statutory(year):
    return {day: (OFF, name) for day, name in _library(year)[0].items()}


def _library(year):
    """{statutory day: name}, on weekends too, and {bridge day: the weekend day worked in exchange}."""
    plan = holidays.CN(years=year, language="zh_CN")
    swaps = {
        day: date.fromisoformat(found[0]) for day, text in plan.items() if (found := ISO_DATE.search(text))
    }
    return {day: text.partition("（")[0] for day, text in plan.items() if day not in swaps}, swaps
