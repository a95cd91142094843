"""What pages show of the ledgers: the acts open to a person, who has it, the journey, the bar of stages."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from portal.ledger.models import Duty, Entry
from portal.ledger.registry import LINES, procedure_of
from portal.ledger.rows import Context, Sees, Step, Subject, Words
from portal.people.models import User


def step_url(subject: Subject, name: str) -> str:
    """The address of a step of any subject."""
    return reverse("step", args=[procedure_of(subject).place, subject.pk, name])


def own_page(name: str) -> Callable[[Duty], str]:
    """For a duty's `page`: where the step of this name is taken."""
    return lambda duty: step_url(duty.subject, name)


def is_offered(request: Any, subject: Subject, step: Step) -> bool:
    """Whether the page of the subject has this step for whoever asks."""
    return bool(
        step.verb
        and step.listed
        and subject.status in step.sources
        and step.may(request.hats, subject)
        and step.offered(subject, request.now, request.calendar)
    )


def acts(request: Any, subject: Subject) -> list[Context]:
    """The steps open to whoever asks, as buttons for parts/acts.html, the main one first."""
    steps = [step for step in procedure_of(subject).steps.values() if is_offered(request, subject, step)]
    return [
        {
            "step": step,
            "url": step_url(subject, step.name),
            "label": step.label,
            "main": step.main,
            "at_once": step.at_once,
            "danger": step.danger,
        }
        for step in sorted(steps, key=lambda step: not step.main)
    ]


def owed(subject: Subject) -> QuerySet[Duty]:
    """Who has it and until when: the open duties on a subject."""
    return Duty.objects.about(subject).open().select_related("person", "post", "unit", "report")


def add_duties(subjects: Iterable[Any]) -> None:
    """Each gets `duty`, what is owed on it first, or None. They are of one kind; one query for all."""
    duties = Duty.objects.nearest(subjects)
    for subject in subjects:
        subject.duty = duties.get(subject.pk)


def past(subject: Subject) -> QuerySet[Entry]:
    """Its entries, each with whoever made it, the oldest first."""
    return Entry.objects.about(subject).select_related("actor").order_by("id")


def last_move(subject: Subject, name: str) -> Entry | None:
    """The entry of the step by which it came to stand as it does, if that is its name: with it, why."""
    last = past(subject).filter(changes__has_key="status").last()
    return last if last and last.kind == name else None


def seen_by_authors(*, whole: bool) -> list[str]:
    """The names of the lines that authors see; `whole` is whether the report is their own."""
    return [
        line.name
        for line in LINES.values()
        if line.author is not Sees.NOTHING and (whole or not line.author.own)
    ]


def everybody(_actor: User) -> bool:
    return True


def journey(
    entries: Sequence[Entry], *, named: Callable[[User], bool] = everybody, inside: bool = True
) -> list[Context]:
    """Entries, the oldest first and with their actors, as a timeline from the newest on.

    `named` says whether a person's name is shown; outside the office the words are left out that are not
    written for the authors.
    """
    return [
        {
            "when": entry.at,
            "who": entry.who if entry.actor and named(entry.actor) else "",
            "what": entry.line.past,
            "note": _note(entry, inside),
        }
        for entry in reversed(entries)
    ]


def _note(entry: Entry, inside: bool) -> str:
    """What the entry names, then what was said."""
    words = entry.note if inside or entry.line.author.words else ""
    return "\n".join(filter(None, [named_in(entry, inside=inside), words]))


def named_in(entry: Entry, *, inside: bool = True) -> str:
    """What an entry names besides its words; `inside` is whether it is read in the office or at a unit."""
    named = [entry.line.says(entry), entry.line.inside(entry) if inside else ""]
    return "\n".join(filter(None, map(str, named)))


def step_bar(subject: Any, been: Iterable[str] = ()) -> list[tuple[Words, str]]:
    """[(label, done|now|todo)] for parts/steps.html: the way it went, then the way that lies ahead.

    `been` are the statuses it has had; a stage that was passed by is left out.
    """
    stages = procedure_of(subject).stages
    here = next((n for n, (_label, states) in enumerate(stages) if subject.status in states), len(stages))
    ways = enumerate(stages[:here])
    done = [(label, "done") for n, (label, states) in ways if n == 0 or not states.isdisjoint(been)]
    if here >= len(stages) - 1:
        return [*done, (subject.get_status_display(), "done")]
    return [*done, (stages[here][0], "now"), *((label, "todo") for label, _states in stages[here + 1 :])]


def statuses(entries: Iterable[Entry]) -> set[str]:
    """The statuses that these entries led to."""
    return {entry.changes["status"][1] for entry in entries if "status" in entry.changes}


def said(key: str) -> Callable[[Entry], Words]:
    """For a row's `says`: what stands under this key of the entry's changes."""

    def words(entry: Entry) -> Words:
        value = entry.changes.get(key)
        return value if isinstance(value, str | Promise) else ""

    return words
