"""Where everything is: every open report by stage and holder, the oldest first, on one page."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import render

from feedback.restoring import standing
from feedback.rules import may_release_sending
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
    rows = reports.filter(status=stage) if stage in State.values else reports
    rows = rows.select_related("author", "organisation").with_owed().order_by("submitted_at", "id")
    context = {
        "page": _labelled(page_of(rows, request)),
        "stage": stage,
        "count": sum(counts.values()),
        "stages": [(s, s.label, counts[s]) for s in State if s in OPEN and counts.get(s)],
        "restored": standing(request.hats),
        "may_release_sending": may_release_sending(request.hats),
        "unowed": reports.exclude(duty_set__in=Duty.objects.open()).count(),
        "stranded": Duty.objects.stranded(local_day(request.now)).count(),
    }
    return render(request, "portal/overview.html", context)


def _labelled(page):
    for report in page:
        for duty in report.owed:
            duty.act = DUTY_LABELS[duty.kind]
    return page
