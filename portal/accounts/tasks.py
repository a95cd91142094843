"""The clock: Celery wakes this; what it does is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.workflow import ways
from portal.clock.registry import Alarm, sweep


@sweep(Alarm(_("Whoever has forgotten the password has been sent no link since %(time)s."), office=False))
def answer_asked():
    ways.answer_asked(timezone.now())
