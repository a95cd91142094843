"""Who takes part: one tree of organisations, each of a kind."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OrganisationQuerySet(models.QuerySet):
    """Organisations by whether there still is one."""

    def standing(self):
        """Those that were not dissolved: forms offer no others."""
        return self.filter(dissolved_on=None)


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
        MEMBER_STUDIO = "member_studio", _("Member studio")
        CONSULTATION_PLACE = "consultation_place", _("Consultation place")
        DIRECT_POINT = "direct_point", _("Direct contact point")
        EXPERTS_STATION = "experts_station", _("Experts' station")
        SECTOR_GROUP = "sector_group", _("Sector group")
        HANDLING_UNIT = "handling_unit", _("Handling unit")
        HIGHER_COMMITTEE = "higher_committee", _("Higher committee")
        LEADERSHIP_OFFICE = "leadership_office", _("Leadership office")

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    # Who sees to its quota, and whom the office calls.
    in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dissolved_on = models.DateField(null=True, blank=True)  # the last day
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    report = None  # the journal of an organisation is its own

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        ordering = ["kind", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.pk])

    def name_on(self, day):
        """What it was called on that day; its present name from its last renaming on."""
        former = (old for old in self.former_names.all() if old.until >= day)
        return min(former, key=lambda old: old.until, default=self).name

    @property
    def heir(self):
        """Itself, or whichever organisation stands in its place after it was dissolved."""
        found = self
        while found.dissolved_on and found.successor_id:
            found = found.successor
        return found


class FormerName(models.Model):
    """What an organisation was called up to a day, which is the last one with that name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=100)
    until = models.DateField()

    class Meta:
        ordering = ["until"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="one_former_name_until_a_day")
        ]

    def __str__(self):
        return self.name
