"""Stations and contact points: their figures, their public address, the poster that leads to it."""

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from portal.pages.lists import page_of
from reports.forms.consultations import StationFilter
from reports.models import Consultation, add_figures, stations_visible_to
from reports.rules import keeps_address, oversees_stations
from reports.views.consultations import add_duties
from reports.workflow import consultations as workflow

FIGURES = ("received", "settled", "passed_on", "filed", "adopted")


def stations(request):
    """All of them with their figures, for the office; a county's liaison sees those below."""
    if not oversees_stations(request.hats):
        raise PermissionDenied
    form = StationFilter(request.GET)
    rows = stations_visible_to(request.hats).select_related("parent").order_by("parent__name", "kind", "name")
    for name, value in (form.cleaned_data if form.is_valid() else {}).items():
        if value:
            rows = rows.filter(**{"name__icontains" if name == "q" else name: value})
    page = page_of(rows, request)
    add_figures(list(page))
    context = {
        "page": page,
        "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
    }
    return render(request, "reports/stations.html", context, status=200 if form.is_valid() else 400)


def station(request, pk):
    """Its figures, its matters, and for those who keep it, its address."""
    found = get_object_or_404(_visible(request), pk=pk)
    add_figures([found])
    page = page_of(Consultation.objects.visible_to(request.hats).filter(station=found), request)
    add_duties(page)
    keeps = keeps_address(request.hats, found)
    intake = getattr(found, "intake", None)
    context = {
        "station": found,
        "figures": [getattr(found, name) for name in FIGURES],
        "page": page,
        "keeps": keeps,
        "records": keeps,
        "intake": intake,
        "lists_stations": oversees_stations(request.hats),
    }
    if keeps and intake:
        context |= {"address": address(intake), "qr": qr(intake)}
    return render(request, "reports/station.html", context)


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
