"""The procedures of the whole house: every app brings its own, and may add to those of the apps below it.

Each app lists what it brings as PROCEDURES in its module `procedures`; they are read once, when all apps are
loaded. What is not whole is refused then: nothing starts with half a row.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import module_has_submodule

from portal.ledger.rows import Context, Line, Owed, Step, Subject, Words
from portal.people.roles import Hats


@dataclass(frozen=True, eq=False)
class Procedure:
    """All that may happen to one kind of subject, and all that is owed on it."""

    model: type[Model]
    _: KW_ONLY
    place: str = ""  # the first part of its addresses: /reports/12/take_up/
    # Where a subject is looked up; its `visible_to` unless said.
    seen: Callable[[Hats], QuerySet[Any]] | None = None
    told: QuerySet[Any] | None = None  # the subjects with all that the circles look at
    beside: Callable[[HttpRequest, Any], Context] | None = None  # what is decided on
    text: Callable[[Hats, Any], Any] | None = None  # the text that is at hand beside a form
    after: Callable[[Any, Any], Any] | None = None  # subject, entry: what follows in the same transaction
    stages: tuple[tuple[Words, set[str]], ...] = ()  # of its bar: what they are called, which statuses
    lines: list[Line] = field(default_factory=list)
    rows: list[Step] = field(default_factory=list)
    owes: dict[str, list[Owed]] = field(default_factory=dict)
    steps: dict[str, Step] = field(
        default_factory=dict, init=False
    )  # by name, what others have added with them

    @property
    def states(self) -> list[tuple[str, Words]]:
        """Its statuses in their order; none where the subject has no status."""
        fields = {each.name: each for each in self.model._meta.fields}
        return list(fields["status"].flatchoices) if "status" in fields else []


@dataclass(frozen=True, eq=False)
class Addition:
    """What an app adds to the procedure of a model that lies below it."""

    model: type[Model]
    _: KW_ONLY
    lines: list[Line] = field(default_factory=list)
    rows: list[Step] = field(default_factory=list)
    owes: dict[str, list[Owed]] = field(default_factory=dict)


Row = TypeVar("Row", Line, Owed)
PROCEDURES: dict[type, Procedure] = {}
LINES: dict[str, Line] = {}  # the steps among them
OWED: dict[str, Owed] = {}
PLACES: dict[str, Procedure] = {}


def load() -> None:
    """Reads the procedures of all apps, in their order. Raises ImproperlyConfigured for what is not whole."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "procedures"):
            for each in import_module(f"{app.name}.procedures").PROCEDURES:
                add(each)


def add(part: Procedure | Addition) -> None:
    if isinstance(part, Procedure):
        PROCEDURES[part.model] = part
        if part.place:
            PLACES[part.place] = part
    whole = PROCEDURES[part.model]
    if whole is not part:
        whole.lines.extend(part.lines)
        for status, rows in part.owes.items():
            whole.owes.setdefault(status, []).extend(rows)
    states = {value for value, _label in whole.states}
    for line in [*part.lines, *part.rows]:
        _require_whole(line, states)
        _keep(LINES, line.name, line)
    whole.steps.update({step.name: step for step in part.rows})
    for status, rows in part.owes.items():
        _require(status in states, f"{part.model.__name__} owes something in the status {status!r}")
        for owed in rows:
            _keep(OWED, owed.kind, owed)


def _keep(table: dict[str, Row], name: str, row: Row) -> None:
    """A name stands for one thing; a duty may be owed in several statuses."""
    _require(table.setdefault(name, row) is row, f"two rows are called {name}")


def _require_whole(line: Line, states: set[str]) -> None:
    if line.tell:
        _require(hasattr(line.tell.circle, "words"), f"{line.name}: whom it tells has no name")
    if isinstance(line, Step):
        _require(hasattr(line.may, "words"), f"{line.name}: who may has no name")
        _require(not (line.verb and line.follows), f"{line.name}: it has a verb, but nobody may take it")
        unknown = {*line.sources, line.target} - states - {None}
        _require(not unknown, f"{line.name}: no such status: {unknown}")


def _require(good: bool, words: str) -> None:
    if not good:
        raise ImproperlyConfigured(f"Procedures: {words}.")


def procedure_of(subject: Subject | type[Model]) -> Procedure:
    return PROCEDURES[subject if isinstance(subject, type) else type(subject)]
