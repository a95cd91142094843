"""What the whole portal stands on: people, organisations, posts, days."""

from .calendar import CalendarDay
from .organisations import Organisation
from .people import Hat, Post, Role, Seat, User

__all__ = ["CalendarDay", "Hat", "Organisation", "Post", "Role", "Seat", "User"]
