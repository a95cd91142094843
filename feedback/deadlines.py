"""The rungs of the ladder: how many working days after its date something open is chased and supervised."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.deadlines import Limit

CHASE = Limit("chase", _("The first chase, after the date"), 1, of_matters=False, in_hours=False, place=310)
SUPERVISE = Limit(
    "supervise", _("Under supervision, after the date"), 5, of_matters=False, in_hours=False, place=320
)


def reached(rung, day, calendar):
    """The last moment such that what fell due by then has come to this rung on that day."""
    due = day
    while workdays.local_day(rung(None, workdays.at_time(due, time.min), calendar).at) > day:
        due -= workdays.DAY
    return workdays.end_of(due)
