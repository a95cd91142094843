"""Who reads the register, and who keeps it."""

from django.utils.translation import gettext_lazy as _

from portal.people.rules import called, in_office
from portal.people.states import Role


@called(_("the clerk and the system administrator"))
def keeps_register(hats, _subject=None):
    """The office knows the organisations of its trade; the administrator sets the portal up."""
    return hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


def reads_register(hats):
    return in_office(hats) or keeps_register(hats)


@called(_("the clerk"))
def changes_term(hats, _subject=None):
    """A new term ends appointments and hands matters on: the office's work, which no administrator does."""
    return hats.has(Role.CLERK)
