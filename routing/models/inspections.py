"""Inspections on site (视察监督), together with the Party committee's supervision office; what they found."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer
from portal.people.rules import in_office
from routing.states import FindingState, InspectionState

from .assignments import Assignment


class InspectionQuerySet(models.QuerySet):
    """Inspections by reader."""

    def visible_to(self, hats):
        """The office sees all, a unit those that look at something of its own."""
        own = Finding.objects.visible_to(hats).filter(inspection=OuterRef("pk"))
        return self if in_office(hats) else self.filter(Exists(own))


class Inspection(models.Model):
    """One visit to look at how some assignments were handled: when, where, who went."""

    report = None  # it concerns several, so its journal is its own

    key = models.UUIDField(unique=True, editable=False)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=100)
    partner = models.CharField(_("together with"), max_length=100, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    others = models.CharField(_("others who go"), max_length=200, blank=True)
    account = models.TextField(_("what was seen"), max_length=2000, blank=True)
    status = models.CharField(
        max_length=20, choices=InspectionState, default=InspectionState.PLANNED, editable=False
    )
    created_at = models.DateTimeField()
    created_by = doer()
    ended_at = models.DateTimeField(null=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        ordering = ["-held_on", "-id"]

    def __str__(self):
        said = {"day": date_format(self.held_on, "DATE_FORMAT"), "place": self.place}
        return _("Inspection of %(day)s, %(place)s") % said

    def get_absolute_url(self):
        return reverse("routing:inspection", args=[self.pk])

    @property
    def number(self):
        """2026-I0012: the year in which it was planned, and its place in the register."""
        return f"{timezone.localdate(self.created_at).year}-I{self.pk:04}"


class FindingQuerySet(models.QuerySet):
    """Items by reader; all lists and pages start here."""

    def visible_to(self, hats):
        return self if in_office(hats) else self.filter(assignment__unit__in=hats.watched)

    def with_subject(self):
        return self.select_related("inspection", "assignment__unit", "assignment__report")


class Finding(models.Model):
    """One item of an inspection: the assignment looked at, what was found, and what became of it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="findings")
    text = models.TextField(_("what was found"), max_length=1000, blank=True)
    to_mend = models.TextField(_("what is to be mended"), max_length=1000, blank=True)
    mend_by = models.DateField(_("by which day"), null=True)
    answer = models.TextField(_("what was done about it"), max_length=2000, blank=True)
    result = models.TextField(_("result"), max_length=500, blank=True)
    status = models.CharField(
        max_length=20, choices=FindingState, default=FindingState.LISTED, editable=False
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of an inspection")
        ordering = ["inspection", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "assignment"], name="looked_at_once_an_inspection"),
            models.CheckConstraint(
                condition=~Q(status__in=["mending", "answered", "mended"])
                | Q(mend_by__isnull=False) & ~Q(to_mend=""),
                name="what_is_to_mend_has_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.report}"

    def get_absolute_url(self):
        return reverse("routing:finding", args=[self.pk])

    @property
    def report(self):
        return self.assignment.report

    @property
    def unit(self):
        return self.assignment.unit

    @property
    def unit_id(self):
        return self.assignment.unit_id

    @property
    def number(self):
        return self.assignment.number
