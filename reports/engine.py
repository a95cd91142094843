"""The one door for every change of status.

A `Procedure` holds two tables for one kind of subject: its steps (who may make which move from where to
where) and what each status owes (who must do what next, by which rule it is due). Taking a step is one
transaction: it asks the predicate, updates the row filtered on the old statuses, writes one journal entry,
settles the duties that the new status no longer owes and opens those it does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal import workdays
from portal.models import Organisation, Post, User
from portal.roles import hats_of
from reports.models import Duty, Entry, Untold


class TooLate(Exception):
    """Somebody was faster: the subject no longer stands where this step begins."""


@dataclass(frozen=True)
class Step:
    """A row of the step table: from these statuses to that one, by whoever `may`; no target: it stays."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str | None
    may: Callable
    main: bool = False  # the act that moves the subject on
    listed: bool = True  # offered as an act of its own, not only as part of another one


@dataclass(frozen=True)
class Owed:
    """A row of the status table: what is owed, by whom, and by which rule it is due."""

    kind: str
    label: str | Promise
    holder: Callable  # subject -> User | Post | Organisation, or None where nothing is owed
    due: Callable  # subject, at, calendar -> deadlines.Due


def post(code):
    """The holder of a duty that is owed by whoever sits in this post."""
    return lambda _subject: Post(pk=code)


@dataclass(frozen=True)
class Procedure:
    """The two tables of one kind of subject, and the door."""

    steps: dict[str, Step]
    owes: dict[str, tuple[Owed, ...]]

    def open_to(self, hats, subject):
        """The steps this person may take now, the main one first."""
        steps = (s for s in self.steps.values() if s.listed and self.may(s.name, hats, subject))
        return sorted(steps, key=lambda step: not step.main)

    def may(self, name, hats, subject):
        step = self.steps[name]
        return subject.status in step.sources and step.may(hats, subject)

    @transaction.atomic
    def take(self, name, subject, *, by, at, note="", changes=None, where=None, **fields):
        """Takes one step and returns its journal entry.

        `by` is None where the step follows from another one or from the clock. `where` narrows what the row
        must still be like; `fields` are written with the status. Raises PermissionDenied where the person may
        not, TooLate where the subject has moved on.
        """
        step = self.steps[name]
        if by is not None:
            require(step.may, subject, by=by, at=at)
        lock(subject)
        moved = {"status": step.target or subject.status, **fields}
        if not standing(step, subject).filter(**(where or {})).update(**moved):
            raise TooLate(_("Somebody was faster: this has already moved on. Nothing was changed."))
        before = subject.status
        for field, value in moved.items():
            setattr(subject, field, value)
        said = {"status": [before, subject.status], **(changes or {})}
        entry = write(name, subject, by=by, at=at, note=note, changes=said)
        self.settle_and_open(subject, by=by, at=at)
        return entry

    def begin(self, name, subject, *, by, at, note="", changes=None):
        """The first entry and the first duties of a subject that was just created, its chain being locked."""
        write(name, subject, by=by, at=at, note=note, changes=changes)
        self.settle_and_open(subject, by=by, at=at)

    def settle_and_open(self, subject, *, by, at):
        """Makes the open duties exactly those that the present status owes."""
        rows = self.owes.get(subject.status, ())
        owed = {o.kind: (o, holder) for o in rows if (holder := o.holder(subject))}
        for duty in Duty.objects.about(subject).open().select_related("person", "post", "unit"):
            kind = duty.kind
            if kind in owed and duty.holder == owed[kind][1]:
                del owed[kind]  # still owed by the same holder: its date stands
            else:
                settle(duty, by=by, at=at)
        calendar = workdays.load() if owed else None
        for row, holder in owed.values():
            open_duty(row, holder, subject, at, calendar)


def require(may, subject=None, *, by, at):
    """Raises PermissionDenied unless the rule lets this person, as things stand on that day."""
    if not may(hats_of(by, timezone.localdate(at)), subject):
        raise PermissionDenied(may.__name__)


def standing(step, subject):
    """The subject's row, if it still stands where it was seen, and the step begins there."""
    return type(subject).objects.filter(pk=subject.pk, status__in=step.sources & {subject.status})


def lock(subject):
    """Serialises everything about one report (or one issue), always in this order: issue, report, rest."""
    top = subject.report or subject
    rows = type(top).objects.select_related(None).only("pk")
    rows.select_for_update(of=["self"]).get(pk=top.pk)


def write(kind, subject, *, by, at, note="", changes=None):
    """Appends one entry to the subject's chain, which the caller has locked, as news still to be told."""
    report = subject.report
    top = report or subject
    chain = f"{top._meta.model_name}/{top.pk}"
    last = Entry.objects.filter(chain=chain).order_by("-position").first()
    entry = Entry(
        kind=kind, subject=subject, report=report, actor=by, at=at, note=note, changes=changes or {},
        chain=chain, position=last.position + 1 if last else 1, previous_hash=last.hash if last else "",
    )  # fmt: skip
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    Untold.objects.create(entry=entry)
    return entry


def open_duty(row, holder, subject, at: datetime, calendar):
    place = {User: "person", Post: "post", Organisation: "unit"}[holder._meta.model]
    due = row.due(subject, at, calendar.of(holder.pk) if place == "unit" else calendar)
    return Duty.objects.create(
        kind=row.kind, subject=subject, report=subject.report, opened_at=at, due_at=due.at,
        first_due_at=due.at, rule=due.rule, reckoning=due.reckoning, provisional=due.provisional,
        remind_at=due.remind_at, **{place: holder},
    )  # fmt: skip


def extend(duty, due):
    """A later date for the same duty; the first date stays beside it."""
    duty.due_at, duty.rule, duty.remind_at = due.at, due.rule, due.remind_at
    duty.reckoning, duty.provisional = duty.reckoning + due.reckoning, due.provisional
    duty.save(update_fields=["due_at", "rule", "remind_at", "reckoning", "provisional"])


def settle(duty, *, by, at):
    """Lateness is written here, once; later changes of the calendar do not touch it."""
    duty.settled_at, duty.settled_by, duty.late = at, by, at > duty.due_at
    duty.save(update_fields=["settled_at", "settled_by", "late"])
