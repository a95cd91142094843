"""What people hear back, and what they say to it."""

from .closing import DayClosing
from .mail import Mail
from .notice import Notice
from .opinion import Opinion
from .restoration import Restoration
