"""Filing upward (上报): a batch of signed reports to a higher committee, its number, its receipt."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import sha256
from portal.people.models import doer
from portal.people.rules import in_office
from reports.models import Report, Text
from reports.states import GONE
from routing.states import NEVER_SENT, FilingState, Level


class Body(models.Model):
    """A higher committee to which reports are filed; known by its name, so that nothing goes there twice."""

    name = models.CharField(max_length=60, unique=True)
    level = models.CharField(max_length=10, choices=Level)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class FilingQuerySet(models.QuerySet):
    """Filings by reader and by stage."""

    def visible_to(self, hats):
        """The office's own correspondence."""
        return self if in_office(hats) else self.none()

    def sent(self):
        return self.exclude(status__in=NEVER_SENT)


class Filing(models.Model):
    """One batch. Its number is given when it is sent; from then on nothing in it changes."""

    report = None  # it concerns several reports, so its journal is its own

    key = models.UUIDField(unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="filings")
    note = models.TextField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=FilingState, default=FilingState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = doer()
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)  # 上报〔2026〕3号
    sender = models.CharField(max_length=60, blank=True)  # as the committee was called when it was sent
    sent_at = models.DateTimeField(null=True)
    sent_by = doer(null=True)
    received_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=50, blank=True)
    received_by = models.CharField(max_length=50, blank=True)
    asked_at = models.DateTimeField(null=True)  # when the higher committee was last asked
    closed_at = models.DateTimeField(null=True)
    closed_by = doer(null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing upward")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_filing_per_number"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(NEVER_SENT), number="", year=None, serial=None, sent_at=None)
                | ~Q(status__in=sorted(NEVER_SENT))
                & ~Q(number="")
                & Q(year__isnull=False, serial__isnull=False, sent_at__isnull=False),
                name="a_filing_has_a_number_once_it_is_sent",
            ),
        ]

    def __str__(self):
        return self.number or _("Filing being prepared (%(id)s)") % {"id": self.pk}

    def get_absolute_url(self):
        return reverse("routing:filing", args=[self.pk])


class FiledPiece(Text):
    """One report inside a filing, with its own copy of the signed text and of the authors' names."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="pieces")
    body = models.ForeignKey(Body, models.PROTECT, related_name="pieces")  # the filing's, for the constraint
    report = models.ForeignKey(Report, models.PROTECT, related_name="filed")
    position = models.PositiveSmallIntegerField()
    author_line = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)  # stays when the words of a purged report are taken out

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "body"], name="filed_once_to_each"),
        ]

    def __str__(self):
        return self.heading

    @property
    def sealed(self):
        """Whether its words are hidden, or gone for good."""
        return self.report.status in GONE

    @property
    def heading(self):
        """Of what was sealed after it had been sent not even the title."""
        return gettext("Sealed report") if self.sealed else super().heading

    @property
    def said(self):
        """What the hash is taken of: number, the four parts and the authors, each on a line of its own."""
        return "\n".join([self.report.number, *self.parts().values(), self.author_line])

    def sealed_copy(self):
        self.sha256 = sha256(self.said)
        return self


class FilingYear(models.Model):
    """The last number given in a year; the row is locked while one is taken, so there are no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"
