"""Inspections and their items: the list, planning one, its page, its record."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.reading import acts, add_duties, journey, last_move, owed, past, statuses, step_bar
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.downloads import download
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_clerk
from routing import inspection_record
from routing.forms.inspections import InspectionFilter, PlanForm
from routing.models import Finding, Inspection
from routing.rules import sees_matters_of_units
from routing.states import FindingState
from routing.views.documents import printed
from routing.workflow import inspections as workflow

PARTNER = gettext_lazy("Supervision office of the Party committee")
TO_MEND = Q(findings__status__in=[FindingState.MENDING, FindingState.ANSWERED])


def inspections(request):
    """The newest first; a unit finds those that concern it."""
    if not sees_matters_of_units(request.hats):
        raise PermissionDenied
    office = in_office(request.hats)
    form = InspectionFilter(request.GET) if office else None
    rows = Inspection.objects.visible_to(request.hats)
    asked = asked_of(form)
    if status := asked.get("status"):
        rows = rows.filter(status=status)
    if unit := asked.get("unit"):
        rows = rows.filter(pk__in=Finding.objects.filter(assignment__unit=unit).values("inspection"))
    drawn = partial(_counted, own=Q() if office else Q(findings__assignment__unit__in=request.hats.watched))
    page = Page(request, rows, COLUMNS, first="-held", drawn=drawn, fill=add_duties)
    return page.answer(
        "routing/inspections.html",
        _("Inspections"),
        form,
        none_icon="binoculars",
        nothing=_nothing(asked),
        may_plan=is_clerk(request.hats),
    )


def _nothing(filtered):
    if filtered:
        return _("No inspection matches.")
    return _("No inspection has been planned yet. One is planned to see on site what became of an answer.")


def _counted(rows, own):
    """With how many items it has, of those that are `own`, and how many of these are to be mended."""
    return rows.annotate(items=Count("findings", filter=own), mending=Count("findings", filter=own & TO_MEND))


def _place(inspection, request):
    opened = cells.opened(request, inspection, inspection.place)
    return format_html("{}{}", opened, cells.meta(inspection.number))


def _due(inspection, request):
    """When the office is to go on with it, which is its own affair."""
    duty = inspection.duty if in_office(request.hats) else None
    return duty and duty.due_at


def _stage(inspection, request):
    light = cells.of_duty(request, inspection.duty) if _due(inspection, request) else ""
    return format_html('<span class="cell">{} {}</span>', inspection.get_status_display(), light)


COLUMNS = [
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("place", gettext_lazy("Inspection"), "place", _place),
    Column("held", gettext_lazy("Held on"), "held_on", sort="held_on", look="tight"),
    Column("partner", gettext_lazy("Together with"), "partner"),
    Column("items", gettext_lazy("Items"), "items", look="number"),
    Column("mending", gettext_lazy("To be mended"), "mending", look="number"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", _stage, look="tight"),
    Column("due", gettext_lazy("By when"), _due, cell=None),
]


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


@leads_back
def inspection(request, pk):
    """The office sees all of it, a unit when and where it is and its own items."""
    found = _visible(request, pk)
    office = in_office(request.hats)
    findings = found.findings.visible_to(request.hats).with_subject()
    if not office:
        findings = findings.exclude(status=FindingState.DROPPED)
    duties, journal = Duty.objects.nearest(findings), list(past(found))
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
