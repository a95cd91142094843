"""Files for those who see what they belong to: to download, or to look at page by page."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from reports.files.preview import MOST, Unshown, count, page
from reports.models import Attachment, Report


def sealed(answer):
    """Nothing in it runs, and no cache keeps it."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer


def send_file(attachment):
    """As a download, never opened by the browser as a page of ours."""
    try:
        content = attachment.file.open()
    except FileNotFoundError:
        raise Http404(attachment.name) from None
    return sealed(FileResponse(content, as_attachment=True, filename=attachment.name))


def show_file(request, attachment, back, route):
    """A page with one page of the file; `route` is the name of its download, `back` what it belongs to."""
    if not attachment.shown:
        raise Http404(attachment.name)
    context = {"file": attachment, "route": route, "page_route": f"{route}_page", "back": back, "most": MOST}
    try:
        pages = count(attachment)
        number = min(max(_number(request.GET.get("page")), 1), pages)
        context |= {
            "pages": pages,
            "number": number,
            "before": number - 1,
            "after": (number + 1) * (number < pages),
        }
    except Unshown as reason:
        context["reason"] = reason
    return render(request, "reports/preview.html", context)


def _number(asked):
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def show_page(attachment, number):
    """The image of one page."""
    try:
        kind, image = page(attachment, number)
    except Unshown:
        raise Http404(attachment.name) from None
    return sealed(HttpResponse(image, kind))


def attachment(request, pk):
    return send_file(_visible(request, pk))


def attachment_preview(request, pk):
    found = _visible(request, pk)
    return show_file(request, found, found.report, "reports:file")


def attachment_page(request, pk, number):
    return show_page(_visible(request, pk), number)


def _visible(request, pk):
    """A file handed in with a report that this person may see."""
    report_files = Attachment.objects.filter(subject_type__model="report").select_related("report")
    found = get_object_or_404(report_files, pk=pk)
    get_object_or_404(Report.objects.whole_to(request.hats), pk=found.report_id)
    return found
