"""Terms of the committee (届), the sectors (界别) of each, and who is a member of what, by date."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .organisations import Organisation
from .people import DAYS, User


class Term(models.Model):
    """A term of the committee. The one without a last day is the present one."""

    name = models.CharField(max_length=50, unique=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    report = None  # the journal of a term is its own

    class Meta:
        ordering = ["since"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("term", args=[self.pk])


class Sector(models.Model):
    """A sector of one term; its group, where there is one, meets and has a convener."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=50)
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="sectors")

    report = None  # the journal of a sector is its own

    class Meta:
        ordering = ["term", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="sector_once_in_a_term")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("edit_sector", args=[self.pk])


class Membership(models.Model):
    """Somebody is a member of a committee of one level from one day to another, both included."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("National committee")
        PROVINCIAL = "provincial", _("Provincial committee")
        CITY = "city", _("City committee")
        COUNTY = "county", _("County committee")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships")
    level = models.CharField(max_length=10, choices=Level)
    standing = models.BooleanField(default=False)  # a member of the standing committee
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="memberships")
    committee = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships"
    )  # the special committee
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
            ExclusionConstraint(
                expressions=[("user", "="), ("level", "="), (DAYS, "&&")], name="member_once_of_a_level"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_level_display()} ({self.term})"
