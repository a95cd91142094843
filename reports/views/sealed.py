"""The stubs of sealed and purged reports. No text is read."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.models import Entry
from portal.ledger.reading import acts
from portal.pages.columns import Column
from portal.pages.lists import Page
from portal.people import logs
from reports.models import Report
from reports.rules import may_see_stubs

SAID = ["refuse_classified", "purge"]


def sealed(request):
    """Number, since when, by whom; for the security administrator also what to do; what waits first."""
    if not may_see_stubs(request.hats):
        raise PermissionDenied
    logs.read(request)
    page = Page(request, Report.objects.sealed(), COLUMNS, first="-stage", drawn=_drawn, fill=_fill)
    return page.answer(
        "reports/sealed.html",
        _("Sealed reports"),
        nothing=_("Nothing is sealed. A report that may be classified is sealed from its own page."),
        none_icon="shield-lock",
    )


def _drawn(rows):
    entries = Entry.objects.filter(kind__in=SAID).select_related("actor").order_by("id")
    return rows.prefetch_related(Prefetch("entry_set", entries, "said"))


def _fill(rows):
    """Adds `refuse_classified` and `purge`, the lines of the journal; of what was not purged, None."""
    for report in rows:
        for kind in SAID:
            setattr(report, kind, None)
        for entry in report.said:
            setattr(report, entry.kind, entry)


def _who(report, _request, *, kind):
    entry = getattr(report, kind)
    return entry.who if entry else ""


def _when(report, _request, *, kind):
    entry = getattr(report, kind)
    return entry.at if entry else None


def _number(report, _request):
    return format_html("<strong>{}</strong>", report.number)


def _acts(report, request):
    """What this person may do about it now."""
    buttons = (
        (act["url"], "danger" if act.get("danger") else "secondary", act["label"], report.number)
        for act in acts(request, report)
    )
    link = '<a class="btn btn-sm btn-{1}" href="{0}">{2}<span class="visually-hidden">: {3}</span></a>'
    return format_html_join(" ", link, buttons)


def _said(kind, by, on):
    who, when = partial(_who, kind=kind), partial(_when, kind=kind)
    return Column(f"{kind}_by", by, who), Column(f"{kind}_on", on, when, look="tight")


COLUMNS = [
    Column("number", gettext_lazy("Number"), "number", _number, look="tight"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", sort="status", look="tight"),
    *_said("refuse_classified", gettext_lazy("Sealed by"), gettext_lazy("Sealed on")),
    *_said("purge", gettext_lazy("Purged by"), gettext_lazy("Purged on")),
    Column("acts", gettext_lazy("Acts"), cell=_acts, look="do"),
]
