"""The issues of the special report: what is being made, what went out and who has read it."""

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.reading import add_duties
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office, is_clerk
from reports.models import Report
from reports.states import State
from routing.forms import BeginForm, IssueFilter
from routing.models import Issue


def issues(request):
    """All issues, the newest first, by series, year and stage."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = IssueFilter(request.GET)
    asked = asked_of(form)
    rows = Issue.objects.visible_to(request.hats).filter(**asked)
    rows = rows.annotate(day=Coalesce("published_at", "signed_at", "created_at"))
    page = Page(request, rows, COLUMNS, first="-day", drawn=_drawn, fill=add_duties)
    return page.answer(
        "routing/issues.html",
        _("Special report"),
        form,
        none_icon="journal-text",
        nothing=_nothing(asked),
        waiting=Report.objects.filter(status=State.SIGNED).count(),
        begin=BeginForm(auto_id="begin_%s") if is_clerk(request.hats) else None,
    )


def _nothing(filtered):
    if filtered:
        return _("No issue matches.")
    return _("No issue yet. Begin one when a report has been signed off.")


def _drawn(rows):
    return rows.defer("read_before").prefetch_related("pieces", "recipients")


def _titles(issue, _request):
    return "\n".join(piece.title for piece in issue.pieces.all())


def _issue(issue, request):
    """How it is called, and what stands in it: the first title, and how many more."""
    titles = [piece.title for piece in issue.pieces.all()]
    corrects = format_html(' <span class="chip">{}</span>', _("correction")) if issue.corrects_id else ""
    first = titles[0] if titles else _("Nothing in it yet")
    more = len(titles) > 1 and _("and %(n)d more") % {"n": len(titles) - 1}
    return format_html("{}{}{}", cells.opened(request, issue, issue), corrects, cells.meta(first, more))


def _holder(issue, _request):
    return str(issue.duty.holder) if issue.duty else ""


def _due(issue, _request):
    return issue.duty and issue.duty.due_at


def _held(issue, request):
    if not issue.duty:
        return ""
    return format_html("{}{}", cells.of_duty(request, issue.duty), cells.meta(issue.duty.holder))


def _reached(issue, _request):
    return len(issue.reached) if issue.published_at else None


def _recipients(issue, _request):
    return len(issue.recipients.all()) if issue.published_at else None


def _read(issue, request):
    if not issue.published_at:
        return ""
    return _("%(read)s of %(all)s") % {"read": _reached(issue, request), "all": _recipients(issue, request)}


COLUMNS = [
    Column("issue", gettext_lazy("Issue"), "__str__", _issue),
    Column("titles", gettext_lazy("Titles"), _titles, cell=None),
    Column("stage", gettext_lazy("Stage"), "get_status_display", look="tight"),
    Column("holder", gettext_lazy("Who has it"), _holder, _held, look="tight"),
    Column("due", gettext_lazy("Until when"), _due, cell=None),
    Column("read", gettext_lazy("Read by"), _reached, _read, look="tight"),
    Column("recipients", gettext_lazy("Recipients"), _recipients, cell=None),
    Column("day", gettext_lazy("Date"), "day", sort="day", look="tight"),
]
