"""Days off and make-up days: changed by a person or a file, and every open date with them.

A change is looked at before it is made: `plan` says what would move, `change_days` does it in one transaction
and refuses where meanwhile something else would move. What was opened by the old calendar in the same moment
is counted again by `catch_up`.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.models import CalendarDay, CalendarYear
from portal.days.recount import Recount, recount, with_other
from portal.days.registry import CLOCKS, RULES
from portal.ledger.engine import TooLate, create_once, write
from portal.ledger.models import Duty

AFTERWARDS = timedelta(minutes=10)  # longer than any transaction may last


@dataclass(frozen=True)
class Change:
    """Rows as they are to be, and rows that are to go."""

    put: tuple[CalendarDay, ...] = ()
    struck: tuple[CalendarDay, ...] = ()

    @property
    def years(self):
        return sorted({day.date.year for day in (*self.put, *self.struck)})


@dataclass(frozen=True)
class Plan:
    """What a change would do to the open duties; `seen` names exactly this, for whoever confirms it."""

    recounts: tuple[Recount, ...]
    seen: str

    @property
    def moves(self):
        return [found for found in self.recounts if found.moves]


def whole_year(year, days, source, *, keep=False):
    """A year's plan as (date, kind, name); everybody's other days of that year go, unless they are kept.

    It may hold days of the December before, as a notice did once.
    """
    there = {row.date: row for row in CalendarDay.objects.filter(organisation=None, date__year=year)}
    put = [
        CalendarDay(date=day, kind=kind, name=name, source=source)
        for day, kind, name in days
        if not (keep and day in there)
    ]
    gone = [row for day, row in there.items() if not keep and day not in {d for d, *_ in days}]
    return Change(tuple(put), tuple(gone))


def plan(change, *, at):
    rows = _rows()
    after = dict(rows)
    for day in change.struck:
        after.pop((day.date, day.organisation_id), None)
    for day in change.put:
        after[day.date, day.organisation_id] = (day.kind, day.name, day.announced)
    before, then = _calendar(rows), _calendar(after)
    found = _recounts(before, then, at, _since(change, before.years != then.years))
    dates = [(r.duty.pk, r.first.isoformat(), r.due.at.isoformat()) for r in found if r.moves]
    years = sorted(row for row in rows.items() if row[0][0].year in change.years)
    said = repr((sorted(dates), sorted(map(repr, years))))
    return Plan(tuple(found), hashlib.sha256(said.encode()).hexdigest())


def _rows():
    """{(date, organisation): (kind, name, announced)}"""
    rows = CalendarDay.objects.values_list(*workdays.FIELDS)
    return {(day, whose): tuple(rest) for day, whose, *rest in rows}


def _calendar(rows):
    return workdays.of_rows((*key, *rest) for key, rest in rows.items())


def _since(change, known_otherwise):
    """The first day of which something may be different: of a year that becomes known, its first."""
    first = min((day.date for day in (*change.put, *change.struck)), default=date.max)
    return first.replace(month=1, day=1) if known_otherwise else first


def _recounts(before, after, at, since):
    """Each open duty whose dates change, one that is due with another's after that one."""
    duties = Duty.objects.open().filter(due_at__gte=workdays.at_time(since, time.min))
    duties = duties.select_related("report", "person", "post", "unit")
    found = {duty.pk: recount(duty, before, after, at) for duty in duties}
    on = defaultdict(list)  # (type, id) of a subject: what is owed on it
    for one in found.values():
        if not RULES[one.duty.rule].follows:
            on[one.duty.subject_type_id, one.duty.subject_id].append(one)
    for pk, one in found.items():
        follows = RULES[one.duty.rule].follows
        if follows and one.duty.due_at >= at and (others := on.get(follows(one.duty))):
            last = max(others, key=lambda other: other.duty.due_at)
            found[pk] = with_other(one.duty, last) or one
    return [one for one in found.values() if one.changes]


