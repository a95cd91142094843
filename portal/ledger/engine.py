"""The one door for every change of status.

The procedure of a subject says who may make which move from where to where, and what each status owes.
Taking a step is one transaction: it asks the rule, updates the row filtered on the old statuses, writes one
journal entry, settles the duties that the new status no longer owes and opens those it does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.deadlines import Due
from portal.days.workdays import Calendar
from portal.ledger.models import Duty, Entry, Untold
from portal.ledger.registry import LINES, Procedure, procedure_of
from portal.ledger.rows import Owed, Rule, Someone, Step, Subject
from portal.people.models import Organisation, Post, User
from portal.people.roles import Hats, hats_of

Changes = dict[str, Any]  # of columns or of what an entry names
MOVED_ON = _("Somebody was faster: this has already moved on. Nothing was changed.")
OTHER_WORDS = _("This form has been sent before, with other words. What was sent first stands.")


class TooLate(Exception):
    """Somebody was faster: the subject no longer stands where this step begins."""


@transaction.atomic
def take(
    name: str, subject: Subject, *, by: User | None, at: datetime, note: str = "",
    changes: Changes | None = None, where: Changes | None = None, **fields: Any,
) -> Entry:  # fmt: skip
    """Takes one step, with what follows from it, and returns its journal entry.

    `by` is None where the step follows from another one or from the clock. `where` narrows what the row must
    still be like; `fields` are written with the status. Raises PermissionDenied where the person may not,
    TooLate where the subject has moved on.
    """
    procedure = procedure_of(subject)
    step = procedure.steps[name]
    stands_in = {}
    if by is not None:
        require(step.may, subject, by=by, at=at)
        stands_in = standing_in(step.may, hats_of(by, timezone.localdate(at)), subject)
    lock(subject)
    moved = {"status": step.target or subject.status, **fields}
    if not standing(step, subject).filter(**(where or {})).update(**moved):
        raise TooLate(MOVED_ON)
    before = subject.status
    for field, value in moved.items():
        setattr(subject, field, value)
    said = {"status": [before, subject.status], **(changes or {}), **stands_in}
    entry = write(name, subject, by=by, at=at, note=note, changes=said)
    settle_and_open(procedure, subject, by=by, at=at)
    if procedure.after:
        procedure.after(subject, entry)
    return entry


def may(name: str, hats: Hats, subject: Subject) -> bool:
    """Whether this person may take this step of the subject as it stands."""
    step = procedure_of(subject).steps[name]
    return subject.status in step.sources and step.may(hats, subject)


def begin(
    name: str, subject: Subject, *, by: User | None, at: datetime, note: str = "",
    changes: Changes | None = None,
) -> None:  # fmt: skip
    """The first entry and the first duties of a subject that was just created, its chain being locked."""
    write(name, subject, by=by, at=at, note=note, changes=changes)
    settle_and_open(procedure_of(subject), subject, by=by, at=at)


def settle_and_open(procedure: Procedure, subject: Subject, *, by: User | None, at: datetime) -> None:
    """Makes the open duties exactly those that the present status owes."""
    rows = procedure.owes.get(subject.status, ())
    owed = {row.kind: (row, holder) for row in rows if (holder := row.holder.of(subject))}
    for duty in Duty.objects.about(subject).open().select_related("person", "post", "unit"):
        kind = duty.kind
        if kind in owed and duty.holder == owed[kind][1]:
            del owed[kind]  # still owed by the same holder: its date stands
        else:
            settle(duty, by=by, at=at)
    if owed:
        calendar = workdays.load()
        for row, holder in owed.values():
            open_duty(row, holder, subject, at, calendar)


def require(may: Rule, subject: Any = None, *, by: User, at: datetime) -> None:
    """Raises PermissionDenied unless the rule lets this person, as things stand on that day."""
    if not may(hats_of(by, timezone.localdate(at)), subject):
        raise PermissionDenied(may.__name__)


def standing_in(may: Rule, hats: Hats, subject: Any) -> Changes:
    """What an entry says besides where its maker may only as a stand-in, or as whoever covers the post."""
    own = hats.in_own_right
    return {} if own is None or may(own, subject) else {"stands_in": True}


def decided(subject: Any) -> QuerySet[Entry]:
    """The lines of its journal that change what is decided on. A page says on how many it was drawn."""
    aside = [line.name for line in LINES.values() if line.aside]
    return Entry.objects.about(subject).exclude(kind__in=aside)


def require_lines(subject: Any, count: int | None) -> None:
    """Raises TooLate where its journal has gone on, its chain being locked; None asks nothing."""
    if count not in (None, decided(subject).count()):
        raise TooLate(MOVED_ON)


def one_at_a_time(*named: object) -> None:
    """Until the end of the transaction whoever else names the same waits. Taken before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["/".join(map(str, named))])


def create_once(model: type[Any], defaults: Changes, **key: Any) -> tuple[Any, bool]:
    """The row of this key, and whether it is new: of two that come at once the second waits for the first."""
    one_at_a_time(model._meta.label, *key.values())
    found: tuple[Any, bool] = model.objects.get_or_create(defaults=defaults, **key)
    return found


