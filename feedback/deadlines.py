"""The rungs of the ladder: how many working days after its date something open is chased and supervised."""

from datetime import time

from portal import workdays
from reports.deadlines import working_days

CHASE = working_days("chase", 1)
SUPERVISE = working_days("supervise", 5)


def reached(rung, day, calendar):
    """The last moment such that what fell due by then has come to this rung on that day."""
    due = day
    while workdays.local_day(rung(None, workdays.at_time(due, time.min), calendar).at) > day:
        due -= workdays.DAY
    return workdays.end_of(due)
