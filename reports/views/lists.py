"""The list of reports and the files."""

from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from portal.lists import page_of
from reports.forms import ReportFilter
from reports.models import Attachment, Report
from reports.rules import in_office
from reports.search import matching


def reports(request):
    """Every report this person may see, filtered by what stands in the address."""
    form = ReportFilter(request.GET)
    rows = Report.objects.visible_to(request.hats).select_related("author", "organisation").with_owed()
    for name, value in (form.cleaned_data if form.is_valid() else {}).items():
        if value:
            rows = rows.filter(matching(value) if name == "q" else Q(**{name: value}))
    context = {
        "page": page_of(rows, request),
        "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
        "office": in_office(request.hats),
    }
    return render(request, "reports/list.html", context, status=200 if form.is_valid() else 400)


def send_file(attachment):
    """As a download, never opened by the browser as a page of ours."""
    try:
        content = attachment.file.open()
    except FileNotFoundError:
        raise Http404(attachment.name) from None
    answer = FileResponse(content, as_attachment=True, filename=attachment.name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer


def attachment(request, pk):
    """A file handed in with a report that this person may see."""
    report_files = Attachment.objects.filter(subject_type__model="report").select_related("report")
    found = get_object_or_404(report_files, pk=pk)
    get_object_or_404(Report.objects.whole_to(request.hats), pk=found.report_id)
    return send_file(found)
