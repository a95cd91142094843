"""What is known of a person besides the account: other names, fields of expertise, where they were before."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from .organisations import Organisation
from .people import DAYS, User


class OtherName(models.Model):
    """Another way in which a person's name is written; whoever has that name is found by it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="other_name_once")]

    def __str__(self):
        return self.name


class Expertise(models.Model):
    """A field in which a person is an expert."""

    user = models.ForeignKey(User, models.CASCADE, related_name="expertise")
    field = models.CharField(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "field"], name="expertise_once")]

    def __str__(self):
        return self.field


class Belonging(models.Model):
    """Where a person is at home and as what, from one day to another, both included.

    The row of today is what `User.organisation` and `User.position` say.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="belongings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="belongings")
    position = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="belonging_ends_after_it_begins"
            ),
            ExclusionConstraint(expressions=[("user", "="), (DAYS, "&&")], name="belongs_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.organisation}"
