"""Stations and contact points: their public address, and what came in and came of it."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, doer
from reports import rules
from reports.states import UNREVIEWED, MatterState, State

from .consultations import Consultation
from .report import Report

K = Organisation.Kind
KINDS = [K.STATION, K.CONTACT_POINT, K.UNIVERSITY, K.COUNTY_COMMITTEE]  # where matters are talked over


class Intake(models.Model):
    """The public address of a station: a short code nobody guesses, made on demand, replaced at will."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="intake")
    code = models.SlugField(max_length=12, unique=True)
    made_at = models.DateTimeField()
    made_by = doer()

    report = None  # its journal is its own

    class Meta:
        verbose_name = _("public address of a station")

    def __str__(self):
        return f"{self.organisation}: {self.code}"


def stations_visible_to(hats):
    """Office: all. Liaison: the own ones and those below. Its people: their own."""
    stations = Organisation.objects.filter(kind__in=KINDS)
    if rules.in_office(hats):
        return stations
    visible = Q(pk=None)
    if rules.oversees_stations(hats):
        visible |= Q(pk__in=hats.own) | Q(parent__in=hats.own)
    if rules.keeps_matters(hats):
        visible |= Q(pk=hats.user.organisation_id)
    return stations.filter(visible)


def with_figures(stations):
    """Adds received, settled, passed_on, filed and adopted, each as a number."""
    matters = Consultation.objects.exclude(status__in=UNREVIEWED)
    filed = Report.objects.exclude(status=State.DRAFT)
    return stations.annotate(
        received=_number(matters, "station"),
        settled=_number(matters.filter(status=MatterState.SETTLED), "station"),
        passed_on=_number(matters.filter(status=MatterState.PASSED_ON), "station"),
        filed=_number(filed, "organisation"),
        adopted=_number(filed.exclude(signed_at=None), "organisation"),
    )


def _number(rows, owner):
    of_it = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(of_it.annotate(number=Count("pk")).values("number")), 0)
