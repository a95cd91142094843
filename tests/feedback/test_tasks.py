"""Celery only wakes the sweeps: nothing depends on a tick, and no page on the broker."""

import re
from datetime import timedelta

import pytest
from celery.beat import PersistentScheduler
from django.conf import settings

from feedback import tasks
from feedback.models import Mail, Notice, Opinion
from portal.celery import Clock, app
from reports.states import State

SENDS_A_TASK = re.compile(r"\.delay\(|\.apply_async\(|\bsend_task\(|\bsignature\(|import .*\btasks\b")


def test_no_page_and_no_verb_sends_a_task():
    apps = [settings.BASE_DIR / name for name in ("portal", "reports", "routing", "feedback")]
    found = [path for app in apps for path in app.rglob("*.py") if SENDS_A_TASK.search(path.read_text())]
    assert found == []


def test_a_tick_that_waits_until_the_next_one_expires():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["options"]["expires"] <= entry["schedule"]
        assert entry["task"] in app.tasks and not entry.get("args")


def test_a_lost_worker_loses_no_task_and_no_task_outlives_its_turn():
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"] / 2
    assert app.conf.broker_connection_max_retries is None


def test_each_task_does_its_sweep(office, sink):
    """A report of last March is long late by the clock of today."""
    report = office.report(State.ANSWERED)
    tasks.lapse(), tasks.tell(), tasks.deliver()
    assert Opinion.objects.get().report == report
    assert Notice.objects.filter(entry__kind="lapse", user=office.author).exists()
    assert {*Mail.objects.values_list("state", flat=True)} == {Mail.State.SENT}


@pytest.mark.parametrize(("beat", "goes_on"), [(Clock, True), (PersistentScheduler, False)])
def test_the_beat_goes_on_when_the_clock_is_set_back(beat, goes_on, tmp_path):
    """An hour back: all seems to have run an hour from now. Celery's own beat falls silent, as a control."""
    clock = beat(app=app, schedule_filename=str(tmp_path / "beat"))
    for entry in clock.schedule.values():
        entry.last_run_at = app.now() + timedelta(hours=1)
    clock.populate_heap()
    clock.old_schedulers = dict(clock.schedule)
    clock.tick()
    assert all(entry.last_run_at <= app.now() for entry in clock.schedule.values()) == goes_on
    clock.close()
