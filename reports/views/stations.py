"""Stations and contact points: their figures, their public address, the poster that leads to it."""

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page, leads_back
from reports.forms.consultations import StationFilter
from reports.models import Consultation, add_figures, stations_visible_to
from reports.rules import keeps_address, oversees_stations
from reports.views.matters import matters
from reports.workflow import consultations as workflow

FIGURES = {
    "received": gettext_lazy("Received"),
    "settled": gettext_lazy("Settled"),
    "passed_on": gettext_lazy("Passed on"),
    "filed": gettext_lazy("Reports filed"),
    "adopted": gettext_lazy("Adopted"),
}


def stations(request):
    """All of them with their figures, for the office; a county's liaison sees those below."""
    if not oversees_stations(request.hats):
        raise PermissionDenied
    rows = stations_visible_to(request.hats)
    form = StationFilter(request.GET, stations=rows)
    asked = asked_of(form)
    rows = rows.filter(**{"name__icontains" if name == "q" else name: value for name, value in asked.items()})
    page = Page(request, rows, COLUMNS, first="parent", drawn=_drawn, fill=add_figures)
    return page.answer(
        "reports/stations.html",
        _("Stations"),
        form,
        nothing=_("No station is like that."),
        none_icon="geo-alt",
    )


def _drawn(rows):
    return rows.select_related("parent")


def _station(station, request):
    url = reverse("reports:station", args=[station.pk])
    return format_html(
        "{}{}", cells.opened(request, station, station.name, url), cells.meta(station.get_kind_display())
    )


def _parent(station, _request):
    return station.parent.name if station.parent else ""


COLUMNS = [
    Column("station", gettext_lazy("Station"), "name", _station, sort="name"),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", cell=None),
    Column("parent", gettext_lazy("Belongs to"), _parent, sort="parent__name"),
    *(Column(name, label, name, look="number") for name, label in FIGURES.items()),
]


@leads_back
def station(request, pk):
    """Its figures, its matters, and for those who keep it, its address."""
    found = get_object_or_404(_visible(request), pk=pk)
    add_figures([found])
    page = matters(request, Consultation.objects.visible_to(request.hats).filter(station=found))
    keeps = keeps_address(request.hats, found)
    intake = getattr(found, "intake", None)
    context = {
        "station": found,
        "figures": [(getattr(found, name), label) for name, label in FIGURES.items()],
        "keeps": keeps,
        "records": keeps,
        "intake": intake,
        "lists_stations": oversees_stations(request.hats),
    }
    if keeps and intake:
        context |= {"address": address(intake), "qr": qr(intake)}
    called = _("Matters of %(station)s") % {"station": found.name}
    return page.answer("reports/station.html", called, **context)


def _visible(request):
    return stations_visible_to(request.hats).select_related("parent", "intake")


def address(intake):
    return settings.BASE_URL + reverse("reports:tell_us", args=[intake.code])


def qr(intake):
    """Black on white also in the dark: a phone must read it."""
    code = segno.make(address(intake), micro=False, error="m")
    return mark_safe(code.svg_inline(border=4, light="#fff", omitsize=True))  # as large as the page says


@require_POST
def make_address(request, pk):
    """The first one, or another in its place."""
    found = get_object_or_404(_visible(request), pk=pk)
    asked = {"instead_of": request.POST.get("instead_of")}
    workflow.make_address(found, by=request.user, at=request.now, **asked)
    return redirect("reports:station", found.pk)


def poster(request, pk):
    """To be printed and hung up."""
    found = get_object_or_404(_visible(request).exclude(intake=None), pk=pk)
    if not keeps_address(request.hats, found):
        raise PermissionDenied
    context = {"station": found, "address": address(found.intake), "qr": qr(found.intake)}
    return render(request, "reports/poster.html", context | {"committee": settings.COMMITTEE_NAME})
