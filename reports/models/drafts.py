"""What its author is writing, apart from what is filed."""

from django.db import models

from .text import Text


class Draft(Text):
    """The author's words, exactly while the report is with its author; submitting makes them the report's.

    Saving while one types writes this one row, which no index and no search text hangs on.
    """

    report = models.OneToOneField("reports.Report", models.CASCADE, primary_key=True)
    version = models.PositiveIntegerField()  # goes on where the report's stopped, and the report's after it
    # The last saving: when, and by the mark that the page gave it (see save_draft).
    saved_at = models.DateTimeField()
    saved_as = models.CharField(max_length=16, blank=True)

    def __str__(self):
        return self.heading
