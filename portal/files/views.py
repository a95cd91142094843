"""Files for those who see what they belong to: to download, or to look at page by page."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from portal.files.preview import MOST, Unshown, count, page
from portal.files.registry import found


def file(request, pk):
    """As a download, never opened by the browser as a page of ours."""
    attachment, _home = found(request.hats, pk)
    try:
        content = attachment.file.open()
    except FileNotFoundError:
        raise Http404(attachment.name) from None
    return sealed(FileResponse(content, as_attachment=True, filename=attachment.name))


def file_preview(request, pk):
    """A page of ours with one page of the file, and the way back to what it belongs to."""
    attachment, home = found(request.hats, pk)
    if not attachment.shown:
        raise Http404(attachment.name)
    context = {"file": attachment, "back": home, "most": MOST}
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
    return render(request, "files/preview.html", context)


def _number(asked):
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def file_page(request, pk, number):
    """The image of one page."""
    attachment, _home = found(request.hats, pk)
    try:
        kind, image = page(attachment, number)
    except Unshown:
        raise Http404(attachment.name) from None
    return sealed(HttpResponse(image, kind))


def sealed(answer):
    """Nothing in it runs, and no cache keeps it."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
