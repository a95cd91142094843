"""What the whole portal stands on: people, organisations, posts, days."""

from .calendar import CalendarDay
from .organisations import Organisation
from .people import ADMINISTRATORS, Hat, Post, Role, Seat, User

__all__ = ["ADMINISTRATORS", "CalendarDay", "Hat", "Organisation", "Post", "Role", "Seat", "User"]
