"""Days off and make-up working days: the State Council's of each year, and those of one organisation."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend that is worked."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORK = "work", _("Make-up working day")

    date = models.DateField()
    # Whose day it is, and of all that stand below it in the tree; empty: everybody's.
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="days")
    kind = models.CharField(max_length=4, choices=Kind)
    name = models.CharField(max_length=50)
    source = models.CharField(max_length=100)
    announced = models.BooleanField(default=True)  # part of a whole year's plan, which makes the year known

    class Meta:
        ordering = ["date", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "organisation"], nulls_distinct=False, name="one_row_per_day_and_organisation"
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.name}"


class CalendarYear(models.Model):
    """What a change of a year's days locks, and whose chain of the journal tells of it."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    changed_at = models.DateTimeField()

    report = None  # the journal of a year is its own

    class Meta:
        verbose_name = _("year of the calendar")

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return reverse("calendar_year", args=[self.pk])
