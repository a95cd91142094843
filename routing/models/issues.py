"""An issue of the special report (专报): its series and number, its pieces, and what of it was approved."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.pages.chinese import chinese_day
from portal.people.models import doer
from portal.people.rules import in_office, is_leader
from reports.models import Report, Text
from routing.states import EVER_SIGNED, SENT, IssueState

from .recipients import Rank
from .series import Series

# What comes with the signature, or after it; all else that is printed is what the signature approves.
WITH_SIGNATURE = {"number", "year", "running_total", "date", "signer", "void"}


class IssueQuerySet(models.QuerySet):
    """Issues as the office and the readers know them."""

    def visible_to(self, hats):
        """The office sees all; a leader sees the published issues that were sent to them."""
        if in_office(hats):
            return self
        return self.published().filter(recipients__user=hats.user) if is_leader(hats) else self.none()

    def published(self):
        return self.filter(status__in=SENT)


class IssueManager(models.Manager.from_queryset(IssueQuerySet)):
    """Issues with their series, by which they are called."""

    def get_queryset(self):
        return super().get_queryset().select_related("series")


class Issue(models.Model):
    """Several pieces under one number. What was signed is frozen: the approval names its hash."""

    report = None  # an issue concerns several reports, so its journal is its own

    series = models.ForeignKey(Series, models.PROTECT, related_name="issues")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)  # 第N期, given when it is signed
    running_total = models.PositiveIntegerField(null=True)  # 总第N期
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    status = models.CharField(max_length=20, choices=IssueState, default=IssueState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1)
    note = models.TextField(_("editor's note"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = doer()
    vetted_by = doer(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = doer(null=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)
    # Kept as it was handed in, vetted or signed, whatever becomes of names and mastheads: printed from here.
    printed = models.JSONField(null=True)
    read_before = models.JSONField(null=True)  # what the signer last read, until the next signature

    objects = IssueManager()

    class Meta:
        verbose_name = _("issue of the special report")
        ordering = ["-created_at"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="one_issue_per_number"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(status__in=sorted(EVER_SIGNED)),
                name="numbered_when_signed",
            ),
        ]

    def __str__(self):
        if self.number:
            said = {"series": self.masthead, "number": self.number, "year": self.year}
            return _("%(series)s, No. %(number)s of %(year)s") % said
        begun = {"series": self.masthead, "day": date_format(local_day(self.created_at), "DATE_FORMAT")}
        return _("%(series)s, begun on %(day)s") % begun

    def get_absolute_url(self):
        return reverse("routing:issue", args=[self.pk])

    @property
    def masthead(self):
        """As it was handed in or signed, whatever the series is called by now."""
        return (self.printed or {}).get("masthead") or self.series.name

    @property
    def short(self):
        """2026年第7期, as documents name it."""
        return f"{self.year}年第{self.number}期"

    def as_composed(self):
        """Everything that would be printed, as the record is now."""
        day = local_day(self.signed_at) if self.signed_at else None
        recipients = list(self.recipients.select_related("user"))
        names = {rank: [str(r) for r in recipients if r.rank == rank] for rank in Rank}
        return {
            "masthead": self.series.name,
            "issuer": self.series.issuer,
            "editing_office": self.series.editing_office,
            "notice": self.series.notice,
            "number": self.number,
            "year": self.year,
            "running_total": self.running_total,
            "date": chinese_day(day),
            "corrects": self.corrects.short if self.corrects else "",
            "void": False,
            "recipients_up": names[Rank.UP],
            "recipients_peer": names[Rank.PEER],
            "recipients_down": names[Rank.DOWN],
            "note": self.note,
            "pieces": [piece.as_printed() for piece in self.pieces.all()],
            "print_run": sum(recipient.copies for recipient in recipients),
            "editor": self.created_by.name,
            "vetter": self.vetted_by.name if self.vetted_by else "",
            "signer": self.signed_by.name if self.signed_by else "",
        }

    @property
    def reached(self):
        """Recipients who have opened it, or got it by the office's hand."""
        return [recipient for recipient in self.recipients.all() if recipient.read_at or recipient.handed_at]

    @property
    def text_hash(self):
        """Of what was last handed in, vetted or signed; of a draft, as it is now."""
        return text_hash(self.printed or self.as_composed())

    @property
    def differs(self):
        """Whether the record would now print anything else than what was handed in or signed."""
        return bool(self.printed) and text_hash(self.as_composed()) != text_hash(self.printed)

    @property
    def broken(self):
        """Whether what is kept for printing is not what was signed: somebody wrote into the database."""
        return bool(self.signed_hash) and text_hash(self.printed or {}) != self.signed_hash


def text_hash(data):
    """SHA-256 over everything that is printed but what comes with the signature."""
    approved = {key: value for key, value in data.items() if key not in WITH_SIGNATURE}
    return hashlib.sha256(json.dumps(approved, sort_keys=True).encode()).hexdigest()


class Piece(Text):
    """One report inside an issue, with its own copy of the signed text."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="pieces")
    report = models.ForeignKey(Report, models.PROTECT, related_name="pieces")
    # The one place of its report. Pieces of a void issue are none any more, those of a correction never were.
    live = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    author_line = models.TextField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "report"], name="one_piece_per_report"),
            models.UniqueConstraint(fields=["report"], condition=Q(live=True), name="one_place_per_report"),
        ]

    def __str__(self):
        return self.title

    def as_printed(self):
        """Its words; the report tells pieces apart where two versions of an issue are compared."""
        return self.parts() | {"author_line": self.author_line, "report": self.report_id}
