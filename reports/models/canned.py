"""The office's standard words to an author, one text for each ground."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CannedText(models.Model):
    """What is proposed for a ground; what was really sent stands in the journal."""

    reason = models.CharField(max_length=20, unique=True)  # a code of reports.reasons
    text = models.TextField(max_length=500)

    report = None  # the journal of standard words is their own

    class Meta:
        verbose_name = _("standard words")
        ordering = ["reason"]

    def __str__(self):
        return self.reason
