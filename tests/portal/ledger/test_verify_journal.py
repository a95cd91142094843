"""Each way of tampering with the journal is found and its line named; a sound journal passes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.ledger.models import Entry, Untold
from reports.states import State
from tests.kept import as_owner
from tests.makers import NINE


@pytest.fixture
def chain(office):
    """The ids of a long chain's lines, among those of other reports and of an issue; everybody is told."""
    office.report(State.KEPT)
    report = office.report(State.CLOSED)
    office.report(State.WITHDRAWN)
    Untold.objects.all().delete()
    return list(Entry.objects.filter(report=report).order_by("position").values_list("pk", flat=True))


def tamper(statement, *values):
    """As the owner of the tables could: with the trigger off."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER journal_is_append_only")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER journal_is_append_only")


def verify():
    """(exit code, {position: what is said of it}) of the command."""
    out, code = StringIO(), 0
    try:
        call_command("verify_journal", stdout=out)
    except CommandError as error:
        code = error.returncode
    lines = [line for line in out.getvalue().splitlines() if "#" in line]
    return code, {int(line.split("#")[1].split()[0]): line.partition(": ")[2] for line in lines}


def test_a_sound_journal_passes(chain):
    assert verify() == (0, {})


def test_an_empty_journal_passes(db):
    assert verify() == (0, {})


@pytest.mark.parametrize(
    "change",
    [
        "note = note || '。'", "at = at + interval '1 microsecond'", "actor_id = NULL", "kind = 'withdraw'",
        "changes = '{}'", "report_id = NULL", "subject_id = subject_id + 1",
    ],
)  # fmt: skip
def test_a_changed_line_is_named(chain, change):
    tamper(f"UPDATE ledger_entry SET {change} WHERE id = %s", chain[2])
    assert verify() == (1, {3: "was changed"})


def test_a_changed_line_with_its_hash_made_anew_no_longer_carries_the_next(chain):
    entry = Entry.objects.get(pk=chain[2])
    entry.note = "换了的话"
    tamper(
        "UPDATE ledger_entry SET note = %s, hash = %s WHERE id = %s",
        entry.note,
        entry.computed_hash(),
        entry.pk,
    )
    code, named = verify()
    assert (code, list(named)) == (1, [4])
    assert "does not follow" in named[4]


@pytest.mark.parametrize("lost", [0, 1, 4])
def test_a_missing_line_is_named(chain, lost):
    tamper("DELETE FROM ledger_entry WHERE id = %s", *chain[lost : lost + 1])
    assert verify() == (1, {lost + 2: f"lines {lost + 1} to {lost + 1} before it are missing"})


def test_two_swapped_lines_are_named(chain):
    one, two = chain[2:4]
    swap = "UPDATE ledger_entry SET position = %s WHERE id = %s"
    for position, pk in ((99, one), (3, two), (4, one)):
        tamper(swap, position, pk)
    code, named = verify()
    assert (code, sorted(named)) == (1, [3, 4, 5])
    assert named[3] == named[4] == "was changed"
    assert "does not follow" in named[5]


def test_an_inserted_line_is_named(chain):
    """In between, the lines after it moved on; and at the end, without the hash of the one before."""
    for pk, position in zip(reversed(chain[2:]), range(len(chain) + 1, 3, -1), strict=True):
        tamper("UPDATE ledger_entry SET position = %s WHERE id = %s", position, pk)
    forged = Entry.objects.get(pk=chain[2])
    forged.pk, forged.position, forged.at = None, 3, NINE
    forged.hash = forged.computed_hash()
    forged.save(force_insert=True)
    code, named = verify()
    assert (code, sorted(named)) == (1, list(range(4, len(chain) + 2)))
    assert set(list(named.values())[1:]) == {"was changed"}


def test_a_line_added_at_the_end_without_the_hash_before_it_is_named(chain):
    forged = Entry.objects.get(pk=chain[-1])
    forged.pk, forged.position = None, forged.position + 1
    forged.hash = forged.computed_hash()
    forged.save(force_insert=True)
    code, named = verify()
    assert (code, list(named)) == (1, [len(chain) + 1])


def test_a_line_moved_to_another_chain_is_named(chain):
    tamper("UPDATE ledger_entry SET chain = 'report/0' WHERE id = %s", chain[-1])
    code, named = verify()
    assert (code, named[len(chain)]) == (1, "was changed")


def test_every_bad_line_is_named_not_only_the_first(chain):
    for pk in (chain[1], chain[5]):
        tamper("UPDATE ledger_entry SET note = 'x' WHERE id = %s", pk)
    assert verify() == (1, {2: "was changed", 6: "was changed"})


def test_it_reads_once_however_long_the_journal_is(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        verify()
