"""Adoption (采用情况): dated events per level, entered late and dated back, never one status."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer
from reports.models import Report
from reports.states import GONE
from routing.states import EventState, Level

from .upward import Filing


class AdoptionQuerySet(models.QuerySet):
    """Events that count: neither struck nor of a sealed report."""

    def standing(self):
        return self.filter(status=EventState.STANDS).exclude(report__status__in=GONE)

    def adopted(self):
        """Used in an issue of that level, alone or together with others."""
        return self.standing().filter(kind__in=AdoptionEvent.ADOPTED)

    def of(self, report):
        """Those of a report, and of the signed piece that it was worked into."""
        return self.filter(report__in=[report.pk, *([report.carried_by_id] if report.carried_by_id else [])])


class AdoptionEvent(models.Model):
    """One piece of news of one report. It is appended and may be struck, never changed or deleted."""

    class Kind(models.TextChoices):
        ALONE = "alone", _("Adopted alone")
        COMBINED = "combined", _("Adopted with others")
        FORWARDED = "forwarded", _("Forwarded to departments")
        TO_LEADERS = "to_leaders", _("Sent to leaders")
        SENT_ON = "sent_on", _("Sent on to the next level")
        USED = "used", _("Used by a department")
        DIRECTIVE = "directive", _("Leader's directive")

    ADOPTED = (Kind.ALONE, Kind.COMBINED)

    key = models.UUIDField(editable=False)  # one form for several reports, sent twice, enters each once
    report = models.ForeignKey(Report, models.PROTECT, related_name="adoption_events")
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="events")
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=10, choices=Kind)
    happened_on = models.DateField()
    source = models.CharField(max_length=100, blank=True)
    note = models.TextField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=EventState, default=EventState.STANDS, editable=False)
    entered_at = models.DateTimeField()
    entered_by = doer()
    struck_at = models.DateTimeField(null=True)
    struck_by = doer(null=True)
    struck_for = models.TextField(max_length=500, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("news of adoption")
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "report"], name="event_entered_once"),
            models.CheckConstraint(
                condition=Q(status=EventState.STANDS, struck_at=None, struck_for="")
                | Q(status=EventState.STRUCK, struck_at__isnull=False) & ~Q(struck_for=""),
                name="struck_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "happened_on"], name="events_of_a_level_by_day"),
            models.Index(fields=["happened_on"], name="events_by_day"),
        ]

    def __str__(self):
        return f"{self.get_level_display()} · {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("report", args=[self.report_id], query={"tab": "adoption"})

    @property
    def stands(self):
        return self.status == EventState.STANDS

    @property
    def counts(self):
        """Whether it is an adoption that stands: lists of reports name it."""
        return self.stands and self.kind in self.ADOPTED
