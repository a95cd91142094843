"""How an account stands, who is given what by the system administrator, and how long a way in is open."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.states import Role


class Standing(models.TextChoices):
    """How it is with an account."""

    NEW = "new", _("Never signed in")
    IN_USE = "in_use", _("In use")
    CLOSED = "closed", _("Switched off")


class Kind(models.TextChoices):
    """By what somebody comes in who has no password, or has forgotten it."""

    LINK = "link", _("Link by mail")
    CODE = "code", _("Code on paper")


# Whoever has a post gets it by a seat, and administrators by that alone; these roles have none.
GIVEN = [
    Role.INFORMANT, Role.LIAISON, Role.CONVENER, Role.OFFICER, Role.HEAD, Role.LEADER, Role.EDITOR,
    Role.SUPERVISOR,
]  # fmt: skip
HANDED = [Role.LIAISON, Role.CONVENER, Role.OFFICER, Role.HEAD]  # somebody has to follow in these
LINK_LASTS = timedelta(days=7)
ASKED_LASTS = timedelta(hours=2)  # a link that was asked for at the door
CODE_LASTS = timedelta(days=14)
SPARED = timedelta(minutes=10)  # so soon after a link nobody is sent another one for asking
TRIES = 5  # of a code
OLD_ONES = 5  # passwords that are not used again
