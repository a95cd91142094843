"""A copy outside shows what the journal alone cannot: a tail that was cut off, a chain written anew."""

import pytest
from django.core.management import CommandError, call_command

from portal.backup import heads, manifest
from portal.backup.models import Check
from portal.ledger.models import Entry
from reports.states import State
from tests.kept import as_owner
from tests.makers import Office
from tests.portal.backup.test_backup import repacked


@pytest.fixture
def office(as_owner_of_all):
    return Office()


@pytest.fixture
def report(office):
    return office.report(State.SIGNED)


@pytest.fixture
def copy(report, tmp_path):
    path = tmp_path / "copy.tar.gz"
    call_command("backup", path)
    return path


def tamper(*statements):
    """As the owner could: past the trigger."""
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER journal_is_append_only")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER journal_is_append_only")


def cut_off(report):
    last = Entry.objects.filter(report=report).latest("position")
    tamper(
        f"DELETE FROM ledger_untold WHERE entry_id = {last.pk}",
        f"DELETE FROM ledger_entry WHERE id = {last.pk}",
    )
    return last


def written_anew(report):
    """With other words, and every hash made anew from there on."""
    before = None
    for entry in Entry.objects.filter(report=report).order_by("position"):
        entry.note += "。"
        entry.previous_hash = before.hash if before else ""
        entry.hash = entry.computed_hash()
        tamper(
            f"UPDATE ledger_entry SET note = '{entry.note}', previous_hash = '{entry.previous_hash}', "
            f"hash = '{entry.hash}' WHERE id = {entry.pk}"
        )
        before = entry
    return before


@pytest.mark.parametrize("change", [cut_off, written_anew])
def test_what_the_journal_alone_does_not_show_shows_against_a_copy(report, copy, change):
    last = change(report)
    call_command("verify_journal", verbosity=0)  # which finds nothing
    with pytest.raises(CommandError, match=f"tampered with: 1 lines .*: {last.chain}#{last.position}"):
        call_command("check_copy", copy)
    assert "written anew since" in Check.objects.get().trouble


def test_a_journal_that_only_grew_agrees_with_an_older_copy(office, copy):
    office.report(State.KEPT)
    call_command("check_copy", copy)
    assert not Check.objects.get().trouble


def test_every_chain_is_asked_for_however_many_there_are(office, report, tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "TOGETHER", 2)
    others = [office.report() for _ in range(4)]
    call_command("backup", tmp_path / "copy")
    call_command("check_copy", tmp_path / "copy")
    for each in (report, others[-1]):
        cut_off(each)
    with pytest.raises(CommandError, match="tampered with: 2 lines"):
        call_command("check_copy", tmp_path / "copy")


def without_heads(name, data):
    if name == manifest.HEADS:
        return None
    return data.replace(b'"format": 3', b'"format": 2') if name == manifest.NAME else data


def test_a_backup_of_an_earlier_version_has_no_heads_and_is_read_all_the_same(report, copy):
    repacked(copy, copy.with_name("earlier"), without_heads)
    cut_off(report)
    call_command("check_copy", copy.with_name("earlier"))
    assert not Check.objects.get().trouble
