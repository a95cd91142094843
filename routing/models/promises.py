"""What a unit has promised to do by a day, in a reply that says "planned" (兑现)."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation
from portal.people.rules import in_office
from routing.states import PROMISED, PromiseState

from .assignments import Reply


class PromiseQuerySet(models.QuerySet):
    """Promises by reader and by how they stand."""

    def visible_to(self, hats):
        """The office sees all, an officer and a head those of the own units."""
        return self if in_office(hats) else self.filter(unit__in=hats.watched)

    def due(self, day):
        """Not ended, and their day has come."""
        return self.filter(status__in=PROMISED, date__lte=day)

    def rates(self, day):
        """Per unit and year of the date: of how many the day has come or the end, and how many were kept."""
        kept, given_up = Q(status=PromiseState.KEPT), Q(status=PromiseState.GIVEN_UP)
        counted = self.exclude(status=PromiseState.SUPERSEDED)  # another one stands for it
        rows = counted.values("unit__name", year=ExtractYear("date")).order_by("-year", "unit__name")
        return rows.annotate(
            of=Count("pk", filter=kept | given_up | Q(date__lte=day)),
            kept=Count("pk", filter=kept),
            given_up=Count("pk", filter=given_up),
            moved_ones=Count("pk", filter=Q(moved__gt=0)),
            all=Count("pk"),
        )


class Promise(models.Model):
    """Opened when the reply passes; looked after until it is kept or honestly given up."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="promise")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="promises")
    date = models.DateField()
    first_date = models.DateField()  # stays when a new one is set
    moved = models.PositiveSmallIntegerField(default=0)  # how often a new date was set
    status = models.CharField(max_length=20, choices=PromiseState, default=PromiseState.OPEN, editable=False)
    opened_at = models.DateTimeField()
    # The unit's last word: what was done, or why it is given up. The authors read it when it has ended.
    said = models.TextField(_("what was done"), max_length=3000, blank=True)
    quiet_since = models.DateField()  # from when the days without an answer are counted
    slipped_at = models.DateTimeField(null=True)  # no answer in time: the office is to chase it
    chased = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        ordering = ["date", "id"]
        indexes = [
            models.Index(fields=["date"], condition=Q(ended_at=None), name="promises_to_come"),
            models.Index(
                fields=["status", "ended_at"], condition=Q(ended_at__isnull=False), name="promises_by_end"
            ),
        ]

    def __str__(self):
        return gettext("Promise of %(unit)s") % {"unit": self.unit}

    def get_absolute_url(self):
        return reverse("routing:promise", args=[self.pk])

    @property
    def report(self):
        return self.reply.assignment.report
