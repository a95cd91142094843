"""Rows are whole or the portal does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from portal.ledger import registry
from portal.ledger.registry import LINES, OWED, PROCEDURES, Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, person, post
from portal.people.rules import is_clerk, nobody
from routing.models import Visit
from tests.makers import NINE
from tests.makers import person as somebody

WHOLE = {"may": is_clerk, "tell": NOBODY, "author": Sees.NOTHING}
HELD = {"words": "the keeper", "able": somebody, "gone": "clerk", "above": True}


@pytest.mark.parametrize("column", WHOLE)
def test_a_step_without_a_column_that_must_not_be_forgotten_cannot_be_written(column):
    said = {name: value for name, value in WHOLE.items() if name != column}
    Step("walk", "Walk", {"here"}, "there", **WHOLE)
    with pytest.raises(TypeError, match=column):
        Step("walk", "Walk", {"here"}, "there", **said)


@pytest.mark.parametrize("column", ["tell", "author"])
def test_nor_can_a_line(column):
    said = {name: value for name, value in WHOLE.items() if name not in (column, "may")}
    with pytest.raises(TypeError, match=column):
        Line("begin", "Begun", **said)


@pytest.mark.parametrize("column", HELD)
def test_nor_can_a_duty_of_a_person_that_does_not_say_who_does_it_when_they_are_gone(column):
    said = {name: value for name, value in HELD.items() if name != column}
    with pytest.raises(TypeError, match=column):
        person(lambda subject: subject.keeper, **said)


@pytest.fixture
def tables(monkeypatch):
    """The tables of the registry, to be written to and thrown away."""
    for name in ("PROCEDURES", "LINES", "OWED", "PLACES"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))


def unnamed(_hats, _subject):
    return True


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (Line("take_up", "Again", tell=NOBODY, author=Sees.NOTHING), "two rows are called take_up"),
        (Step("walk", "Walk", set(), None, **WHOLE | {"may": unnamed}), "walk: who may has no name"),
        (Step("walk", "Walk", {"nowhere"}, None, **WHOLE), "walk: no such status"),
        (Step("walk", "Walk", set(), "nowhere", **WHOLE), "walk: no such status"),
        (Step("walk", "Walk", set(), None, **WHOLE | {"may": nobody}, verb=unnamed), "walk: it has a verb"),
        (Step("walk", "Walk", set(), None, **WHOLE | {"tell": Tell(unnamed, "x")}), "walk: whom it tells"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_whole_is_refused_at_the_start(tables, row, fault):
    rows = {"rows": [row]} if isinstance(row, Step) else {"lines": [row]}
    with pytest.raises(ImproperlyConfigured, match=fault):
        registry.add(Procedure(Visit, **rows))


def test_a_duty_in_a_status_that_there_is_not_is_refused(tables):
    owes = {"nowhere": [Owed("rest", "Rest", post("clerk"), NINE)]}
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        registry.add(Procedure(Visit, owes=owes))


def test_every_name_of_the_table_can_be_said_in_both_languages():
    said = [line.label for line in LINES.values()] + [row.label for row in OWED.values()]
    said += [row.due.words for row in OWED.values()] + [row.holder.words for row in OWED.values()]
    said += [line.tell.circle.words for line in LINES.values() if line.tell]
    said += [step.may.words for procedure in PROCEDURES.values() for step in procedure.steps.values()]
    assert [words for words in said if not isinstance(words, Promise)] == []
