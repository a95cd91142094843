"""The list of reports, and the columns that all lists of reports have."""

from dataclasses import replace
from datetime import time
from functools import partial

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import at_time
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office
from reports.forms import ReportFilter
from reports.models import Report
from reports.rules import may_file
from reports.search import hits, marked, snippet


def reports(request):
    """Every report this person may see, filtered by what stands in the address."""
    office = in_office(request.hats)
    form = ReportFilter(request.GET, office=office)
    asked = asked_of(form)
    rows = Report.objects.visible_to(request.hats)
    words, more = asked.pop("q", ""), False
    for name, value in asked.items():
        rows = rows.filter(_wanted(name, value))
    if words:
        found, more = hits(rows.order_by("-submitted_at", "-id"), words, office=office)
        rows = rows.filter(pk__in=found)
    drawn = partial(_drawn, office=office, texts=bool(words))
    page = Page(request, rows, LEDGER if office else COLUMNS, first="-submitted", drawn=drawn, more=more)
    if words:
        _mark(page, words)
    return page.answer(
        "reports/list.html",
        _("Reports"),
        form,
        none_icon="files",
        nothing=_nothing(bool(asked or words)),
        may_file=may_file(request.hats),
    )


def _nothing(filtered):
    if filtered:
        return _("No report matches. Try fewer or shorter words, or fewer filters.")
    return _("No report has been filed yet. The first one that is filed stands here.")


def _wanted(name, value):
    match name:
        case "since":
            return Q(submitted_at__gte=at_time(value, time.min))
        case "until":
            return Q(submitted_at__lte=at_time(value, time.max))
        case "kind":
            return Q(organisation__kind=value)
    return Q(**{name: value})


def _drawn(rows, *, office, texts):
    """Texts are read where words were searched in them. Authors see what was adopted of theirs."""
    rows = listed(rows, texts=texts).with_owed()
    return rows if office else rows.prefetch_related("adoption_events")


def listed(rows, *, texts=False):
    """With what every list shows of a report."""
    rows = rows.select_related("author", "organisation", "draft")
    unshown = [f"{text}{part}" for text in ("", "draft__") for part in Report.PARTS[1:]]
    return rows if texts else rows.defer(*unshown)


def _mark(page, words):
    """Each row with its hits: the title marked, and where in the text the words stand."""
    for report in page:
        text = report.draft if report.is_draft else report
        report.marked, report.snippet = marked(text.heading, words), snippet(text, words)


def byline(report, _request=None):
    """Whose it is, and of which organisation where that is somebody else."""
    names = [report.byline]
    if not report.collective or report.on_behalf_of:
        names.append(report.organisation.name)
    return " · ".join(names)


def title(report, request):
    """The title, with what was found in it and in the text, and whose it is."""
    words = getattr(report, "marked", "") or report.heading
    found = getattr(report, "snippet", "")
    return format_html(
        "{}{}{}{}",
        cells.opened(request, report, words),
        _adopted(report, request),
        found and format_html('<p class="snippet">{}</p>', found),
        cells.meta(report.number, byline(report)),
    )


def _adopted(report, request):
    """What was adopted elsewhere, in a list of one's own reports."""
    if in_office(request.hats):
        return ""
    events = [event for event in report.adoption_events.all() if event.counts]
    said = ((event.get_level_display(), event.get_kind_display()) for event in events)
    return format_html_join("", ' <span class="chip">{} · {}</span>', said)


def holder(report, request):
    """Who owes the next step; outside the office nobody is told which colleague it is."""
    if not report.owed:
        return ""
    duty = report.owed[0]
    named = in_office(request.hats) or not duty.person or duty.person_id == report.author_id
    return str(duty.holder) if named else _("the office")


def due(report, _request):
    return report.owed[0].due_at if report.owed else None


def _owed(report, request):
    if report.owed:
        who, when = holder(report, request), cells.of_duty(request, report.owed[0])
        return format_html('<span class="holder"><span>{}</span> {}</span>', who, when)
    if not report.ended_at:
        return ""
    ended = _("ended on %(day)s") % {"day": date_format(report.ended_at, "DATE_FORMAT")}
    return format_html('<span class="meta">{}</span>', ended)


NAMED = [  # for the file; on the page it is one cell
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("report", gettext_lazy("Report"), "heading", cell=title),
    Column("byline", gettext_lazy("Author"), byline, cell=None),
]
SUBMITTED = Column(
    "submitted", gettext_lazy("Submitted on"), "submitted_at", sort="submitted_at", look="tight"
)
CATEGORY = Column("category", gettext_lazy("Category"), "get_category_display", cell=None)
STAGE = Column("stage", gettext_lazy("Stage"), "get_status_display", look="tight")
COLUMNS = [
    *NAMED,
    SUBMITTED,
    CATEGORY,
    STAGE,
    Column("holder", gettext_lazy("Who has it"), holder, _owed),
    Column("due", gettext_lazy("Until when"), due, cell=None),
    Column("ended", gettext_lazy("Ended on"), "ended_at", cell=None),
]
LEDGER = [  # of the office, who choose what they see of it
    *NAMED,
    replace(SUBMITTED, choice=True),
    Column("category", gettext_lazy("Category"), "get_category_display", choice=False),
    Column("occasion", gettext_lazy("Came out of"), "get_occasion_display", choice=False),
    replace(STAGE, choice=True),
    Column("holder", gettext_lazy("Who has it"), holder, _owed, choice=True),
    Column("due", gettext_lazy("Until when"), due, look="tight", choice=False),
    Column("signed", gettext_lazy("Signed on"), "signed_at", look="tight", choice=False),
    Column("ended", gettext_lazy("Ended on"), "ended_at", look="tight", choice=False),
]
