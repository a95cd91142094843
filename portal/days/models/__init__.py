"""Days off and make-up days, the office's time limits, and its policy."""

from .calendar import CalendarDay, CalendarYear
from .limits import TimeLimit
from .policy import Policy
