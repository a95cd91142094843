"""The clock: who moves to another organisation on a day is there on that day."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.persons.workflow import people


@sweep(Alarm(_("Changes of organisation and position have not been carried out since %(time)s.")))
def arrive():
    people.arrive(timezone.now())
