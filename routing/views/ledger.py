"""The adoption ledger, and the list behind each of its numbers; each also as a workbook."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.pages.downloads import download
from portal.pages.lists import page_of
from portal.pages.workbooks import workbook
from portal.people.rules import in_office
from routing import adoption
from routing.adoption import days_taken
from routing.forms import EventFilter, FiledFilter, PublishedFilter, YearForm
from routing.models import AdoptionEvent

TABS = {
    "routing:filings": gettext_lazy("Filings"),
    "routing:adoption": gettext_lazy("Ledger by level"),
    "routing:filed": gettext_lazy("Filed reports"),
    "routing:events": gettext_lazy("News from elsewhere"),
    "routing:published": gettext_lazy("Published by us"),
}


def tabs(here):
    return [(reverse(name), label, name == here) for name, label in TABS.items()]


def ledger(request):
    """Per level: filed, received, adopted, the rate, the working days it took."""
    if not in_office(request.hats):
        raise PermissionDenied
    this_year = local_day(request.now).year
    form = YearForm(request.GET if "year" in request.GET else {"year": this_year})
    year = form.cleaned_data["year"] if form.is_valid() else this_year
    rows = adoption.ledger(year, request.now, request.calendar)
    if "export" in request.GET:
        return _export(_("Adoption by level"), year, LEDGER, rows)
    context = {"rows": rows, "year": year, "filter_form": form, "tabs": tabs("routing:adoption")}
    return render(request, "routing/ledger.html", context, status=200 if form.is_valid() else 400)


LEDGER = [
    (gettext_lazy("Level"), lambda row: row.label),
    (gettext_lazy("Filed"), lambda row: None if row.own else row.filed),
    (gettext_lazy("Receipt recorded"), lambda row: None if row.own else row.received),
    (gettext_lazy("Of these adopted"), lambda row: None if row.own else row.taken),
    (gettext_lazy("Adoption rate"), lambda row: row.percent),
    (gettext_lazy("Working days (median)"), lambda row: row.days),
    (gettext_lazy("Adopted alone"), lambda row: row.alone),
    (gettext_lazy("Adopted with others"), lambda row: row.combined),
    (gettext_lazy("Adopted"), lambda row: row.adopted),
    (gettext_lazy("Other news"), lambda row: row.other),
]


def _export(title, year, columns, rows):
    """Exactly what is shown, and of a list what stands on its other pages too."""
    table = [[value(row) for _label, value in columns] for row in rows]
    name = "-".join(filter(None, [title, str(year or "")]))
    return download(workbook(title, [str(label) for label, _value in columns], table), f"{name}.xlsx")


def _list(request, name, form, rows, columns):
    """One page of a list whose filters live in the address; `columns` are (heading, value of a row)."""
    if not in_office(request.hats):
        raise PermissionDenied
    asked = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    found = rows(**asked)
    if "export" in request.GET:
        return _export(str(TABS[name]), asked.get("year"), columns, found)
    page = page_of(found, request)
    headings = [label for label, _value in columns]
    context = {
        "page": page,
        "title": TABS[name],
        "headings": headings,
        "rows": [
            (row.report, list(zip(headings, [value(row) for _label, value in columns], strict=True))[1:])
            for row in page
        ],
        "filter_form": form,
        "filters_set": len(asked),
        "tabs": tabs(name),
    }
    return render(request, "routing/adoption_rows.html", context, status=200 if form.is_valid() else 400)


def title(row):
    return f"{row.report.number} {row.report.heading}"


def filed(request):
    """Report by report: where it was filed, received, adopted, after how many days."""
    columns = [
        (_("Report"), title),
        (_("Filing"), lambda row: row.filing.number),
        (_("Filed to"), lambda row: row.body.name),
        (_("Sent on"), lambda row: local_day(row.filing.sent_at)),
        (_("Received on"), lambda row: row.filing.received_on),
        (_("Adopted on"), lambda row: row.adopted_on),
        (_("Adoption"), lambda row: row.adopted_as and AdoptionEvent.Kind(row.adopted_as).label),
        (
            _("Working days"),
            lambda row: days_taken(row.filing.sent_at, row.adopted_on, request.calendar),
        ),
    ]
    return _list(request, "routing:filed", FiledFilter(request.GET), adoption.filed_rows, columns)


def events(request):
    """What was heard, newest first."""
    columns = [
        (_("Report"), title),
        (_("Level"), lambda row: row.get_level_display()),
        (_("What happened"), lambda row: row.get_kind_display()),
        (_("On which day"), lambda row: row.happened_on),
        (_("Source or issue number"), lambda row: row.source),
        (_("Filing"), lambda row: row.filing and row.filing.number),
        (
            _("Working days"),
            lambda row: row.filing and days_taken(row.filing.sent_at, row.happened_on, request.calendar),
        ),
    ]
    return _list(request, "routing:events", EventFilter(request.GET), adoption.event_rows, columns)


def published(request):
    """Our own level, read off the published issues."""
    columns = [
        (_("Report"), title),
        (_("Published in"), lambda row: str(row.issue)),
        (_("Issued on"), lambda row: local_day(row.issue.published_at)),
        (_("Adoption"), lambda row: _("Combined") if row.together else _("Single")),
    ]
    return _list(request, "routing:published", PublishedFilter(request.GET), adoption.published_rows, columns)
