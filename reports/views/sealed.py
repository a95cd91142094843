"""The stubs of sealed and purged reports. No text is read."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render

from portal.ledger.models import Entry
from portal.ledger.reading import acts
from portal.pages.lists import page_of
from reports.models import Report
from reports.rules import may_see_stubs


def sealed(request):
    """Number, since when, by whom; for the security administrator also what to do."""
    if not may_see_stubs(request.hats):
        raise PermissionDenied
    entries = Entry.objects.filter(kind__in=["refuse_classified", "purge"]).select_related("actor")
    rows = Report.objects.sealed().prefetch_related(Prefetch("entry_set", entries.order_by("id"), "said"))
    page = page_of(rows.order_by("-status", "-pk"), request)  # what waits for a decision first
    for report in page:
        for entry in report.said:
            setattr(report, entry.kind, entry)
        report.decisions = acts(request, report)
    return render(request, "reports/sealed.html", {"page": page})
