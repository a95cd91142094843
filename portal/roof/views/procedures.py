"""The table of all procedures, for the office and the administrators: on one page, and to print."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from portal.days.workdays import local_day
from portal.pages.downloads import download
from portal.people.rules import reads_procedures
from portal.roof.procedure_tables import document_data, tables
from routing.documents import pdf
from routing.views.documents import printed


def procedures(request):
    """Every step, who is told of it, and what each status owes."""
    if not reads_procedures(request.hats):
        raise PermissionDenied
    found = tables(request.now, request.calendar)
    context = {
        "tables": [table for table in found if table["steps"]],
        "others": [line | {"of": table["title"]} for table in found for line in table["lines"]],
    }
    return render(request, "roof/procedures.html", context)


@printed
def document(request, kind):
    if not reads_procedures(request.hats):
        raise PermissionDenied
    if kind != "pdf":
        raise Http404(kind)
    name = f"流程总表-{local_day(request.now)}.pdf"
    return download(pdf("procedures", document_data(request.now, request.calendar)), name)
