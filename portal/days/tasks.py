"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.days.workflow import calendar


@sweep(Alarm(_("Dates have not been counted again after a change of the calendar since %(time)s.")))
def catch_up():
    calendar.catch_up(timezone.now())
