"""Whose report it is besides the first author: people and organisations, in order, each with a share."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.people.models import Organisation, User


class Credit(NamedTuple):
    """One joint author as named by the first: a person or an organisation, known to the portal or not."""

    name: str
    user: User | None = None
    organisation: Organisation | None = None
    field: str = ""  # an expert's field, or what else says who this is
    share: int | None = None  # per cent; None for all of them means equal shares


class JointAuthor(models.Model):
    """Another author, in order; with an account or an organisation where the portal knows one."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="joint_authors")
    position = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="joint_reports"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="joint_reports")
    name = models.CharField(max_length=100)
    field = models.CharField(max_length=50, blank=True)
    share = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_author_per_position"),
            models.CheckConstraint(
                condition=Q(user=None) | Q(organisation=None), name="a_person_or_an_organisation"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def credit(self):
        return Credit(*(getattr(self, name) for name in Credit._fields))
