"""The office's time limits, each from a day on; what practice has where none was set stands in the code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer


class TimeLimit(models.Model):
    """So long by this rule, since that day; a later row supersedes it, none is ever changed or deleted."""

    class Unit(models.TextChoices):
        DAYS = "days", _("working days")
        HOURS = "hours", _("working hours")

    rule = models.CharField(max_length=30)
    category = models.CharField(max_length=20, blank=True)  # of the report; empty: every kind of matter
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=5, choices=Unit)
    since = models.DateField()
    set_by = doer(null=True)
    set_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)  # which limit by this rule it is

    report = None  # the journal of a limit is its own

    class Meta:
        verbose_name = _("time limit")
        ordering = ["rule", "-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="a_limit_is_at_least_one"),
            models.UniqueConstraint(fields=["rule", "version"], name="one_limit_after_another"),
        ]

    def __str__(self):
        return f"{self.rule} {self.amount} {self.unit} ({self.since})"
