"""Which unit owns which matter (权责清单), and by which words a text speaks of it."""

import re

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, doer
from portal.people.rules import in_office

BETWEEN = re.compile(r"[、，,；;\s]+")


class CompetenceQuerySet(models.QuerySet):
    """The catalogue by reader, and as far as it holds."""

    def visible_to(self, hats):
        return self if in_office(hats) else self.none()

    def in_force(self):
        return self.filter(holds=True)


class Competence(models.Model):
    """One line of the catalogue. It is never deleted: it no longer holds."""

    report = None  # the journal of a line is its own

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="competences")
    matter = models.CharField(_("matter"), max_length=60)
    words = models.CharField(_("words"), max_length=200)  # as typed, 、 between them
    source = models.CharField(_("source"), max_length=120)
    holds = models.BooleanField(_("holds"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = doer()

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the catalogue")
        ordering = ["unit__name", "matter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "matter"], name="each_matter_of_a_unit_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="a_matter_has_words"),
        ]

    def __str__(self):
        return self.matter

    def get_absolute_url(self):
        return reverse("routing:edit_competence", args=[self.pk])

    @property
    def word_list(self):
        return split(self.words)


def split(words):
    """Each word once, in their order."""
    return list(dict.fromkeys(filter(None, BETWEEN.split(words))))
