"""The clock: Celery wakes these; what they do is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from reports.workflow import consultations

NOT_ERASED = _("Names and phones of the public forms have not been erased in time since %(time)s.")


@sweep(Alarm(NOT_ERASED, office=False))
def forget():
    consultations.forget(timezone.now())
