"""Kinds of second factors, how far a sign-in is, and how far it is with switching one off."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody has besides a password. Recovery codes come with the others and count for none."""

    APP = "app", _("Authenticator app")
    PASSKEY = "passkey", _("Passkey")
    CODES = "codes", _("Recovery codes")


class Stage(models.TextChoices):
    """How far somebody is whose password was right. Nothing of the session counts before PASSED."""

    ASKED = "asked"
    TO_SET_UP = "to_set_up"  # has none, and needs one
    PASSED = "passed"


class SwitchState(models.TextChoices):
    """How far it is with switching off."""

    PROPOSED = "proposed", _("Proposed")
    DONE = "done", _("Switched off")
    DROPPED = "dropped", _("Not to be")
