"""Who may, in what people hear."""

from portal.people.models import Role
from portal.people.rules import in_office


def sees_supervision(hats):
    """What the units have and is late: all of it for the office, that of the own unit for its head."""
    return in_office(hats) or bool(hats.headed)


def may_release_sending(hats, _subject=None):
    """Whoever restores, and whoever answers for what the office says."""
    return hats.has(Role.SYSTEM_ADMIN, Role.SIGNER)


def sees_restoration(hats):
    return in_office(hats) or may_release_sending(hats)


def sees_mails(hats):
    """Who keeps the accounts, and who has to reach the people; the subject is for the office alone."""
    return in_office(hats) or hats.has(Role.SYSTEM_ADMIN)


def may_settle_mail(hats, _subject=None):
    return hats.has(Role.SYSTEM_ADMIN, Role.CLERK, Role.SUPERVISOR)
