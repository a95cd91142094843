"""Who takes part: one tree of organisations, each of a kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A committee, party, station, bureau …; the tree says who belongs to whom."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("CPPCC committee")
        SPECIAL_COMMITTEE = "special_committee", _("Special committee")
        COUNTY_COMMITTEE = "county_committee", _("County committee")
        PARTY = "party", _("Democratic party")
        FEDERATION = "federation", _("Federation of industry and commerce")
        MASS_ORGANISATION = "mass_organisation", _("Mass organisation")
        CONTACT_POINT = "contact_point", _("Contact point")
        STATION = "station", _("Liaison station")
        UNIVERSITY = "university", _("University or institute")
        SECTOR_GROUP = "sector_group", _("Sector group")
        HANDLING_UNIT = "handling_unit", _("Handling unit")
        HIGHER_COMMITTEE = "higher_committee", _("Higher committee")
        LEADERSHIP_OFFICE = "leadership_office", _("Leadership office")

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    report = None  # the journal of an organisation is its own

    class Meta:
        verbose_name = _("organisation")
        ordering = ["kind", "id"]

    def __str__(self):
        return self.name
