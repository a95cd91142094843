"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.unsent import workflow


@sweep(Alarm(_("What was begun and never sent has not been deleted since %(time)s."), office=False))
def forget_unsent():
    workflow.forget_unsent(timezone.now())
