"""What the author thinks of the handling and of the result, asked apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer
from reports.models import Report


class Opinion(models.Model):
    """Silence is kept as "no opinion" and never counted as satisfied."""

    class Grade(models.TextChoices):
        SATISFIED = "satisfied", _("Satisfied")
        MOSTLY = "mostly", _("Mostly satisfied")
        DISSATISFIED = "dissatisfied", _("Not satisfied")
        NONE = "none", _("No opinion")

    report = models.ForeignKey(Report, models.PROTECT, related_name="opinions")
    handling = models.CharField(_("the handling"), max_length=12, choices=Grade)
    result = models.CharField(_("the result"), max_length=12, choices=Grade)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    by = doer(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["at"], include=["report", "handling", "result"], name="opinions_by_date")
        ]

    def __str__(self):
        return f"{self.report}: {self.get_result_display()}"
