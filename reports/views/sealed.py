"""The stubs of sealed and purged reports. No text is read."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render

from portal.lists import page_of
from reports import workflow
from reports.models import Entry, Report
from reports.rules import may_see_stubs

DECISIONS = ("purge", "unseal")


def sealed(request):
    """Number, since when, by whom; for the security administrator also what to do."""
    if not may_see_stubs(request.hats):
        raise PermissionDenied
    acts = Entry.objects.filter(kind__in=["refuse_classified", "purge"]).select_related("actor")
    rows = Report.objects.sealed().prefetch_related(Prefetch("entry_set", acts.order_by("id"), "acts"))
    page = page_of(rows.order_by("-status", "-pk"), request)  # what waits for a decision first
    for report in page:
        for entry in report.acts:
            setattr(report, entry.kind, entry)
        steps = workflow.PROCEDURE.open_to(request.hats, report)
        report.steps = [step for step in steps if step.name in DECISIONS]
    return render(request, "reports/sealed.html", {"page": page})
