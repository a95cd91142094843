"""A small register of visits to organisations and of meetings with them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, doer
from portal.people.rules import in_office


class VisitQuerySet(models.QuerySet):
    """Visits by reader."""

    def visible_to(self, hats):
        """The office's own notes."""
        return self if in_office(hats) else self.none()


class Visit(models.Model):
    """When, whom, about what, and what was agreed."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit to an organisation")
        MEETING = "meeting", _("Meeting with organisations")

    report = None  # the journal of a visit is its own

    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="visits")
    people = models.CharField(_("who took part"), max_length=300)
    topic = models.CharField(_("topic"), max_length=60)
    notes = models.TextField(_("notes"), max_length=3000, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = doer()

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit or meeting")
        ordering = ["-held_on", "-id"]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return reverse("routing:visit", args=[self.pk])

    @property
    def number(self):
        return f"{timezone.localdate(self.created_at).year}-V{self.pk:04}"

    @property
    def names(self):
        return "、".join(str(organisation) for organisation in self.organisations.all())
