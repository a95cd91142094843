"""Where everything is: every open report by stage and holder, the oldest first, on one page."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import render

from feedback.restoring import standing
from feedback.rules import may_release_sending
from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.pages.lists import page_of
from portal.people.rules import in_office
from reports.models import Report
from reports.states import OPEN, State


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
        "page": page_of(rows, request),
        "stage": stage,
        "count": sum(counts.values()),
        "stages": [(s, s.label, counts[s]) for s in State if s in OPEN and counts.get(s)],
        "restored": standing(request.hats),
        "may_release_sending": may_release_sending(request.hats),
        "unowed": reports.exclude(duty_set__in=Duty.objects.open()).count(),
        "stranded": Duty.objects.stranded(local_day(request.now)).count(),
    }
    return render(request, "roof/overview.html", context)
