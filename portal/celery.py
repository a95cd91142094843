"""Celery's entrance: the worker and the beat, and what every task of the clock has in common."""

import os
from datetime import timedelta

from celery import Celery, Task
from celery.beat import PersistentScheduler
from celery.signals import setup_logging
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from portal.clock.bounds import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
app = Celery("portal", task_cls="portal.celery:Sweep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Asked by Celery before it makes lines of its own form: whoever is there keeps it from that.
setup_logging.connect(lambda **_given: None, weak=False)


class Sweep(Task):
    """A task of any app: after a restore each stands still until sending is released.

    Of those that CLOCK names one runs at a time, within its limit, and it is kept when each last ran.
    """

    def __call__(self, *args, **kwargs):
        if apps.get_model("feedback", "Restoration").objects.frozen().exists():
            return None
        if self.name not in settings.SWEEPS:
            return super().__call__(*args, **kwargs)
        runs = apps.get_model("clock", "LastRun").objects
        if not runs.owed(self.name, timezone.now()):
            return None
        with bounded(self.name, self.time_limit or self.app.conf.task_time_limit) as alone:
            if not alone:
                return None
            with runs.kept(self.name, timezone.now):
                return super().__call__(*args, **kwargs)


class Clock(PersistentScheduler):
    """Celery's beat, but it goes on when the clock is set back, and wakes every sweep when it starts.

    So after a pause nothing waits for its hour, nor where it is started again within each hour.
    """

    def setup_schedule(self):
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = self.app.now() - timedelta(days=1)

    def tick(self, *args, **kwargs):
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at > now:
                entry.last_run_at, self._heap = now, None
        return super().tick(*args, **kwargs)
