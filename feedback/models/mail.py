"""Mail on its way. A row is written with its notices; sending it is a matter of its own."""

import re
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer

CODE = re.compile(r"\b([45])[0-9]{2}\b")
REFUSALS = {"5": _("Refused by the mail server"), "4": _("Put off by the mail server")}  # RFC 5321, 4.2.1


class Mail(models.Model):
    """One message to one person. The key makes it one per cause; the Message-ID stays when it is resent."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        UNCERTAIN = "uncertain", _("Perhaps sent")
        FAILED = "failed", _("Failed")
        TOLD = "told", _("Told otherwise")

    class Trouble(models.TextChoices):
        """What stands in `error` where it is not the mail server that said something."""

        NO_ADDRESS = "no address", _("There is no address.")
        CLOSED = "account closed", _("The account is closed.")
        UNWRITABLE = "unwritable", _("This address cannot be written on a mail.")
        CUT_OFF = "the worker ended while sending", _("Sending was cut off; it may have gone out.")
        RESTORED = "restored from a backup", _("It was on its way at the moment of the backup.")

    class Way(models.TextChoices):
        """How somebody came to know what no mail brought. Never free words: they would tell of a report."""

        PHONE = "phone", _("By telephone")
        IN_PERSON = "in_person", _("Face to face")
        MESSAGE = "message", _("By text message")
        PAPER = "paper", _("Handed over on paper")
        OTHERS = "others", _("Through somebody else")
        NEEDLESS = "needless", _("No longer needed")

    key = models.CharField(max_length=100, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    resend = models.BooleanField()  # after a crash in mid-sending: feedback again, a reminder not
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    # Who last took it in hand, to have it sent again or because the person was told otherwise.
    settled_by = doer(null=True)
    settled_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_by=None, settled_at=None)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="mail_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="told") | ~models.Q(way="") & models.Q(settled_at__isnull=False),
                name="mail_told_in_some_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="mail_to_send",
            ),
            models.Index(
                fields=["state", "-id"],
                condition=models.Q(state__in=["failed", "uncertain", "told"]),
                name="mail_not_arrived",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.subject}"

    @property
    def trouble(self):
        """Why it has not arrived, as one reads it; the mail server's own words stand in `answer`."""
        if self.error in self.Trouble:
            return self.Trouble(self.error).label
        code = CODE.search(self.error)
        if code:
            return REFUSALS[code[1]]
        return _("No answer from the mail server") if self.error else ""

    @property
    def answer(self):
        return "" if self.error in self.Trouble else self.error
