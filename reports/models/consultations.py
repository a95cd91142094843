"""What is talked over at a station: consultations, and the very short suggestions of citizens."""

import re
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.pages.text import half_width
from portal.people.models import Organisation, Post, Role, User, doer
from reports import rules
from reports.states import UNREVIEWED, MatterState

from .report import Report
from .sources import Source, SourceQuerySet

NUMBER = re.compile(r"([0-9]{4})-?C0*([1-9][0-9]{0,8})")


class SetAside(models.TextChoices):
    """Why a station does not look further into what came by its public form."""

    NOT_OURS = "not_ours", _("Not a matter for us")
    SPAM = "spam", _("Advertising or nonsense")
    ABUSE = "abuse", _("Abuse")
    TWICE = "twice", _("Already here")
    PERSONAL = "personal", _("A private dispute")
    CLASSIFIED = "classified", _("Must not be sent here")


class ConsultationQuerySet(SourceQuerySet):
    """Lists, counts and pages all start from `visible_to`."""

    def visible_to(self, hats):
        """Office: all. Liaison: of the own station and those below. A station's people: what counts."""
        if rules.in_office(hats):
            return self
        visible = Q(pk=None)
        if rules.oversees_stations(hats):
            visible |= Q(station__in=hats.own) | Q(station__parent__in=hats.own)
        if rules.keeps_matters(hats):
            visible |= Q(station=hats.user.organisation_id) & ~Q(status__in=UNREVIEWED)
        return self.filter(visible)

    def numbered(self, typed):
        """The one with this number, in whatever width and case it is typed; none for what is no number."""
        found = NUMBER.fullmatch("".join(half_width(typed).upper().split()))
        return self.filter(begun_at__year=found[1], pk=found[2]) if found else self.none()


class Consultation(Source):
    """One matter at one station. `recorded_by` is None for what came in by the public form."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation")
        SUGGESTION = "suggestion", _("Micro-suggestion")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    station = models.ForeignKey(Organisation, models.PROTECT, related_name="consultations")
    topic = models.CharField(_("topic"), max_length=60)
    text = models.TextField(_("what it is about"), max_length=2000)
    held_on = models.DateField(_("talked over on"), null=True)
    place = models.CharField(_("where"), max_length=100, blank=True)
    participants = models.CharField(_("with whom"), max_length=200, blank=True)
    # Of whoever used the public form; erased some time after the end, so these stand nowhere else.
    citizen = models.CharField(_("name"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    notice = models.CharField(max_length=10, blank=True)  # the version of the notice that was agreed to

    status = models.CharField(
        max_length=20, choices=MatterState, default=MatterState.RECEIVED, editable=False
    )
    recorded_by = doer(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    passed_to = models.CharField(max_length=100, blank=True)

    occasion = Report.Occasion.CONSULTATION

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of a station")
        ordering = ["-begun_at", "-id"]
        indexes = [
            models.Index(fields=["station", "status"], name="matters_of_a_station"),
            models.Index(fields=["begun_at", "id"], name="matters_newest_first"),
        ]

    def __str__(self):
        return self.topic

    @property
    def to_be_looked_at(self):
        return self.status == MatterState.RECEIVED

    def get_absolute_url(self):
        return reverse("reports:consultation", args=[self.pk])

    @property
    def number(self):
        """2026-C0012: the year it came in and its place in the register; all that a mail says of it."""
        return f"{timezone.localdate(self.begun_at).year}-C{self.pk:04}"

    @property
    def credited(self):
        """A report that comes out of it counts for the station."""
        return self.station

    @cached_property
    def keeper(self):
        """The station's liaison, or the clerk's post for a station where none can sign in."""
        worn = {"hats__role": Role.LIAISON, "hats__organisation": self.station_id}
        return User.objects.filter(is_active=True, **worn).order_by("id").first() or Post(pk="clerk")
