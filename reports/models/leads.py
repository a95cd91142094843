"""Leads (信息线索): a hint of a topic worth a report, published to those who may know about it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import end_of, local_day
from portal.people.models import Hat, Organisation, Role, User, doer
from portal.people.rules import in_office
from reports.states import LeadState

from .report import Report
from .sources import Source, SourceQuerySet


def informants():
    return User.objects.filter(is_active=True, hats__role=Role.INFORMANT).distinct()


def audience(kinds=(), organisations=(), people=()):
    """Informants of such organisations, of these and the places under them, and these people; each once."""
    places = Q(organisation__kind__in=kinds)
    places |= Q(organisation__in=organisations) | Q(organisation__parent__in=organisations)
    there = Hat.objects.filter(places, role=Role.INFORMANT).values("user")
    named = Q(pk__in=[person.pk for person in people])
    return informants().filter(Q(pk__in=there) | named).select_related("organisation").order_by("id")


class LeadQuerySet(SourceQuerySet):
    """Leads by reader and by day."""

    def visible_to(self, hats):
        """The office, and those whom it was published to."""
        reached = Reached.objects.filter(lead=OuterRef("pk"), user=hats.user)
        return self if in_office(hats) else self.filter(Exists(reached))

    def open(self, day):
        return self.filter(status=LeadState.OPEN, closes_on__gte=day)


class Lead(Source):
    """An invitation and not a duty: nobody owes an answer, and nobody is reminded of one."""

    key = models.UUIDField(unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=60)
    why = models.TextField(_("why"), max_length=1000)
    # What was chosen: {"kinds": [...], "names": [...]}; whom it reached stands in `readers`.
    audience = models.JSONField(default=dict)
    closes_on = models.DateField(_("closing date"))
    status = models.CharField(max_length=20, choices=LeadState, default=LeadState.OPEN, editable=False)
    begun_at = models.DateTimeField()
    begun_by = doer()

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-id"]
        verbose_name = _("lead")

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return reverse("reports:lead", args=[self.pk])

    def is_open(self, at):
        return self.status == LeadState.OPEN and local_day(at) <= self.closes_on

    def answerable(self, hats, at):
        reached = hats.has(Role.INFORMANT) and self.readers.filter(user=hats.user).exists()
        return reached and self.is_open(at)

    @property
    def audience_words(self):
        kinds = (str(Organisation.Kind(kind).label) for kind in self.audience["kinds"])
        return "、".join([*kinds, *self.audience["names"]])

    @property
    def closes_at(self):
        return end_of(self.closes_on)


class ReachedQuerySet(models.QuerySet):
    """Those whom a lead was published to."""

    def with_answered(self):
        """Adds `answered`, those who did first, then those who have read it."""
        kind_and_author = {"source_type__model": "lead", "author": OuterRef("user")}
        answers = Report.objects.filter(source_id=OuterRef("lead"), **kind_and_author)
        rows = self.annotate(answered=Exists(answers.exclude(submitted_at=None)))
        return rows.order_by("-answered", models.F("read_at").asc(nulls_last=True), "id")


class Reached(models.Model):
    """One person whom a lead was published to, and when that person first opened it."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leads")
    read_at = models.DateTimeField(null=True)

    objects = ReachedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["lead", "user"], name="reached_once")]

    def __str__(self):
        return f"{self.lead}: {self.user}"
