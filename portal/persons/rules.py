"""Who reads the register of people, and who keeps it."""

from django.utils.translation import gettext_lazy as _

from portal.people.rules import called, in_office
from portal.people.states import Role


@called(_("the clerk and the system administrator"))
def keeps_people(hats, _subject=None):
    return hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


def reads_people(hats):
    return in_office(hats) or keeps_people(hats)
