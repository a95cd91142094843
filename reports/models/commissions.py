"""Commissions (选题约稿): reports ordered from a person, or from an organisation through its liaison."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, Role, User, doer
from portal.people.rules import in_office
from reports.states import CommissionState as State

from .sources import Source, SourceQuerySet


def liaison_of(organisation):
    """Who answers for an organisation that is asked for a report; None where nobody is named."""
    there = Q(hats__role=Role.LIAISON, hats__organisation=organisation)
    return User.objects.filter(there, is_active=True).order_by("id").first()


def _homes(hats):
    """The organisations for which this person may answer or write: as liaison or convener, as informant."""
    own = {hats.user.organisation_id} if hats.has(Role.INFORMANT) else set()
    return hats.own | own


class CommissionQuerySet(SourceQuerySet):
    """Commissions by reader and by stage."""

    def visible_to(self, hats):
        """The office, who was asked, and those who may write for an organisation that was."""
        asked = Q(holder=hats.user) | Q(organisation__in=_homes(hats))
        return self if in_office(hats) else self.filter(asked)

    def open(self):
        return self.filter(status__in=[State.ASKED, State.ACCEPTED])


class Commission(Source):
    """One order to one holder. Where an organisation is asked, its liaison holds it and it has the credit."""

    key = models.UUIDField(editable=False)
    topic = models.CharField(_("topic"), max_length=60)
    wanted = models.TextField(_("what is wanted"), max_length=1000)
    due_on = models.DateField(_("due date"))
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="commissions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="commissions")
    status = models.CharField(max_length=20, choices=State, default=State.ASKED, editable=False)
    begun_at = models.DateTimeField()
    begun_by = doer()
    ended_at = models.DateTimeField(null=True)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-id"]
        verbose_name = _("commission")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "holder", "organisation"], nulls_distinct=False, name="asked_once"
            ),
        ]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return reverse("reports:commission", args=[self.pk])

    @property
    def credited(self):
        return self.organisation

    @property
    def asked(self):
        """Whom it was asked of, as the office says it."""
        return f"{self.organisation}（{self.holder}）" if self.organisation else str(self.holder)

    def answerable(self, hats, at):
        """More than one report may come of it, once it was accepted."""
        asked = self.holder_id == hats.user.pk or self.organisation_id in _homes(hats)
        return asked and self.status in (State.ACCEPTED, State.DELIVERED)
