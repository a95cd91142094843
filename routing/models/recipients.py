"""Whom an issue is addressed to, by which way it reaches them, and what is known of its being read."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import User, doer


class Rank(models.TextChoices):
    """The three lists at the end of an issue: 报, 送, 发."""

    UP = "up", _("Reported to")
    PEER = "peer", _("Sent to")
    DOWN = "down", _("Issued to")


class Line(NamedTuple):
    """One recipient as it is asked for: by an account in the portal, or so many copies on paper to a name."""

    rank: str
    user: User | None = None
    name: str = ""
    copies: int = 0


class Addressee(models.Model):
    """Somebody in one of the three lists."""

    ONE_WAY = Q(user__isnull=False, name="", copies=0) | Q(user=None, copies__gt=0) & ~Q(name="")

    rank = models.CharField(max_length=4, choices=Rank, default=Rank.UP)
    position = models.PositiveSmallIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="%(class)s_set"
    )
    name = models.CharField(max_length=50, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)  # on paper

    class Meta:
        abstract = True
        ordering = [F("rank").desc(), "position", "id"]  # up, peer, down

    def __str__(self):
        return self.user.name if self.user else self.name

    @property
    def line(self):
        return Line(self.rank, self.user, self.name, self.copies)


class RecipientQuerySet(models.QuerySet):
    """Recipients by what is known of them."""

    def waiting(self):
        """Those who have neither opened it nor got it by the office's hand."""
        return self.filter(read_at=None, handed_at=None)


class Recipient(Addressee):
    """Somebody an issue is addressed to. A reader opens it in the portal; paper is handed over."""

    class Way(models.TextChoices):
        """What the office did to see that it reaches somebody."""

        PAPER = "paper", _("Handed over on paper")
        TOLD = "told", _("Told to read it")

    issue = models.ForeignKey("routing.Issue", models.CASCADE, related_name="recipients")
    first_copy = models.PositiveSmallIntegerField(null=True)  # 份号, given at publication
    read_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = doer(null=True)
    way = models.CharField(max_length=5, choices=Way, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta(Addressee.Meta):
        constraints = [
            models.CheckConstraint(condition=Addressee.ONE_WAY, name="recipient_by_account_or_paper"),
            models.UniqueConstraint(fields=["issue", "user"], name="one_reader_once"),
        ]

    @property
    def copy_numbers(self):
        """“3” or “3–5”; empty before publication and for whoever gets no paper."""
        if not self.first_copy:
            return ""
        last = self.first_copy + self.copies - 1
        return str(last) if last == self.first_copy else f"{self.first_copy}–{last}"


class PieceRead(models.Model):
    """That a reader came to a piece, and when."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="pieces_read")
    piece = models.ForeignKey("routing.Piece", models.CASCADE, related_name="reads")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "piece"], name="read_once")]

    def __str__(self):
        return f"{self.recipient}: {self.piece}"
