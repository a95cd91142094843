"""What people hear back, and what they say to it."""

from .mail import Mail
from .notice import Notice
from .opinion import Opinion

__all__ = ["Mail", "Notice", "Opinion"]
