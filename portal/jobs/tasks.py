"""The clock: Celery wakes these; what they do is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.jobs import doing, workflow

LONGEST = 3600  # seconds for one file; it says itself that it goes on


@sweep(Alarm(_("No file that somebody waits for has been made since %(time)s.")), time_limit=LONGEST)
def make():
    doing.make(timezone.now)


@sweep(Alarm(_("Files that were made for somebody have not been deleted since %(time)s."), office=False))
def forget_jobs():
    workflow.forget_jobs(timezone.now())
