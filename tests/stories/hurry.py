"""The portal's Celery with a beat of a second, so that a story need not wait for minutes."""

from portal.celery import app

for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 1

__all__ = ["app"]
