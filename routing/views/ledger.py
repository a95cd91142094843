"""The adoption ledger, and the list behind each of its numbers; each also as a workbook."""

from decimal import Decimal
from functools import partial

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.days.workdays import local_day
from portal.pages import cells
from portal.pages.charts import FILE, charts_file
from portal.pages.columns import Column, Table
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.models import Report
from routing import adoption
from routing.adoption import days_taken
from routing.adoption_charts import charts
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
    today = local_day(request.now)
    form = YearForm(request.GET if "year" in request.GET else {"year": today.year}, today=today)
    year = form.cleaned_data["year"] if form.is_valid() else today.year
    page = Table(request, list(_columns(year)), rows=adoption.ledger(year, request.now, request.calendar))
    drawn = charts(year, upright=True) if year else ()
    if answer := charts_file(request, f"{_('Adopted elsewhere')}-{year}", drawn):
        return answer
    return page.answer(
        "routing/ledger.html",
        _named(_("Adoption by level"), year),
        form,
        year=year,
        tabs=tabs("routing:adoption"),
        charts=drawn,
        charts_file=page.address(export=FILE),
    )


def _named(title, year):
    return "-".join(filter(None, [str(title), str(year or "")]))


def _columns(year):
    """Of what was filed in a year what came of it so far; then what happened in it."""
    number = partial(_number, year=year)
    yield Column("level", _("Level"), "label", _level)
    yield number("filed", _("Filed"), "routing:filed")
    yield number("received", _("Receipt recorded"), "routing:filed", found="received")
    yield number("taken", _("Of these adopted"), "routing:filed", found="adopted")
    yield Column("rate", _("Adoption rate"), "share", lambda row, _r: row.percent, look="number")
    yield Column("days", _("Working days (median)"), _median, _days, look="number")
    yield number("adopted", _("Adopted"), "routing:events", kind="adopted")
    yield number("alone", _("Adopted alone"), "routing:events", kind="alone")
    yield number("combined", _("Adopted with others"), "routing:events", kind="combined")
    yield number("other", _("Other news"), "routing:events", kind="other")


def _number(name, label, route, *, year, **query):
    """How many, leading to their list. We file nothing with ourselves, and adopt by our issues."""

    def value(row, _request):
        return None if row.own and route == "routing:filed" else getattr(row, name)

    def cell(row, request):
        n = value(row, request)
        return n and format_html('<a href="{}">{}</a>', _behind(row), n)

    def _behind(row):
        asked = {"year": year or ""}
        if row.own and name != "other":
            form = query["kind"] if name != "adopted" else ""
            return reverse("routing:published", query=asked | {"form": form})
        return reverse(route, query=asked | {"level": row.level} | query)

    return Column(name, label, value, cell, look="number")


def _level(row, _request):
    return format_html('{} <span class="meta">{}</span>', row.label, _("we ourselves") if row.own else "")


def _median(row, _request):
    """A number with halves; a float would be a share."""
    return None if row.days is None else Decimal(row.days)


def _days(row, _request):
    return "" if row.days is None else f"{row.days:g}"


