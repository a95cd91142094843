"""What is printed, to download; the pages of an issue as pictures."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from portal.files.views import sealed
from portal.pages.downloads import download
from portal.people.rules import in_office
from reports.models import Report
from routing.documents import Broken, issue_pdf, issue_word, slips, vetting
from routing.documents import pdf as document
from routing.documents.pictures import picture
from routing.models import Assignment, Directive, Issue
from routing.printing import file_name, issue_data


def printed(view):
    """Where a template of the office cannot be used, says so in place of the document."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Broken as reason:
            return render(request, "routing/unprinted.html", {"reason": reason}, status=422)

    return answer


@printed
def pdf(request, pk):
    """The issue as it is printed; a proof while it has no number. Readers may have it too."""
    issue = _visible(request, pk)
    return download(issue_pdf(issue_data(issue)), file_name(issue))


@printed
def word(request, pk):
    issue = _visible(request, pk)
    return download(issue_word(issue_data(issue)), file_name(issue, "docx"))


@printed
def page(request, pk, number):
    """One page of the very PDF as a picture."""
    return drawn(issue_pdf(issue_data(_visible(request, pk))), number)


def sheets(issue):
    """For templates/routing/preview.html: the numbers of the pages, or why there are none."""
    try:
        return {"sheets": range(1, picture(issue_pdf(issue_data(issue)), 1)[0] + 1)}
    except Broken as reason:
        return {"unprinted": reason}


def drawn(pdf, number):
    """The picture of a page; its header says how many pages there are."""
    pages, image = picture(pdf, number)
    answer = sealed(HttpResponse(image, "image/png"))
    answer["X-Pages"] = pages
    return answer


@printed
def vetting_sheet(request, pk):
    """Of a report, for the office."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    _for_the_office(request)
    return download(document("vetting_sheet", vetting.vetting_sheet(report)), named("核稿单", report.number))


@printed
def issue_vetting_sheet(request, pk):
    _for_the_office(request)
    data = vetting.issue_vetting_sheet(_visible(request, pk))
    return download(document("issue_vetting_sheet", data), named("专报核稿单", data["number"]))


@printed
def assignment_slip(request, pk):
    """For the office and the unit; the author only where the unit may know."""
    rows = Assignment.objects.visible_to(request.hats).select_related(
        "report__author", "report__organisation", "unit", "directive__leader"
    )
    found = get_object_or_404(rows, pk=pk)
    named_author = in_office(request.hats) or found.report.name_shown
    data = slips.assignment_slip(found, day=localdate(request.now), named=named_author)
    return download(document("assignment_slip", data), named("交办单", found.number))


@printed
def directive_slip(request, pk):
    rows = Directive.objects.visible_to(request.hats).with_subject()
    found = get_object_or_404(rows, pk=pk)
    _for_the_office(request)
    data = slips.directive_slip(found, day=localdate(request.now))
    return download(document("directive_slip", data), named("批示单", data["number"]))


def named(kind, number):
    """交办单-2026-00007-3.pdf"""
    return f"{kind}-{number}.pdf"


def _for_the_office(request):
    if not in_office(request.hats):
        raise PermissionDenied


def _visible(request, pk):
    return get_object_or_404(Issue.objects.visible_to(request.hats), pk=pk)
