"""Matters of the stations: the list, recording one, its page, its steps."""

from itertools import starmap

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts, add_duties, journey, past
from portal.ledger.views import conflict, usual_page
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import leads_back
from portal.people import logs
from portal.people.rules import in_office, is_clerk
from reports.forms.consultations import ConsultationFilter, ConsultationForm
from reports.models import Consultation, Report, stations_visible_to
from reports.rules import keeps_matters, knows_citizen
from reports.states import GONE, WITH_AUTHOR, MatterState
from reports.views.matters import matters
from reports.workflow import consultations as workflow
from reports.workflow import out_of


def consultations(request):
    """Every matter this person may see, filtered by what stands in the address."""
    if not keeps_matters(request.hats):
        raise PermissionDenied
    rows = Consultation.objects.visible_to(request.hats)
    form = ConsultationFilter(request.GET, stations=stations_visible_to(request.hats), rows=rows)
    asked = asked_of(form)
    page = matters(request, rows.filter(*starmap(_wanted, asked.items())))
    return page.answer(
        "reports/consultations.html",
        _("Consultations"),
        form,
        nothing=_nothing(bool(asked)),
        none_icon="chat-dots",
        may_record=own_stations(request.hats).exists(),
    )


def _wanted(name, value):
    match name:
        case "q":
            found = Consultation.objects.numbered(value)
            return Q(topic__icontains=value) | Q(text__icontains=value) | Q(pk__in=found)
        case "year":
            return Q(begun_at__year=value)
    return Q(**{name: value})


def _nothing(filtered):
    if filtered:
        return _("No matter is like that. Try fewer words, or another stage.")
    return _("No matter yet. What is talked over at your station stands here.")


def own_stations(hats):
    """Where this person may record a matter."""
    stations = stations_visible_to(hats).standing()
    return stations if is_clerk(hats) else stations.filter(pk__in=hats.own)


def record(request):
    """What was talked over, and at once what came of it."""
    stations = own_stations(request.hats)
    if not stations:
        raise PermissionDenied
    form = ConsultationForm(posted(request), stations=stations, today=local_day(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_recorded(form, by=request.user, at=request.now))
        except TooLate as reason:
            matter = get_object_or_404(Consultation, key=form.cleaned_data["key"])
            return conflict(request, matter, reason, form)
    return render(request, "reports/record_matter.html", {"form": form}, status=status_of(form))


@transaction.atomic
def _recorded(form, **who):
    """Where to go next: to the matter, or to the draft of its report."""
    said = form.cleaned_data
    matter = workflow.record(**who, key=said["key"], **form.fields_of_matter())
    if matter.status == MatterState.OPEN:
        if said["outcome"] == "settled":
            workflow.settle_matter(matter, **who, note=said["note"])
        elif said["outcome"] == "passed_on":
            workflow.pass_on(matter, **who, to=said["to"], note=said["note"])
        elif said["outcome"] == "report":
            return reverse("reports:write", args=[out_of.turn_into_report(matter, **who).pk])
    return matter


@leads_back
def consultation(request, pk):
    """The matter, who has it and until when, and the reports that came out of it."""
    matter = _visible(request, pk)
    add_duties([matter])
    reports = Report.objects.visible_to(request.hats).out_of(matter).with_owed()
    citizens = knows_citizen(request.hats, matter)
    if citizens and matter.phone and not matter.recorded_by_id:
        logs.read(request)
    context = {
        "matter": matter,
        "acts": acts(request, matter),
        "reports": reports,
        "office": in_office(request.hats),
        "knows_citizen": citizens,
        "journey": journey(past(matter), named=known_to(request.hats, matter)),
    }
    return render(request, "reports/consultation.html", context)


def _visible(request, pk):
    rows = Consultation.objects.visible_to(request.hats).select_related("station", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def known_to(hats, matter):
    """Outside the office and the station nobody is told which colleague it was."""
    inside = in_office(hats) or matter.station_id in hats.own
    return lambda _actor: inside


def turn_into_report(request, matter, step, form):
    """Leads to this person's draft, which is begun with the first press."""
    report = matter.reports.filter(author=request.user).exclude(status__in=GONE).first()
    if not report and request.method == "POST":
        try:
            report = step.verb(matter, by=request.user, at=request.now)
        except TooLate as reason:
            return conflict(request, matter, reason)
    if not report:
        return usual_page(request, matter, step, form)
    return redirect("reports:write", report.pk) if report.status in WITH_AUTHOR else redirect(report)
