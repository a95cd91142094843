"""The year at a glance, for the office and its chair."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from feedback.year import charts
from portal.days.periods import YEARS
from portal.days.workdays import local_day
from portal.pages.charts import charts_file
from portal.people.rules import in_office


def year(request):
    """Of the year in the address, else of this one; the same as an Excel file where it is asked for."""
    if not in_office(request.hats):
        raise PermissionDenied
    this = local_day(request.now).year
    years = [this - back for back in range(YEARS)]
    asked = next((year for year in years if str(year) == request.GET.get("year")), this)
    found = charts(asked, request.now)
    if answer := charts_file(request, _("The year %(year)s at a glance") % {"year": asked}, found):
        return answer
    context = {"year": asked, "charts": found, "years": [(year, year == asked) for year in years]}
    return render(request, "feedback/year.html", context)
