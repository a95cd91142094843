"""Matters of stations in rows: in the list of all, and on the page of each station."""

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.reading import add_duties
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.lists import Page


def matters(request, rows):
    """One page of them, the newest first."""
    return Page(request, rows, COLUMNS, first="-begun", drawn=_drawn, fill=add_duties)


def _drawn(rows):
    return rows.select_related("station").defer("text", "participants", "citizen", "phone")


def _topic(matter, request):
    public = "" if matter.recorded_by_id else _("public form")
    said = cells.meta(matter.number, matter.get_kind_display(), matter.station, public)
    return format_html("{}{}", cells.opened(request, matter, matter.topic), said)


def _holder(matter, _request):
    return str(matter.duty.holder) if matter.duty else matter.passed_to


def _due(matter, _request):
    return matter.duty and matter.duty.due_at


def _has_it(matter, request):
    """Who and until when; of what is over, whom it went to, or when it ended."""
    if matter.duty:
        light = cells.of_duty(request, matter.duty)
        return format_html('<span class="holder"><span>{}</span> {}</span>', matter.duty.holder, light)
    ended = matter.ended_at and _("ended on %(day)s") % {"day": date_format(matter.ended_at, "DATE_FORMAT")}
    said = matter.passed_to or ended
    return format_html('<span class="meta">{}</span>', said) if said else ""


COLUMNS = [
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("matter", gettext_lazy("Matter"), "topic", _topic),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", cell=None),
    Column("station", gettext_lazy("Station"), "station.name", cell=None),
    Column("begun", gettext_lazy("Begun on"), "begun_at", sort="begun_at", look="tight"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", look="tight"),
    Column("holder", gettext_lazy("Who has it"), _holder, _has_it),
    Column("due", gettext_lazy("Until when"), _due, cell=None),
    Column("ended", gettext_lazy("Ended on"), "ended_at", cell=None),
]
