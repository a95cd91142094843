"""The list of reports."""

from datetime import time

from django.db.models import Q
from django.shortcuts import render

from portal.days.workdays import at_time
from portal.pages.lists import page_of
from portal.people.rules import in_office
from reports.forms import ReportFilter
from reports.models import Report
from reports.rules import may_file
from reports.search import hits, marked, snippet


def reports(request):
    """Every report this person may see, filtered by what stands in the address."""
    office = in_office(request.hats)
    form = ReportFilter(request.GET, office=office)
    asked = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    rows = Report.objects.visible_to(request.hats).select_related("author", "organisation").with_owed()
    words, more = asked.pop("q", ""), False
    for name, value in asked.items():
        rows = rows.filter(_wanted(name, value))
    if words:
        found, more = hits(rows, words, office=office)
        rows = rows.filter(pk__in=found)
    if not office:
        rows = rows.prefetch_related("adoption_events")
    page = page_of(rows, request)
    if words:
        _mark(page, words)
    context = {
        "page": page,
        "more": more,
        "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
        "office": office,
        "may_file": may_file(request.hats),
    }
    return render(request, "reports/list.html", context, status=200 if form.is_valid() else 400)


def _wanted(name, value):
    match name:
        case "since":
            return Q(submitted_at__gte=at_time(value, time.min))
        case "until":
            return Q(submitted_at__lte=at_time(value, time.max))
    return Q(**{name: value})


def _mark(page, words):
    """Each row with its hits: the title marked, and where in the text the words stand."""
    for report in page:
        report.marked, report.snippet = marked(report.title, words), snippet(report, words)
