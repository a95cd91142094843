"""The year at a glance, for the office and its chair."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from feedback.periods import YEARS
from feedback.year import charts, sheet
from portal.days.workdays import local_day
from portal.pages.downloads import download
from portal.pages.workbooks import workbook
from portal.people.rules import in_office


def year(request):
    """Of the year in the address, else of this one; the same as an Excel file where it is asked for."""
    if not in_office(request.hats):
        raise PermissionDenied
    this = local_day(request.now).year
    years = [this - back for back in range(YEARS)]
    asked = next((year for year in years if str(year) == request.GET.get("year")), this)
    found = charts(asked, request.now)
    if "export" in request.GET:
        title = _("The year %(year)s at a glance") % {"year": asked}
        return download(workbook(title, *sheet(found)), f"{title}.xlsx")
    context = {"year": asked, "before": asked - 1, "charts": found}
    return render(request, "feedback/year.html", context | {"years": [(y, y == asked) for y in years]})
