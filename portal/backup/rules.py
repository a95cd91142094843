"""Who may know how it stands with the backups."""

from portal.people.models import Role
from portal.people.rules import in_office


def sees_backups(hats):
    """The system administrator sees to them, the office reads."""
    return in_office(hats) or hats.has(Role.SYSTEM_ADMIN)
