"""Classified matter: sealed at once for everybody, and purged without a trace anywhere in the portal."""

import logging
from pathlib import Path

import pytest
import redis
from django.db import DatabaseError, connection, transaction

from feedback import sweeps, tasks
from portal.celery import app as celery
from portal.files.models import Attachment
from portal.jobs import workflow as jobs
from portal.ledger.models import Entry
from reports.models import Author, Report
from reports.states import State
from routing.workflow import sealing
from tests.kept import as_owner
from tests.makers import Office
from tests.portal.ledger.test_verify_journal import tamper, verify
from tests.reports.marks import (
    LATER,
    MARKS,
    PLACES,
    in_redis,
    met,
    pages,
    plant,
    stored,
)
from tests.world import HOUR, people_of


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    office = Office()
    office.people = people_of(office)
    return office


@pytest.fixture
def planted(office):
    return plant(office)


def purged(office, report):
    sealing.refuse_classified(report, by=office.editor, at=LATER)
    sealing.purge(report, by=office.security, at=LATER + HOUR)


def test_nothing_is_left_anywhere(office, planted, settings, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO)
    piece = planted.piece
    assert stored(settings) == set(PLACES)
    shown = met(pages(office, planted, piece))
    assert {"edittitle", "editadvice", "returned", "editnote", "jointname", "filebytes", "behalf"} <= shown
    with django_capture_on_commit_callbacks(execute=True):
        purged(office, planted)
    for sweep in (sweeps.tell, sweeps.remind, sweeps.lapse, sweeps.erase):
        sweep(LATER + 2 * HOUR)
    jobs.erase()
    with celery.connection_for_write() as broker:
        tasks.tell.apply_async(connection=broker)
    assert stored(settings) == set()
    assert met(pages(office, planted, piece)) == set()
    assert met(in_redis(settings.CELERY_BROKER_URL)) == set()
    assert met([caplog.text, *(str(record.args) for record in caplog.records)]) == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pairs FROM reports_report WHERE id = %s", [planted.pk])
        assert cursor.fetchone() == ("",)
    assert not Attachment.objects.exists()


def test_a_word_in_redis_or_in_the_log_would_be_found(settings, caplog):
    """The control of the scans above that never find anything."""
    store = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    logging.getLogger("reports").warning("%s", MARKS["title"])
    assert met([caplog.text]) == {"title"}
    kinds = {"title": store.set, "advice": store.rpush, "editnote": store.sadd}
    for place, put in kinds.items():
        put(f"test/{place}", MARKS[place])
    found = met(in_redis(settings.CELERY_BROKER_URL))
    store.delete(*(f"test/{place}" for place in kinds))
    assert found == set(kinds)


def test_every_text_of_a_report_is_planted_or_is_no_text(office, planted):
    """A new place for words about a report has to be purged too: plant a mark in it, and erase it."""
    codes = {"status", "category", "occasion", "on_behalf_way", "signed_hash"}
    typed = {
        f.name for f in Report._meta.concrete_fields if f.get_internal_type() in ("CharField", "TextField")
    }
    assert {f for f in typed - codes if met([getattr(planted, f)])} == typed - codes
    typed = {f.name for f in Author._meta.concrete_fields if f.get_internal_type() == "CharField"}
    assert met(map(str, Author.objects.filter(report=planted).values_list(*typed))) == {
        "behalf",
        "jointname",
        "jointfield",
    }


def test_the_journal_holds_after_a_purge_and_still_shows_tampering(office, planted):
    sound = office.report(State.KEPT)
    purged(office, planted)
    assert verify() == (0, {})
    entry = Entry.objects.filter(report=planted, kind="edit").first()
    tamper("UPDATE ledger_entry SET note = note || 'x' WHERE id = %s", entry.pk)
    assert verify() == (1, {entry.position: "was changed"})
    tamper("UPDATE ledger_entry SET note = left(note, -1) WHERE id = %s", entry.pk)
    blank = "'\u2060sha256:' || encode(sha256(convert_to(note, 'UTF8')), 'hex')"
    entry = Entry.objects.get(report=sound, kind="keep_on_file")
    tamper(f"UPDATE ledger_entry SET note = {blank} WHERE id = %s", entry.pk)
    assert verify() == (1, {entry.position: "its words were blanked, which only a purge may do"})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET note = 'x' WHERE report_id = %s",
        "UPDATE ledger_entry SET note = '' WHERE note <> '' AND report_id = %s",
        "UPDATE ledger_entry SET at = now() WHERE report_id = %s",
        "UPDATE ledger_entry SET changes = '{}' WHERE changes <> '{}' AND report_id = %s",
        "UPDATE ledger_entry SET changes = changes || '{\"status\": [\"a\", \"b\"]}' WHERE report_id = %s",
        "UPDATE ledger_entry SET hash = 'x' WHERE report_id = %s",
        "DELETE FROM ledger_entry WHERE report_id = %s",
        "UPDATE reports_revision SET title = '' WHERE report_id = %s",
    ],
)  # fmt: skip
def test_the_triggers_let_nothing_else_pass(office, planted, change):
    """Not even in a transaction that says it purges; and of a report that is not purged, nothing at all."""
    kept = office.report(State.KEPT)
    blank = (
        "UPDATE ledger_entry SET note = '\u2060sha256:' || encode(sha256(convert_to(note, 'UTF8')), 'hex')"
    )
    for report, statement in [
        (kept, change), (kept, f"{blank} WHERE note <> '' AND report_id = %s"),
        (kept, "DELETE FROM reports_revision WHERE report_id = %s"),
    ]:  # fmt: skip
        _refused(report, statement)
    sealing.refuse_classified(planted, by=office.editor, at=LATER)
    with connection.cursor() as cursor:  # as if a purge had stopped before it erased anything
        cursor.execute(
            "UPDATE reports_report SET status = 'purged', ended_at = now() WHERE id = %s", [planted.pk]
        )
    _refused(planted, change)


def _refused(report, statement):
    refused = pytest.raises(DatabaseError, match="append-only")
    with as_owner() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT set_config('portal.purging', %s, true)", [str(report.pk)])
        cursor.execute(statement, [report.pk])


def test_a_purge_that_fails_half_way_leaves_everything(
    office, planted, settings, django_capture_on_commit_callbacks
):
    sealing.refuse_classified(planted, by=office.editor, at=LATER)
    with as_owner() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$;"
            "CREATE TRIGGER fault BEFORE UPDATE ON files_attachment EXECUTE FUNCTION fail()"
        )
    commits, failed = django_capture_on_commit_callbacks(execute=True), pytest.raises(DatabaseError)
    with commits as callbacks, failed, transaction.atomic():
        sealing.purge(planted, by=office.security, at=LATER)
    assert callbacks == []
    assert stored(settings) == set(PLACES)
    assert Report.objects.get(pk=planted.pk).status == State.SEALED


def test_files_go_when_the_purge_is_certain_and_a_killed_process_leaves_none(office, planted, settings):
    """Until the commit they lie there; if nothing came after it, the next sweep removes them."""
    purged(office, planted)
    assert stored(settings) == {"filebytes", "secondfile", "madefile"}
    assert sweeps.erase(LATER) == 1 and sweeps.erase(LATER) == 0
    assert jobs.erase() == 1 and jobs.erase() == 0
    assert stored(settings) == set()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
