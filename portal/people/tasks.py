"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.people import sessions


@sweep(Alarm(_("Sessions that have run out have not been deleted since %(time)s."), office=False))
def forget_sessions():
    sessions.forget_sessions(timezone.now())
