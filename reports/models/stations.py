"""Stations and contact points: their public address, and what came in and came of it."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import Organisation, doer
from reports import rules
from reports.states import UNFILED, UNREVIEWED, MatterState

from .consultations import Consultation
from .report import Report

K = Organisation.Kind
# Where matters are talked over.
KINDS = [
    K.STATION, K.CONTACT_POINT, K.UNIVERSITY, K.COUNTY_COMMITTEE, K.MEMBER_STUDIO, K.CONSULTATION_PLACE,
    K.DIRECT_POINT, K.EXPERTS_STATION,
]  # fmt: skip


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


def add_figures(stations):
    """Adds to each of these its received, settled, passed_on, filed and adopted. Two statements."""
    matters = Consultation.objects.exclude(status__in=UNREVIEWED)
    reports = Report.objects.exclude(status__in=UNFILED)
    counted = {
        **_numbers(
            matters, "station", stations, received=Q(), settled=Q(status=MatterState.SETTLED),
            passed_on=Q(status=MatterState.PASSED_ON),
        ),
        **_numbers(reports, "organisation", stations, filed=Q(), adopted=Q(signed_at__isnull=False)),
    }  # fmt: skip
    for station in stations:
        for name, numbers in counted.items():
            setattr(station, name, numbers.get(station.pk, 0))


def _numbers(rows, owner, stations, **kinds):
    """{name: {id of a station: how many of its rows are of this kind}}"""
    of_them = rows.filter(**{f"{owner}__in": stations}).order_by().values(owner)
    found = list(of_them.annotate(**{name: Count("pk", filter=kind) for name, kind in kinds.items()}))
    return {name: {row[owner]: row[name] for row in found} for name in kinds}
