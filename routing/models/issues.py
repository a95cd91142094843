"""An issue of the special report (专报): its pieces, its readers, its number."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models import Report, Text
from reports.rules import in_office
from routing.rules import is_leader
from routing.states import EVER_SIGNED, IssueState


class IssueQuerySet(models.QuerySet):
    """Issues as the office and the readers know them."""

    def visible_to(self, hats):
        """The office sees all; a leader sees the published issues that were sent to them."""
        if in_office(hats):
            return self
        return self.published().filter(readers__user=hats.user) if is_leader(hats) else self.none()

    def published(self):
        return self.filter(status=IssueState.PUBLISHED)


class Issue(models.Model):
    """Several pieces under one number. What was signed is frozen: the approval names its hash."""

    report = None  # an issue concerns several reports, so its journal is its own

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)  # 第N期, given when it is signed
    running_total = models.PositiveIntegerField(null=True)  # 总第N期
    status = models.CharField(max_length=20, choices=IssueState, default=IssueState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1)
    note = models.TextField(_("editor's note"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_issue_per_number"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(status__in=sorted(EVER_SIGNED)),
                name="numbered_when_signed",
            ),
        ]

    def __str__(self):
        if self.number:
            return _("Issue No. %(number)s of %(year)s") % {"number": self.number, "year": self.year}
        return _("Issue being prepared (%(id)s)") % {"id": self.pk}

    def get_absolute_url(self):
        return reverse("routing:issue", args=[self.pk])

    @property
    def text_hash(self):
        """SHA-256 over everything that will be printed: note, pieces in their order, readers."""
        said = [
            self.note,
            [[*piece.parts().values(), piece.author_line] for piece in self.pieces.all()],
            sorted(self.readers.values_list("user_id", flat=True)),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Piece(Text):
    """One report inside an issue, with its own copy of the signed text."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="pieces")
    report = models.OneToOneField(Report, models.PROTECT, related_name="piece")
    position = models.PositiveSmallIntegerField()
    author_line = models.TextField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class Reader(models.Model):
    """A named reader of an issue, and when it was first opened."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["issue", "user"], name="one_reader_once")]

    def __str__(self):
        return f"{self.user}: {self.issue}"


class Numbering(models.Model):
    """The last number given in a year; the row is locked while a number is taken, so there are no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"
