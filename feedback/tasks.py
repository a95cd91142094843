"""The clock: Celery wakes these; what they do is read off the tables."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback import delivery, sweeps
from portal.clock.registry import Alarm, sweep


@sweep(Alarm(_("Nobody has been told of what has happened since %(time)s.")))
def tell():
    sweeps.tell(timezone.now())


@sweep(Alarm(_("No reminder has been sent since %(time)s.")))
def remind():
    sweeps.remind(timezone.now())


@sweep(Alarm(_("Nobody has been warned before the cut-off since %(time)s.")))
def escalate():
    sweeps.escalate(timezone.now())


@sweep(Alarm(_("Reports whose author stays silent have not been closed since %(time)s.")))
def lapse():
    sweeps.lapse(timezone.now())


@sweep(Alarm(_("Promises whose day has passed have not been noticed since %(time)s.")))
def slip():
    sweeps.slip(timezone.now())


@sweep(Alarm(_("Units that wait for others have not been asked to go on since %(time)s.")))
def nudge():
    sweeps.nudge(timezone.now())


@sweep(Alarm(_("No closing list of a day has been kept since %(time)s.")))
def close_day():
    sweeps.close_day(timezone.now())


@sweep(Alarm(_("Files left over from purged reports have not been erased since %(time)s."), office=False))
def erase():
    sweeps.erase(timezone.now())


@sweep(Alarm(_("No mail has gone out since %(time)s.")))
def deliver():
    delivery.deliver(timezone.now())