def sent_once(
    model: type[Any], said: Changes, *, more: Changes, chosen: dict[str, Iterable[Any]] | None = None,
    **key: Any,
) -> tuple[Any, bool]:  # fmt: skip
    """The row of a form with this key, and whether it is new: the same form sent twice is one row.

    `chosen` are fields to many rows, `more` is what nobody typed. Raises TooLate where it was sent before
    with other words, or other things chosen.
    """
    row, new = create_once(model, more | said, **key)
    for name, rows in (chosen or {}).items():
        if new:
            getattr(row, name).set(rows)
        elif {*getattr(row, name).all()} != {*rows}:
            raise TooLate(OTHER_WORDS)
    if not new and any(getattr(row, name) != value for name, value in said.items()):
        raise TooLate(OTHER_WORDS)
    return row, new


def standing(step: Step, subject: Subject) -> QuerySet[Any]:
    """The subject's row, if it still stands where it was seen, and the step begins there."""
    return type(subject).objects.filter(pk=subject.pk, status__in=step.sources & {subject.status})


def lock(subject: Subject) -> None:
    """Serialises everything about one report (or one issue), always in this order: issue, report, rest."""
    top: Subject = subject.report or subject
    rows = type(top).objects.select_related(None).only("pk")
    rows.select_for_update(of=["self"]).get(pk=top.pk)


def write(
    kind: str, subject: Subject, *, by: User | None, at: datetime, note: str = "",
    changes: Changes | None = None,
) -> Entry:  # fmt: skip
    """Appends one entry to the subject's chain, which the caller has locked, as news still to be told."""
    report = subject.report
    top: Subject = report or subject
    chain = f"{top._meta.model_name}/{top.pk}"
    last = Entry.objects.filter(chain=chain).order_by("-position").first()
    entry = Entry(
        kind=LINES[kind].name, subject=subject, report=report, actor=by, at=at, note=note,
        changes=changes or {},
        chain=chain, position=last.position + 1 if last else 1, previous_hash=last.hash if last else "",
    )  # fmt: skip
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    Untold.objects.create(entry=entry)
    return entry


def write_all(kind: str, said: dict[Any, Changes], *, by: User | None, at: datetime) -> None:
    """The same for many subjects of one kind whose journals are their own: {subject: changes}.

    The caller has locked them. So many statements whatever their number.
    """
    if not said:
        return
    name = next(iter(said))._meta.model_name
    chains = {subject: f"{name}/{subject.pk}" for subject in said}
    entries = Entry.objects.filter(chain__in=chains.values()).order_by("chain", "-position")
    last = {entry.chain: entry for entry in entries.distinct("chain")}
    made = []
    for subject, changes in said.items():
        before = last.get(chains[subject])
        entry = Entry(
            kind=LINES[kind].name, subject=subject, report=None, actor=by, at=at, changes=changes,
            chain=chains[subject], position=before.position + 1 if before else 1,
            previous_hash=before.hash if before else "",
        )  # fmt: skip
        entry.hash = entry.computed_hash()
        made.append(entry)
    Untold.objects.bulk_create(Untold(entry=entry) for entry in Entry.objects.bulk_create(made))


def open_duty(row: Owed, holder: Someone, subject: Subject, at: datetime, calendar: Calendar) -> Duty:
    place = {User: "person", Post: "post", Organisation: "unit"}[holder._meta.model]
    if isinstance(holder, Organisation):
        require_standing(holder)
    due = row.due(subject, at, calendar.of(holder.pk) if isinstance(holder, Organisation) else calendar)
    return Duty.objects.create(
        kind=row.kind, subject=subject, report=subject.report, opened_at=at, due_at=due.at,
        first_due_at=due.at, rule=due.rule, reckoning=due.reckoning, provisional=due.provisional,
        remind_at=due.remind_at, named=due.named, **{place: holder},
    )  # fmt: skip


def require_standing(unit: Organisation) -> None:
    """Raises TooLate where it was dissolved: nothing is owed by what is no more.

    Until the end of the transaction nobody dissolves it.
    """
    rows = Organisation.objects.select_for_update(no_key=True, of=["self"])
    if rows.get(pk=unit.pk).dissolved_on:
        raise TooLate(MOVED_ON)


def extend(duty: Duty, due: Due) -> None:
    """A later date for the same duty; the first date stays beside it."""
    duty.due_at, duty.rule, duty.remind_at = due.at, due.rule, due.remind_at
    duty.reckoning, duty.provisional = duty.reckoning + due.reckoning, due.provisional
    duty.named = due.named or duty.named
    duty.save(update_fields=["due_at", "rule", "remind_at", "reckoning", "provisional", "named"])


def redate(duty: Duty, due: Due) -> None:
    """Another date for the same duty, in place of the one it had: it is its first date, too."""
    duty.due_at = duty.first_due_at = due.at
    for name in ("rule", "remind_at", "reckoning", "provisional", "named"):
        setattr(duty, name, getattr(due, name))
    duty.save()


def settle(duty: Duty, *, by: User | None, at: datetime) -> None:
    """Lateness is written here, once; later changes of the calendar do not touch it."""
    duty.settled_at, duty.settled_by, duty.late = at, by, at > duty.due_at
    duty.save(update_fields=["settled_at", "settled_by", "late"])
