"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.files import scanning


@sweep(Alarm(_("No file has been checked for viruses since %(time)s.")))
def scan():
    scanning.scan(timezone.now())
