"""The office's own words on what a page is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageHelp(models.Model):
    """In place of the words that came with the portal (topics.py); empty where those stand again."""

    page = models.CharField(max_length=40, unique=True)  # the name of its route, or of a step
    text = models.TextField(max_length=1000, blank=True)

    report = None  # the journal of these words is their own

    class Meta:
        verbose_name = _("help")
        ordering = ["page"]

    def __str__(self):
        return self.page
