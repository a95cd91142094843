"""Where everything is: every open report by stage and holder, the oldest first, on one page."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.shortcuts import render

from portal.lists import page_of
from portal.workdays import local_day
from reports.models import Duty, Report
from reports.rules import in_office
from reports.states import OPEN, State
from routing.procedures import DUTY_LABELS


def overview(request):
    """The filter by stage stands in the address; a report without a holder would be shown as an alarm."""
    if not in_office(request.hats):
        raise PermissionDenied
    stage = request.GET.get("status")
    reports = Report.objects.visible_to(request.hats).open()
    counts = dict(reports.values_list("status").annotate(Count("pk")).order_by())
    nearest = Duty.objects.open().select_related("person", "post", "unit").order_by("due_at")
    rows = reports.filter(status=stage) if stage in State.values else reports
    rows = rows.prefetch_related(Prefetch("duty_set", nearest, to_attr="owed")).order_by("submitted_at", "id")
    context = {
        "page": page_of(rows, request),
        "stage": stage,
        "stages": [(s, s.label, counts[s]) for s in State if s in OPEN and counts.get(s)],
        "unowed": reports.exclude(duty__in=Duty.objects.open()).count(),
        "stranded": Duty.objects.stranded(local_day(request.now)).count(),
        "labels": DUTY_LABELS,
    }
    return render(request, "portal/overview.html", context)
