"""Matters of the stations: the list, recording one, its page, its steps."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.forms import posted
from portal.lists import page_of
from portal.workdays import local_day
from reports.engine import TooLate
from reports.forms.consultations import MATTER_FORMS, ConsultationFilter, ConsultationForm
from reports.models import Consultation, Duty, Entry, Report, SetAside, stations_visible_to
from reports.rules import in_office, is_clerk, keeps_matters, knows_citizen
from reports.states import WITH_AUTHOR, MatterState
from reports.views.steps import conflict, status_of, step_page
from reports.workflow import consultations as workflow
from reports.workflow import out_of

LABELS = workflow.BEGUN | {name: step.label for name, step in workflow.PROCEDURE.steps.items()}
DUTIES = {row.kind: row.label for rows in workflow.OWES.values() for row in rows}
AT_ONCE = {"accept_matter", "turn_into_report"}


def consultations(request):
    """Every matter this person may see, filtered by what stands in the address."""
    if not keeps_matters(request.hats):
        raise PermissionDenied
    form = ConsultationFilter(request.GET, stations=stations_visible_to(request.hats))
    rows = Consultation.objects.visible_to(request.hats).select_related("station")
    for name, value in (form.cleaned_data if form.is_valid() else {}).items():
        if value:
            words = Q(topic__icontains=value) | Q(text__icontains=value)
            rows = rows.filter(words if name == "q" else Q(**{name: value}))
    page = page_of(rows, request)
    add_duties(page)
    context = {
        "page": page,
        "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
        "may_record": own_stations(request.hats).exists(),
    }
    return render(request, "reports/consultations.html", context, status=200 if form.is_valid() else 400)


def add_duties(matters):
    """Adds `duty`, what is owed on each, in one query."""
    open_ones = Duty.objects.open().filter(subject_type__model="consultation")
    duties = open_ones.filter(subject_id__in=[m.pk for m in matters]).select_related("person", "post", "unit")
    found = {duty.subject_id: duty for duty in duties}
    for matter in matters:
        if duty := found.get(matter.pk):
            matter.duty, duty.act = duty, DUTIES[duty.kind]


def own_stations(hats):
    """Where this person may record a matter."""
    stations = stations_visible_to(hats)
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


def consultation(request, pk):
    """The matter, who has it and until when, and the reports that came out of it."""
    matter = _visible(request, pk)
    add_duties([matter])
    reports = Report.objects.visible_to(request.hats).out_of(matter).with_owed()
    context = {
        "matter": matter,
        "acts": acts(request.hats, matter),
        "reports": reports,
        "office": in_office(request.hats),
        "knows_citizen": knows_citizen(request.hats, matter),
        "journey": journey(matter, request.hats),
    }
    return render(request, "reports/consultation.html", context)


def _visible(request, pk):
    rows = Consultation.objects.visible_to(request.hats).select_related("station", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def acts(hats, matter):
    """The steps open to this person as buttons, the main one first."""
    place = matter.get_absolute_url()
    return [
        {"url": f"{place}{s.name}/", "label": s.label, "main": s.main, "at_once": s.name in AT_ONCE}
        for s in workflow.PROCEDURE.open_to(hats, matter)
    ]


def journey(matter, hats):
    """Newest first. Outside the office nobody is told which colleague it was."""
    inside = in_office(hats)
    entries = Entry.objects.about(matter).select_related("actor").order_by("-id")
    return [
        {
            "when": entry.at,
            "who": entry.actor.name if entry.actor and (inside or matter.station_id in hats.own) else "",
            "what": LABELS[entry.kind],
            "note": "\n".join(filter(None, [_about(entry.changes), entry.note])),
        }
        for entry in entries
    ]


def _about(changes):
    reason = changes.get("reason")
    return str(SetAside(reason).label) if reason else changes.get("to") or changes.get("report", "")


@require_POST
def turn_into_report(request, pk):
    """Leads to this person's draft, which is begun with the first press."""
    matter = _visible(request, pk)
    report = matter.reports.filter(author=request.user).first()
    if not report:
        if not workflow.PROCEDURE.steps["turn_into_report"].may(request.hats, matter):
            raise PermissionDenied
        try:
            report = out_of.turn_into_report(matter, by=request.user, at=request.now)
        except TooLate as reason:
            return conflict(request, matter, reason)
    return redirect("reports:write", report.pk) if report.status in WITH_AUTHOR else redirect(report)


VERBS = {name: getattr(workflow, name) for name in MATTER_FORMS}


def step(request, pk, name):
    """Every other step of a matter."""
    return step_page(
        request, _visible(request, pk), workflow.PROCEDURE, name, verbs=VERBS, forms=MATTER_FORMS
    )
