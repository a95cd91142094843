"""A leader's written instruction on a piece. Its wording is for the office and the units concerned."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models import Report
from reports.rules import in_office
from routing.rules import is_leader
from routing.states import DirectiveState

from .assignments import Assignment
from .issues import Piece


class DirectiveQuerySet(models.QuerySet):
    """Directives by reader."""

    def visible_to(self, hats):
        """The office, the leader who wrote it, and the units it was assigned to."""
        if in_office(hats):
            return self
        at_unit = Assignment.objects.filter(directive=OuterRef("pk"), unit__in=hats.units)
        visible = Exists(at_unit)
        return self.filter(visible | Q(leader=hats.user) if is_leader(hats) else visible)

    def open(self):
        return self.exclude(status=DirectiveState.CLOSED)


class Directive(models.Model):
    """What the leader wrote, on which piece, when; open until its last assignment is closed."""

    key = models.UUIDField(unique=True, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="directives")
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="directives")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="directives")
    text = models.TextField(_("directive"), max_length=500)
    status = models.CharField(
        max_length=20, choices=DirectiveState, default=DirectiveState.UNASSIGNED, editable=False
    )
    written_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self):
        return _("Directive on “%(title)s”") % {"title": self.piece.title}

    def get_absolute_url(self):
        return reverse("routing:directive", args=[self.pk])