@transaction.atomic
def change_days(change, *, by, at, seen=None):
    """Stores the days, the dates they move, and a line for each: of the year, and of every moved duty.

    Raises TooLate where not exactly that would happen which was `seen`. Returns the plan.
    """
    _lock_years(change.years, at)
    _lock_subjects(plan(change, at=at).recounts)
    found = plan(change, at=at)
    before, said = workdays.load(), _said(change)
    if seen not in (None, found.seen):
        if not any(days for words in said.values() for days in words.values()):
            return found  # the same sent twice
        raise TooLate(_("Meanwhile something has changed: look at what would move now. Nothing was stored."))
    _store(change, at)
    for year, words in said.items():
        write("change_year", CalendarYear.objects.get(pk=year), by=by, at=at, changes=words)
    _move(found.recounts, by, at)
    _move_clocks(before, workdays.load(), at)
    return found


def _lock_years(years, at):
    """Two who change the same year do so one after the other."""
    for year in years:
        create_once(CalendarYear, {"changed_at": at}, year=year)
    list(CalendarYear.objects.select_for_update().filter(pk__in=years).order_by("pk"))


def _lock_subjects(recounts):
    """Whatever has its dates moved, in the order in which every verb locks: issues, then reports."""
    tops = defaultdict(set)
    for one in recounts:
        duty = one.duty
        about = ContentType.objects.get_for_id(duty.subject_type_id).model_class()
        top = apps.get_model(settings.REPORT_MODEL) if duty.report_id else about
        tops[top].add(duty.report_id or duty.subject_id)
    for model in sorted(tops, key=lambda each: each._meta.model_name):
        rows = model._base_manager.select_related(None).only("pk").filter(pk__in=tops[model])
        list(rows.order_by("pk").select_for_update(of=["self"]))


def standing(change):
    """{(date, organisation's id): the row} of the years that it is about."""
    rows = CalendarDay.objects.filter(date__year__in=change.years).select_related("organisation")
    return {(row.date, row.organisation_id): row for row in rows}


def differs(old, new):
    return (old.kind, old.name, old.source) != (new.kind, new.name, new.source)


def _said(change):
    """{year: what the journal tells of it}: only what is different."""
    there = standing(change)
    said = {year: {"put": [], "struck": []} for year in change.years}
    for day in change.struck:
        if (day.date, day.organisation_id) in there:
            said[day.date.year]["struck"].append(_words(day))
    for day in change.put:
        old = there.get((day.date, day.organisation_id))
        if not old or differs(old, day):
            said[day.date.year]["put"].append(_words(day))
    return said


def _words(day):
    return [day.date.isoformat(), day.kind, day.name, day.source, day.organisation and day.organisation.name]


def _store(change, at):
    CalendarYear.objects.filter(pk__in=change.years).update(changed_at=at)
    for day in change.struck:
        CalendarDay.objects.filter(date=day.date, organisation=day.organisation_id).delete()
    CalendarDay.objects.bulk_create(
        change.put, update_conflicts=True, unique_fields=["date", "organisation"],
        update_fields=["kind", "name", "source", "announced"],
    )  # fmt: skip


def _move(recounts, by, at):
    prefetch_related_objects([one.duty for one in recounts if one.moves], "subject")
    for one in recounts:
        duty = one.duty
        if one.moves:
            dates = {"duty": duty.kind, "due": [duty.due_at, one.due.at]}
            write("move_date", duty.subject, by=by, at=at, changes=dates)
        Duty.objects.filter(pk=duty.pk).update(**one.values)


def _move_clocks(before, after, at):
    """The clocks of the same-day promise, where they still run."""
    for clock in CLOCKS:
        running = clock.model.objects.filter(clock.running)
        rows = running.filter(**{f"{clock.field}__gte": at}).values_list("pk", clock.field, clock.since)
        for pk, due_at, since in rows:
            moved = workdays.same_day_moved(due_at, since, before, after)
            if moved >= at and moved != due_at:
                running.filter(pk=pk).update(**{clock.field: moved})


@transaction.atomic
def catch_up(at):
    """Counts again what was opened by the old calendar while a change was stored. How many dates moved."""
    years = CalendarYear.objects.filter(changed_at__gt=at - AFTERWARDS)
    if not years.exists():
        return 0
    calendar = workdays.load()
    since = date(min(years.values_list("pk", flat=True)), 1, 1)
    _lock_subjects(_recounts(calendar, calendar, at, since))
    found = _recounts(calendar, calendar, at, since)
    _move(found, None, at)
    _move_clocks(calendar, calendar, at)
    return sum(one.moves for one in found)
