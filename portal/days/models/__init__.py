"""Days off and make-up days, and the office's time limits."""

from .calendar import CalendarDay, CalendarYear
from .limits import TimeLimit
