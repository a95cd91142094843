"""Inspections and their items: the list, planning one, its page, its record."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.reading import acts, journey, last_move, owed, past, statuses, step_bar
from portal.ledger.views import conflict
from portal.pages.downloads import download
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.people.rules import in_office, is_clerk
from routing import inspection_record
from routing.forms.inspections import InspectionFilter, PlanForm
from routing.models import Finding, Inspection
from routing.rules import sees_matters_of_units
from routing.states import FindingState
from routing.views.documents import printed
from routing.workflow import inspections as workflow

PARTNER = _("Supervision office of the Party committee")
TO_MEND = Q(findings__status__in=[FindingState.MENDING, FindingState.ANSWERED])


def inspections(request):
    """The newest first; a unit finds those that concern it."""
    if not sees_matters_of_units(request.hats):
        raise PermissionDenied
    form = InspectionFilter(request.GET)
    rows = Inspection.objects.visible_to(request.hats)
    asked = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    if status := asked.get("status"):
        rows = rows.filter(status=status)
    if unit := asked.get("unit"):
        rows = rows.filter(pk__in=Finding.objects.filter(assignment__unit=unit).values("inspection"))
    own = Q() if in_office(request.hats) else Q(findings__assignment__unit__in=request.hats.watched)
    rows = rows.annotate(items=Count("findings", filter=own), mending=Count("findings", filter=own & TO_MEND))
    page = page_of(rows.order_by("-held_on", "-id"), request)
    duties = Duty.objects.nearest(Inspection, page)
    context = {
        "page": page,
        "rows": [(inspection, duties.get(inspection.pk)) for inspection in page],
        "filter_form": form,
        "filters_set": len(asked),
        "office": in_office(request.hats),
        "may_plan": is_clerk(request.hats),
    }
    return render(request, "routing/inspections.html", context, status=status_of(form))


def plan(request):
    """What is offered to be looked at: what is under way, or all of one unit or of one report."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    narrowed = _narrowed(request.GET)
    initial = {"partner": PARTNER, "people": [request.user.pk]}
    form = PlanForm(posted(request), narrowed=narrowed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.plan_inspection(by=request.user, at=request.now, **form.cleaned_data))
        except TooLate as reason:
            return conflict(request, None, reason, form)
    context = {"form": form, "filter_form": InspectionFilter(request.GET)["unit"], "narrowed": narrowed}
    return render(request, "routing/plan_inspection.html", context, status=status_of(form))


def _narrowed(asked):
    """The unit or the report that the address names, as conditions of assignments."""
    found = {name: asked.get(name, "") for name in ("unit", "report")}
    return {name: int(pk) for name, pk in found.items() if pk.isascii() and pk.isdigit() and len(pk) < 18}


def inspection(request, pk):
    """The office sees all of it, a unit when and where it is and its own items."""
    found = _visible(request, pk)
    office = in_office(request.hats)
    findings = found.findings.visible_to(request.hats).with_subject()
    if not office:
        findings = findings.exclude(status=FindingState.DROPPED)
    duties, journal = Duty.objects.nearest(Finding, findings), list(past(found))
    context = {
        "inspection": found,
        "office": office,
        "findings": [(finding, duties.get(finding.pk), acts(request, finding)) for finding in findings],
        "acts": acts(request, found),
        "duties": owed(found),
        "steps": step_bar(found, statuses(journal)),
        "people": [*(user.name for user in found.people.all()), *filter(None, [found.others])],
        "kinds": inspection_record.KINDS,
        "journey": journey(journal) if office else [],
    }
    return render(request, "routing/inspection.html", context)


def _visible(request, pk):
    return get_object_or_404(Inspection.objects.visible_to(request.hats), pk=pk)


@printed
def record(request, pk, kind):
    """The record as PDF or as Word, for the office."""
    found = _visible(request, pk)
    if not in_office(request.hats):
        raise PermissionDenied
    if kind not in inspection_record.KINDS:
        raise Http404(kind)
    return download(*inspection_record.made(found, kind))


def finding(request, pk):
    """One item: what was found, what the unit did, whether it is mended."""
    found = _finding(request, pk)
    context = about(request, found) | {
        "office": in_office(request.hats),
        "acts": acts(request, found),
        "duties": owed(found),
        "journey": journey(past(found)),
    }
    return render(request, "routing/finding.html", context)


def about(_request, found):
    """What was found and what the unit says: on its own page, and beside the form of its steps."""
    files = Attachment.objects.about(found)
    back = last_move(found, "send_mended_back")
    return {"about": "routing/finding_about.html", "finding": found, "files": files, "sent_back": back}


def _finding(request, pk):
    return get_object_or_404(Finding.objects.visible_to(request.hats).with_subject(), pk=pk)
