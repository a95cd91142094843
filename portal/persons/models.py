"""Rosters of people as offices keep them in Excel."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, Role, doer


class Roster(models.Model):
    """A workbook that was read: its rows wait here, and not in the browser, until they are confirmed."""

    name = models.CharField(max_length=150)
    rows = models.JSONField()  # [{"sheet", "row": its line there, "values": {…}, "problems": […]}]
    notes = models.JSONField()  # what of the file was not read
    # Where those are at home whose workplace is no organisation of the register.
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)  # of those who are new
    by = doer()
    at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    made = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )  # what importing it changed, for undoing it (workflow/rosters.py)
    undone_at = models.DateTimeField(null=True)

    report = None  # the journal of a roster is its own

    class Meta:
        ordering = ["-at"]
        verbose_name = _("roster")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("roster", args=[self.pk])
