"""What is noted of what people do at the door and at the pages; changes of data stand in the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """Other words may come from the door; they are shown as they are."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    FAILED = "failed", _("Wrong password")
    CLOSED = "closed", _("Door closed for a while")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SECOND_FACTOR = "second_factor", _("Second factor right")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("Second factor failed")
    SECOND_FACTOR_CLOSED = "second_factor_closed", _("Second factor closed for a while")
    REFUSED = "refused", _("Page refused")
    READ = "read", _("Read what is secret")
    EXPORTED = "exported", _("File taken along")
    BACKED_UP = "backed_up", _("Backup written")
    FORGOTTEN = "forgotten", _("Old lines deleted")


# What was not let be.
AGAINST = [What.FAILED, What.CLOSED, What.SECOND_FACTOR_FAILED, What.SECOND_FACTOR_CLOSED, What.REFUSED]
