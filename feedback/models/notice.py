"""A line in somebody's notices: something happened, or something is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Duty, Entry


class Notice(models.Model):
    """Exactly one of: news of a journal entry, or word of a duty on a day, on one rung of the ladder.

    The two unique constraints are what makes every sweep safe to run twice, late, or twice at once.
    """

    class Rung(models.TextChoices):
        """Before the date; shortly before the cut-off; from the day after the date; some days after it."""

        REMIND = "remind", _("Reminder")
        URGENT = "urgent", _("Before the cut-off")
        CHASE = "chase", _("Chased")
        SUPERVISE = "supervise", _("Under supervision")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="notices", db_index=False)
    duty = models.ForeignKey(Duty, models.CASCADE, null=True, related_name="notices", db_index=False)
    day = models.DateField()
    rung = models.CharField(max_length=10, choices=Rung, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(
        "feedback.Mail", models.SET_NULL, null=True, related_name="notices", db_index=False
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, duty__isnull=False) & ~Q(rung="")
                | Q(entry__isnull=False, duty=None, rung=""),
                name="notice_of_an_entry_or_a_duty",
            ),
            models.UniqueConstraint(fields=["entry", "user"], name="told_once"),
            models.UniqueConstraint(fields=["duty", "user", "day", "rung"], name="reminded_once_a_day"),
        ]
        # Each of these four begins with a foreign key, which then needs no index of its own.
        indexes = [
            models.Index(fields=["user", "read_at"], name="notices_of_a_person"),
            models.Index(fields=["mail", "at"], condition=Q(mail__isnull=False), name="notice_by_mail"),
        ]

    def __str__(self):
        return f"{self.user}: {self.entry or self.duty}"
