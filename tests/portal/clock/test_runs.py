"""A run of a sweep: kept in its row, one at a time, and never longer than its limit."""

import subprocess
import sys
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from portal.celery import Clock, app
from portal.clock.bounds import RUNNING, bounded
from portal.clock.models import LastRun
from portal.days.workdays import SHANGHAI
from portal.ledger import verifying
from portal.ledger.models import Entry
from reports.states import State
from tests.portal.ledger.test_verify_journal import tamper

app.loader.import_default_modules()
VERIFY = "portal.ledger.tasks.verify"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
each = pytest.mark.parametrize("sweep", settings.SWEEPS)


@each
def test_each_sweep_keeps_when_it_last_ran(sweep, office):
    app.tasks[sweep]()
    row = LastRun.objects.get()
    assert (row.sweep, row.trouble) == (sweep, "") and row.owed_since == row.begun_at <= row.ended_at


@each
def test_each_sweep_keeps_that_it_failed_and_runs_the_next_time(sweep, transactional_db):
    def without(execute, sql, *rest):
        if "clock_lastrun" in sql or "feedback_restoration" in sql:
            return execute(sql, *rest)
        raise OperationalError("杨敏 13800000000")

    with pytest.raises(OperationalError), connection.execute_wrapper(without):
        app.tasks[sweep]()
    row = LastRun.objects.get()
    assert (row.trouble, row.owed_since) == ("OperationalError", row.begun_at) and not RUNNING
    app.tasks[sweep]()
    assert LastRun.objects.get().trouble == ""


@each
def test_one_that_still_runs_is_not_begun_beside_it(sweep, office):
    with bounded(sweep, 60) as alone:
        app.tasks[sweep]()
        assert alone and not LastRun.objects.exists() and list(RUNNING) == [sweep]
    app.tasks[sweep]()
    assert LastRun.objects.exists() and not RUNNING


def test_the_others_run_beside_one_that_hangs():
    seen = []

    def run(sweep):
        with bounded(sweep, 60) as alone:
            seen.append((sweep, alone))

    with bounded("deliver", 60):
        for sweep in "tell", "deliver", "remind":
            thread = Thread(target=run, args=[sweep])
            thread.start(), thread.join()
    assert seen == [("tell", True), ("deliver", False), ("remind", True)] and not RUNNING


HANGS = """
import re, sys
from threading import Event
from portal.clock.bounds import bounded
with bounded("hour", 3600), bounded("{}", {}):
    {}
"""
WAITS, TURNS = "Event().wait()", 're.match("(a+)+b", "a" * 99)'  # the second keeps even Python's turn


def hanging(seconds, act):
    """A process in which a sweep hangs with that limit; nobody waits for it longer than two seconds."""
    command = [sys.executable, "-c", HANGS.format("hangs", seconds, act)]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=2
    )


@pytest.mark.parametrize("act", [WAITS, TURNS])
def test_a_process_ends_with_the_limit_of_a_sweep_and_says_where_it_hung(act):
    done = hanging(0.2, act)
    assert done.returncode == 1
    assert "Timeout" in done.stderr and 'File "<string>", line 6' in done.stderr


def test_without_its_limit_it_would_hang_on():
    with pytest.raises(subprocess.TimeoutExpired):
        hanging(3600, WAITS)


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_one_of_once_a_day_runs_once_a_night_and_makes_up_for_one_it_missed(db):
    def run(moment):
        if owed := LastRun.objects.owed(VERIFY, moment):
            with LastRun.objects.kept(VERIFY, lambda: moment):
                pass
        return owed

    assert run(at(9, 11)), "at the first start"
    woken = [
        at(10, 0, 59),
        at(10, 1, 59),
        at(10, 2, 59),
        at(10, 3, 59),
        at(10, 23),
        at(11, 1, 59),
        at(11, 2, 1),
    ]
    assert [moment for moment in woken if run(moment)] == [at(10, 2, 59), at(11, 2, 1)]
    assert run(at(16, 8)) and not run(at(16, 9)), "after a week without"


def test_one_of_once_a_day_that_failed_runs_again_in_an_hour(db):
    with pytest.raises(OperationalError), LastRun.objects.kept(VERIFY, lambda: at(10, 3)):
        raise OperationalError
    assert LastRun.objects.owed(VERIFY, at(10, 4))


def test_it_is_woken_each_hour_and_everything_when_the_beat_starts(tmp_path):
    entries = Clock(app=app, schedule_filename=str(tmp_path / "beat")).schedule
    assert {entry.task for entry in entries.values()} >= {*settings.SWEEPS}
    assert entries["verify"].schedule.run_every == HOUR
    for name in settings.CELERY_BEAT_SCHEDULE:
        assert entries[name].is_due().is_due, name


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 5000])
def test_the_nightly_check_names_a_bad_line_wherever_a_page_of_lines_ends(chunk, office, monkeypatch, caplog):
    office.report(State.KEPT)
    report = office.report(State.CLOSED)
    monkeypatch.setattr(verifying, "CHUNK", chunk)
    app.tasks[VERIFY]()
    for entry in Entry.objects.filter(report=report, position__in=[2, 6]):
        tamper("UPDATE ledger_entry SET note = '改' WHERE id = %s", entry.pk)
    LastRun.objects.update(ended_at=timezone.now() - 48 * HOUR)
    with pytest.raises(verifying.Tampered, match="2 faults"):
        app.tasks[VERIFY]()
    assert [f"#{n} " in caplog.text for n in (2, 6)] == [True, True] and "改" not in caplog.text
    assert LastRun.objects.get().trouble == "Tampered"


def test_it_holds_one_page_of_lines_at_a_time(office, monkeypatch, django_assert_num_queries):
    office.report(State.CLOSED)
    lines = list(Entry.objects.order_by("chain", "position"))
    monkeypatch.setattr(verifying, "CHUNK", 5)
    with django_assert_num_queries(len(lines) // 5 + 1):
        assert list(verifying.journal()) == lines
