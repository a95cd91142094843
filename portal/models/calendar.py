"""Days off and make-up working days, as the State Council's notices set them each year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend that is worked."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORK = "work", _("Make-up working day")

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=4, choices=Kind)
    name = models.CharField(max_length=50)
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ["date"]

    def __str__(self):
        return f"{self.date} {self.name}"
