"""What is printed, to download; the pages of an issue as pictures."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from reports.views.files import sealed
from routing.documents import Broken, issue_pdf, issue_word
from routing.documents.pictures import picture
from routing.models import Issue
from routing.printing import file_name, issue_data

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def printed(view):
    """Where a template of the office cannot be used, says so in place of the document."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Broken as reason:
            return render(request, "routing/unprinted.html", {"reason": reason}, status=422)

    return answer


def sent(content, name):
    """A document under a name in words, quoted already; no cache keeps it."""
    answer = HttpResponse(content, content_type=KINDS[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@printed
def pdf(request, pk):
    """The issue as it is printed; a proof while it has no number. Readers may have it too."""
    issue = _visible(request, pk)
    return sent(issue_pdf(issue_data(issue)), file_name(issue))


@printed
def word(request, pk):
    issue = _visible(request, pk)
    return sent(issue_word(issue_data(issue)), file_name(issue, "docx"))


@printed
def page(request, pk, number):
    """One page of the very PDF as a picture."""
    return drawn(issue_pdf(issue_data(_visible(request, pk))), number)


def drawn(pdf, number):
    """The picture of a page; its header says how many pages there are."""
    pages, image = picture(pdf, number)
    answer = sealed(HttpResponse(image, "image/png"))
    answer["X-Pages"] = pages
    return answer


def _visible(request, pk):
    return get_object_or_404(Issue.objects.visible_to(request.hats), pk=pk)
