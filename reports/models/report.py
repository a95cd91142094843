"""The report itself. Its status is written by the engine alone."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation
from reports.states import GONE, UNFILED, WITH_AUTHOR, State

from .authors import Credit
from .seen import ReportQuerySet
from .text import Text


def numbered(pk, year):
    return f"{year}-{pk:05}"


class Report(Text):
    """One matter, reported by one author and perhaps joint authors.

    Its own text is what was filed last, and from the signature on what was signed; the words of a report that
    is with its author are its draft's.
    """

    class Category(models.TextChoices):
        ECONOMY = "economy", _("Economy and industry")
        URBAN = "urban", _("Urban construction and management")
        SCIENCE_EDUCATION = "science_education", _("Science, education, culture, health, sport")
        LABOUR_SECURITY = "labour_security", _("Labour and social security")
        UNITED_FRONT = "united_front", _("United front")
        RURAL = "rural", _("Agriculture and rural areas")
        ECOLOGY = "ecology", _("Ecology and environment")
        OTHER = "other", _("Other")

    class Occasion(models.TextChoices):
        INSPECTION = "inspection", _("Inspection or supervision")
        PROPOSAL = "proposal", _("Proposal")
        VISIT = "visit", _("Visit to people or firms")
        SECTOR_ACTIVITY = "sector_activity", _("Sector activity")
        CONSULTATION = "consultation", _("Grassroots consultation")
        RESEARCH = "research", _("Study and research")
        DAILY_LIFE = "daily_life", _("Daily work and life")
        HOTLINE = "hotline", _("Hotline")

    class Way(models.TextChoices):
        """How somebody without an account told us."""

        VISIT = "visit", _("On a visit")
        PHONE = "phone", _("By phone")
        PAPER = "paper", _("On paper")

    # One form opened once is one report, however often it is sent.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    occasion = models.CharField(_("came out of"), max_length=20, choices=Occasion)
    # What exactly it came out of, where the portal keeps that: a lead, a consultation, a proposal …
    source_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+", db_index=False)
    source_id = models.PositiveBigIntegerField(null=True)
    source = GenericForeignKey("source_type", "source_id")
    name_shown = models.BooleanField(_("the handling unit may know my name and contact me"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="reports", db_index=False
    )  # what a station filed counts without reading the rows
    collective = models.BooleanField(_("in the name of the organisation"), default=False)
    # Somebody without an account, for whom the author has written it down.
    on_behalf_of = models.CharField(_("on behalf of"), max_length=50, blank=True)
    on_behalf_phone = models.CharField(_("phone"), max_length=20, blank=True)
    on_behalf_way = models.CharField(_("how they told us"), max_length=10, choices=Way, blank=True)

    status = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    important = models.BooleanField(_("important"), default=False)  # passes to the chair
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    sign_by = models.DateTimeField(null=True)  # the same-day clock
    signed_at = models.DateTimeField(null=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    # The other half of the promise: from the signature to the leaders or the units.
    report_by = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)  # handled again, as the author was not satisfied
    # With the opinion: the office may get in touch with the author about how it ended.
    contact_agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The report that carries this one: worked up together into one piece.
    carried_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["-submitted_at", "-id"]
        indexes = [
            # With what lists filter by, so that they count without reading the rows.
            models.Index(
                fields=["status", "submitted_at"],
                name="reports_by_status",
                include=["author", "organisation", "category", "occasion"],
            ),
            models.Index(fields=["organisation"], name="reports_filed_for", include=["status", "signed_at"]),
            models.Index(F("submitted_at").desc(), F("id").desc(), name="reports_newest_first"),
            models.Index(fields=["source_type", "source_id"], name="reports_out_of_a_source"),
            models.Index(fields=["taken_by"], name="reports_of_an_editor"),
            models.Index(fields=["sign_by"], name="reports_by_last_hour_to_sign"),
            models.Index(fields=["report_by"], name="reports_by_last_hour_out"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=sorted(UNFILED))
                | Q(submitted_at__isnull=False, sign_by__isnull=False),
                name="submitted_reports_have_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(UNFILED)) | Q(title="", situation="", analysis="", advice=""),
                name="words_of_a_draft_lie_apart",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_hash="") | Q(signed_at__isnull=False) & ~Q(signed_hash=""),
                name="signature_names_a_text",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, report_by=None)
                | Q(signed_at__isnull=False, report_by__isnull=False),
                name="signed_reports_have_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status=State.CONTESTED) | Q(reopened_at=None), name="handled_again_once"
            ),
            models.CheckConstraint(
                condition=Q(source_type=None, source_id=None)
                | Q(source_type__isnull=False, source_id__isnull=False),
                name="source_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of="", on_behalf_way="", on_behalf_phone="")
                | ~Q(on_behalf_of="") & ~Q(on_behalf_way=""),
                name="on_behalf_of_somebody_in_some_way",
            ),
            models.CheckConstraint(
                condition=Q(carried_by=None) & ~Q(status=State.MERGED)
                | Q(carried_by__isnull=False, status__in=[State.MERGED, State.CLOSED])
                & ~Q(carried_by=F("pk")),
                name="merged_reports_name_their_host",
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def report(self):
        """A report is its own report, so that every subject of the ledgers has one to name."""
        return self

    @property
    def is_draft(self):
        return self.status == State.DRAFT

    @property
    def to_be_taken_up(self):
        return self.status == State.SUBMITTED

    @property
    def being_edited(self):
        return self.status == State.EDITING

    @property
    def heading(self):
        """What lists and trails call it; of what is sealed or deleted not even the title."""
        if self.status == State.DELETED:
            return gettext("Deleted draft")
        if self.status in GONE:
            return gettext("Sealed report")
        return super().heading if self.written is self or not self.is_draft else self.draft.heading

    @property
    def is_gone(self):
        """Sealed or purged: nobody sees it, and nothing more is written about it."""
        return self.status in GONE

    @property
    def written(self):
        """The author's text as it stands: the draft's, with its version, while it is with the author."""
        # A page that was overtaken still holds it for a draft that is there no more.
        return self.draft if self.status in WITH_AUTHOR and hasattr(self, "draft") else self

    @property
    def saved_at(self):
        """When the author's text was last saved; once it is filed, when it was filed."""
        return self.submitted_at if self.written is self else self.written.saved_at

    @property
    def working(self):
        """The newest version of the text: the author's, then the office's edits, then the signed one.

        The report's own fields are the author's text until sign-off, and the signed text from then on, so
        that nobody outside the office meets an edit that was never signed.
        """
        return self.revisions.last() or self.written

    @property
    def number(self):
        """2026-00123: the year it was begun in and its place in the register."""
        return numbered(self.pk, timezone.localdate(self.created_at).year)

    @property
    def byline(self):
        """Whose report it is, in a word: who told us, the organisation that speaks, else the author."""
        if self.on_behalf_of:
            return self.on_behalf_of
        return self.organisation.name if self.collective else self.author.name

    @property
    def contact_phone(self):
        """Of whoever told us, else of the author."""
        return self.on_behalf_phone if self.on_behalf_of else self.author.phone

    @property
    def first_credit(self):
        """The first author as a credit, the share still open."""
        return Credit(self.byline, self.author, self.organisation)

    def credits(self):
        """[Credit] of all authors, in order."""
        return [author.credit for author in self.authors.all()]

    @property
    def sources(self):
        """The originals of the piece: this report and those merged into it, in the order they came in."""
        merged = self.carried.select_related("author", "organisation").prefetch_related("authors")
        return [self, *merged.order_by("submitted_at", "pk")]

    @property
    def piece(self):
        """Its one place in the special report, if it has one: in no void issue, and in no correction."""
        return next((piece for piece in self.pieces.all() if piece.live), None)

    @property
    def names(self):
        """Who wrote it, in order."""
        return [author.name for author in self.authors.all()]

    @property
    def signed_same_day(self):
        """None until signed; then whether the promise was kept."""
        return self.signed_at and self.signed_at <= self.sign_by

    @property
    def reported_same_day(self):
        """None until reported; then whether it went out by the cut-off that its signature gave it."""
        return self.reported_at and self.reported_at <= self.report_by

    def get_absolute_url(self):
        return reverse("report", args=[self.pk])

    def source_for(self, hats):
        """What it came out of, if this person may see that."""
        if not self.source_id:
            return None
        kind = ContentType.objects.get_for_id(self.source_type_id).model_class()
        return kind.objects.visible_to(hats).filter(pk=self.source_id).first()