def _list(request, name, form, rows, columns, *, first, drawn):
    """A list of reports whose filters live in the address."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = form(request.GET, today=local_day(request.now))
    asked = asked_of(form)
    page = Page(request, rows(**asked), columns, first=first, drawn=drawn)
    return page.answer(
        "routing/adoption_rows.html",
        _named(TABS[name], asked.get("year")),
        form,
        none_icon="graph-up",
        nothing=_("Nothing here."),
        title=TABS[name],
        tabs=tabs(name),
    )


def _with_report(rows, also):
    """Without its text, which no list shows."""
    return rows.select_related("report", *also).defer(*(f"report__{part}" for part in Report.PARTS[1:]))


def _report(row, request):
    """What is known of its adoption is the tab to which it leads."""
    url = f"{row.report.get_absolute_url()}?tab=adoption"
    opened = cells.opened(request, row, row.report.heading, url)
    return format_html("{}{}", opened, cells.meta(row.report.number))


REPORT = [
    Column("number", gettext_lazy("Number"), "report.number", cell=None),
    Column("report", gettext_lazy("Report"), "report.heading", _report),
]


def filed(request):
    """Report by report: where it was filed, received, adopted, after how many days."""
    drawn = partial(_with_report, also=["filing", "body"])
    rows, columns = adoption.filed_rows, FILED
    return _list(request, "routing:filed", FiledFilter, rows, columns, first="-sent", drawn=drawn)


def _adopted_as(row, _request):
    return row.adopted_as and AdoptionEvent.Kind(row.adopted_as).label


def _until_adopted(row, request):
    return days_taken(row.filing.sent_at, row.adopted_on, request.calendar)


def _in_days(days):
    return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}


def _filed_to(row, _request):
    return format_html("{}{}", row.filing.number, cells.meta(row.body.name))


def _adopted(row, request):
    """The day, how, and after how many working days."""
    if not row.adopted_on:
        return ""
    day, took = date_format(row.adopted_on, "DATE_FORMAT"), _in_days(_until_adopted(row, request))
    return format_html("{}{}", day, cells.meta(_adopted_as(row, request), took))


FILED = [
    *REPORT,
    Column("filing", gettext_lazy("Filing"), "filing.number", _filed_to, look="tight"),
    Column("body", gettext_lazy("Filed to"), "body.name", cell=None),
    Column("sent", gettext_lazy("Sent on"), "filing.sent_at", sort="filing__sent_at", look="tight"),
    Column("received", gettext_lazy("Received on"), "filing.received_on", look="tight"),
    Column("adopted", gettext_lazy("Adopted on"), "adopted_on", _adopted, look="tight"),
    Column("adoption", gettext_lazy("Adoption"), _adopted_as, cell=None),
    Column("days", gettext_lazy("Working days"), _until_adopted, cell=None),
]


def events(request):
    """What was heard, newest first."""
    drawn = partial(_with_report, also=["filing"])
    rows, columns = adoption.event_rows, EVENTS
    return _list(request, "routing:events", EventFilter, rows, columns, first="-day", drawn=drawn)


def _filing(event, _request):
    return event.filing and event.filing.number


def _until_heard(event, request):
    filing = event.filing
    return filing and days_taken(filing.sent_at, event.happened_on, request.calendar)


def _happened(event, _request):
    return format_html("{}{}", event.get_kind_display(), cells.meta(event.get_level_display()))


def _filed_by(event, request):
    """By which filing it went there, and after how many working days this was heard."""
    if not event.filing:
        return ""
    return format_html("{}{}", event.filing.number, cells.meta(_in_days(_until_heard(event, request))))


EVENTS = [
    *REPORT,
    Column("level", gettext_lazy("Level"), "get_level_display", cell=None),
    Column("kind", gettext_lazy("What happened"), "get_kind_display", _happened, look="tight"),
    Column("day", gettext_lazy("On which day"), "happened_on", sort="happened_on", look="tight"),
    Column("source", gettext_lazy("Source or issue number"), "source"),
    Column("filing", gettext_lazy("Filing"), _filing, _filed_by, look="tight"),
    Column("days", gettext_lazy("Working days"), _until_heard, cell=None),
]


def published(request):
    """Our own level, read off the published issues."""
    drawn = partial(_with_report, also=["issue__series"])
    rows, columns = adoption.published_rows, PUBLISHED
    return _list(request, "routing:published", PublishedFilter, rows, columns, first="-issued", drawn=drawn)


def _issue(piece, _request):
    return str(piece.issue)


def _form(piece, _request):
    return _("Combined") if piece.together else _("Single")


PUBLISHED = [
    *REPORT,
    Column("issue", gettext_lazy("Published in"), _issue),
    Column(
        "issued", gettext_lazy("Issued on"), "issue.published_at", sort="issue__published_at", look="tight"
    ),
    Column("form", gettext_lazy("Adoption"), _form, look="tight"),
]
