"""A briefing for a meeting: chosen by period, looked at on the page, taken along as PDF or Word.

What is chosen is posted and then stands in the address, in few characters: the page can be loaded again,
opened in two windows, sent to a colleague, and its documents have the same address.
"""

from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback import briefing as figures
from feedback.briefing_paper import HEADINGS, KINDS, NAME, briefing_data, numbers
from feedback.forms import BriefingForm
from portal.days.periods import Period
from portal.days.workdays import local_day
from portal.pages.charts import FILE, charts_file
from portal.pages.downloads import download
from portal.people.rules import in_office
from routing.views.documents import printed


def briefing(request):
    """The figures with their lists, the pieces to choose, and the briefing as it will be read out."""
    form, asked = _asked(request, request.POST or request.GET)
    if request.method == "POST" and asked:
        return redirect(reverse("feedback:briefing", query=_query(asked)))
    context = {"form": form, "kinds": KINDS}
    if asked:
        drawn = figures.charts(asked["period"])
        if answer := charts_file(request, _("Reports by category"), drawn):
            return answer
        context |= asked | {"paper": _data(request, asked), "numbers": numbers(asked["figures"])}
        context |= {"headings": HEADINGS, "charts": drawn, "charts_file": f"?{asked['query']}&export={FILE}"}
    return render(request, "feedback/briefing.html", context, status=200 if asked else 400)


@printed
def briefing_document(request, kind):
    """The same as PDF or Word, by the same address."""
    _form, asked = _asked(request, request.GET)
    if kind not in KINDS or not asked:
        raise Http404(kind)
    _called, make = KINDS[kind]
    data = _data(request, asked)
    return download(make(NAME, data), f"{data['title']}-{data['span']}.{kind}")


def _asked(request, sent):
    """(form, what it asks for): of this year until today, while nothing was chosen."""
    if not in_office(request.hats):
        raise PermissionDenied
    today = local_day(request.now)
    usual = {"title": "社情民意信息工作情况汇报", "since": date(today.year, 1, 1), "until": today}
    form = BriefingForm(sent if "since" in sent else usual)
    if not form.is_valid():
        return form, None
    said = form.cleaned_data
    period = Period(said["since"], said["until"])
    rows, ticked = list(figures.candidates(period)), {*"-".join(sent.getlist("pieces")).split("-")}
    for report in rows:
        report.ticked = str(report.pk) in ticked if "chosen" in sent else report.notable
    query = request.GET.urlencode() or urlencode(usual)
    found = figures.figures(period, request.now)
    said["others_ticked"] = any(report.ticked and not report.notable for report in rows)
    return form, said | {"period": period, "figures": found, "candidates": rows, "query": query}


def _query(asked):
    """What was chosen, for an address: all ticks in one word, some eight characters each."""
    pieces = "-".join(str(report.pk) for report in asked["candidates"] if report.ticked)
    query = {name: asked[name] for name in ("title", "since", "until")}
    query |= {"wording": "on"} if asked["wording"] else {}
    return query | {"chosen": 1, "pieces": pieces}


def _data(request, asked):
    return briefing_data(
        title=asked["title"], period=asked["period"], found=asked["figures"], wording=asked["wording"],
        at=request.now,
        pieces=[report for report in asked["candidates"] if report.ticked],
        directives=figures.directives(asked["period"]),
    )  # fmt: skip
