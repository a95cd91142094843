"""Proposals and conference speeches, brought in from Excel, and the files they were brought in by."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.people.models import doer
from reports import rules

from .authors import AUTHORS
from .report import Report
from .sources import Source, SourceQuerySet


class Import(models.Model):
    """A file that was read: its rows wait here, and not in the browser, until they are confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()  # [{"row": its line in the file, "values": {…}, "problems": […]}]
    notes = models.JSONField()  # what of the file was not read
    by = doer()
    at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:import", args=[self.pk])


class ProposalQuerySet(SourceQuerySet):
    """Lists, counts and pages all start from `visible_to`."""

    def visible_to(self, hats):
        """The office: all. A member: the own ones."""
        own = Proposal.members.through.objects.filter(proposal=OuterRef("pk"), user=hats.user)
        return self if rules.in_office(hats) else self.filter(Exists(own))

    def asking(self, hats):
        """Those of which this person is still to say whether they are the own ones."""
        if not hats.has(*AUTHORS):
            return self.none()
        return self.filter(asked=hats.user).defer("text").order_by("id")


class Proposal(Source):
    """A proposal, or a speech held at a conference. Hard questions are split out of it into reports."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("Proposal")
        SPEECH = "speech", _("Conference speech")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    proposers = models.CharField(_("proposers"), max_length=300, blank=True)
    unit = models.CharField(_("sector or organisation"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    remark = models.TextField(_("remark"), max_length=500, blank=True)
    # Proposers with an account: it is theirs once they have said so. Asked is whom exactly one name leads to.
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="proposals")
    asked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="proposals_to_accept")
    imported_in = models.ForeignKey(Import, models.PROTECT, related_name="proposals")

    occasion = Report.Occasion.PROPOSAL

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal or speech")
        ordering = ["-year", "kind", "id"]
        indexes = [models.Index(fields=["year", "id"], name="proposals_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "number"], condition=~Q(number=""), name="one_proposal_per_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "title"], condition=Q(number=""), name="one_unnumbered_per_title"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:proposal", args=[self.pk])
