"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit import workflow
from portal.clock.registry import Alarm, sweep


@sweep(Alarm(_("Old lines of the audit have not been deleted since %(time)s."), office=False))
def forget_events():
    workflow.forget_events(timezone.now())
