"""What the whole portal stands on: people, organisations, posts, days."""

from .calendar import CalendarDay, CalendarYear
from .limits import TimeLimit
from .organisations import Organisation
from .people import ADMINISTRATORS, Absence, Hat, Post, Role, Seat, User
