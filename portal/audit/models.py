"""What is noted: a table that only grows, for as long as the office's policy says."""

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.states import What

LEAST_DAYS = 180  # Cybersecurity Law, article 21; the database deletes nothing younger


class Event(models.Model):
    """One line. `name` and `caller` are keyed hashes of what was typed and of where from, cut short.

    `about` is the address of a page without what was asked of it, or a number of lines. What may be noted
    once only, such as the same refusal in the same minute, has a word in `once`.
    """

    what = models.CharField(max_length=30)
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=12, blank=True)
    caller = models.CharField(max_length=12, blank=True)
    about = models.CharField(max_length=200, blank=True)
    refused = models.BooleanField(default=False)
    once = models.CharField(max_length=300, null=True, unique=True)

    class Meta:
        verbose_name = _("line of the audit")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["at"], name="events_by_date"),
            models.Index(fields=["what", "at"], name="events_by_kind_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"

    @property
    def called(self) -> str | Promise:
        """What happened, in words."""
        return What(self.what).label if self.what in What.values else self.what
