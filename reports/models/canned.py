"""The office's standard words to an author, one text for each ground."""

from django.db import models


class CannedText(models.Model):
    """What is proposed for a ground; what was really sent stands in the journal."""

    reason = models.CharField(max_length=20, primary_key=True)  # a code of reports.reasons
    text = models.TextField(max_length=500)

    class Meta:
        ordering = ["reason"]

    def __str__(self):
        return self.reason
