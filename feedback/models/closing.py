"""The closing list of a day, as the day left it."""

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class DayClosing(models.Model):
    """Every report that was to be signed off or reported on this day, and where it stood after the cut-off.

    `rows` are those of feedback.same_day.rows; they hold no words of a report.
    """

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    rows = models.JSONField(default=list)

    report = None  # it concerns many

    class Meta:
        verbose_name = _("closing list of a day")
        ordering = ["-day"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("feedback:closing_list", args=[self.day])

    @property
    def number(self):
        return date_format(self.day, "MONTH_DAY_FORMAT")
