"""The filings: what went upward, what has a receipt, what was heard of it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.days.workdays import local_day
from portal.ledger.reading import add_duties
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page
from portal.people.rules import in_office, is_clerk
from routing.adoption import days_taken
from routing.forms.upward import FilingFilter
from routing.models import AdoptionEvent, Filing
from routing.states import FilingState
from routing.views.ledger import tabs


def filings(request):
    """All filings, the newest first: what has no receipt yet, of how many reports something was heard."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = FilingFilter(request.GET, today=local_day(request.now))
    asked = asked_of(form)
    rows = Filing.objects.visible_to(request.hats).filter(**asked)
    page = Page(request, rows, COLUMNS, first="-begun", drawn=_drawn, fill=add_duties)
    return page.answer(
        "routing/filings.html",
        _("Filings"),
        form,
        none_icon="send-arrow-up",
        nothing=_nothing(asked),
        outstanding=Filing.objects.filter(status=FilingState.SENT).count(),
        may_begin=is_clerk(request.hats),
        tabs=tabs("routing:filings"),
    )


def _nothing(filtered):
    if filtered:
        return _("No filing matches. Try fewer filters.")
    return _("Nothing has been filed upward yet. Begin a filing and choose signed reports for it.")


def _drawn(rows):
    heard = AdoptionEvent.objects.standing().filter(filing=OuterRef("pk"), report=OuterRef("pieces__report"))
    rows = rows.annotate(reports=Count("pieces"), known=Count("pieces", filter=Exists(heard)))
    return rows.select_related("body")


def _filing(filing, request):
    body = cells.meta(filing.body, filing.body.get_level_display())
    return format_html("{}{}", cells.opened(request, filing, filing), body)


def _receipt(filing, request):
    """When, and how long it took or has taken so far."""
    if not filing.sent_at:
        return ""
    day = date_format(filing.received_on, "DATE_FORMAT") if filing.received_on else _("none yet")
    days = days_waited(filing, request)
    took = "" if days is None else ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    return format_html("{}{}", day, cells.meta(took))


def _heard(filing, _request):
    return filing.reports and _("%(known)s of %(all)s") % {"known": filing.known, "all": filing.reports}


def _due(filing, _request):
    return filing.duty and filing.duty.due_at


def _light(filing, request):
    return filing.duty and cells.of_duty(request, filing.duty)


def days_waited(filing, request):
    """Working days from sending to the receipt, or until today while it is outstanding."""
    if not filing.sent_at or filing.status == FilingState.CLOSED and not filing.received_on:
        return None
    return days_taken(filing.sent_at, filing.received_on or local_day(request.now), request.calendar)


COLUMNS = [
    Column("filing", gettext_lazy("Filing"), "__str__", _filing),
    Column("body", gettext_lazy("Filed to"), "body.name", cell=None),
    Column("level", gettext_lazy("Level"), "body.get_level_display", cell=None),
    Column("begun", gettext_lazy("Begun on"), "created_at", cell=None, sort="created_at"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", look="tight"),
    Column("sent", gettext_lazy("Sent on"), "sent_at", sort="sent_at", look="tight"),
    Column("receipt", gettext_lazy("Receipt"), "received_on", _receipt, sort="received_on", look="tight"),
    Column("receipt_number", gettext_lazy("Number of the receipt"), "receipt_number", cell=None),
    Column("days", gettext_lazy("Working days"), days_waited, cell=None),
    Column("reports", gettext_lazy("Reports"), "reports", cell=None),
    Column("known", gettext_lazy("Heard of"), "known", _heard, look="tight"),
    Column("due", gettext_lazy("What is owed"), _due, _light, look="tight"),
]
