"""Celery's entrance: the worker and the beat, and what every task of the clock has in common."""

import os

from celery import Celery, Task
from celery.beat import PersistentScheduler
from celery.signals import setup_logging
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
app = Celery("portal", task_cls="portal.celery:Sweep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Asked by Celery before it makes lines of its own form: whoever is there keeps it from that.
setup_logging.connect(lambda **_given: None, weak=False)


class Sweep(Task):
    """A task of any app: after a restore each stands still until sending is released."""

    def __call__(self, *args, **kwargs):
        if apps.get_model("feedback", "Restoration").objects.frozen().exists():
            return None
        return super().__call__(*args, **kwargs)


class Clock(PersistentScheduler):
    """Celery's beat, but it goes on when the clock is set back."""

    def tick(self, *args, **kwargs):
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at > now:
                entry.last_run_at, self._heap = now, None
        return super().tick(*args, **kwargs)
