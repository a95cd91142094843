"""Files for those who see what they belong to: to download, or to look at page by page."""

from functools import wraps

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.files.preview import MOST, Unshown, count, page
from portal.files.registry import found


def opened(view):
    """The view of a file and of the object on whose page it lies; 403, and why, while it is not open."""

    @wraps(view)
    def asked(request, pk, **more):
        attachment, home = found(request.hats, pk)
        if attachment.open_to(request.user):
            return view(request, attachment, home, **more)
        said = {"name": attachment.name, "why": attachment.doubt}
        why = _("“%(name)s” cannot be opened: %(why)s.") % said
        return render(request, "403.html", {"why": why, "subject": home}, status=403)

    return asked


@opened
def file(_request, attachment, _home):
    """As a download, never opened by the browser as a page of ours."""
    try:
        content = attachment.file.open()
    except FileNotFoundError:
        raise Http404(attachment.name) from None
    return sealed(FileResponse(content, as_attachment=True, filename=attachment.name))


@opened
def file_preview(request, attachment, home):
    """A page of ours with one page of the file, and the way back to what it belongs to."""
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


@opened
def file_page(_request, attachment, _home, number):
    """The image of one page."""
    try:
        kind, image = page(attachment, number)
    except Unshown:
        raise Http404(attachment.name) from None
    return sealed(HttpResponse(image, kind))


def sealed(answer):
    """Nothing in it runs, and no cache keeps it."""
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    answer["Cache-Control"] = "no-store"
    return answer
