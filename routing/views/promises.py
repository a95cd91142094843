"""Promises: how they stand, one by one, and how many each unit has kept."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.files.models import Attachment
from portal.ledger.reading import acts, add_duties, journey, last_move, owed, past
from portal.pages import cells
from portal.pages.columns import Column, Table
from portal.pages.figures import percent
from portal.pages.forms import asked_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office
from reports.models import Report
from routing.forms import PromisesFilter
from routing.models import Promise
from routing.rules import sees_matters_of_units
from routing.states import PROMISED, PromiseState

TABS = {
    "": gettext_lazy("Open"), "due": gettext_lazy("Date has come"), "kept": gettext_lazy("Kept"),
    "given_up": gettext_lazy("Given up"), "superseded": gettext_lazy("Replaced"),
    "rates": gettext_lazy("Kept by unit and year"),
}  # fmt: skip


def promises(request):
    """Open, due, kept or given up; the tab and the unit stand in the address."""
    if not sees_matters_of_units(request.hats):
        raise PermissionDenied
    tab = request.GET.get("tab", "")
    form = PromisesFilter(request.GET) if in_office(request.hats) else None
    rows = Promise.objects.visible_to(request.hats).filter(**asked_of(form))
    if tab == "rates":
        rates = Table(request, RATES, rows=rows.rates(local_day(request.now)))
        return _answer(rates, _("Promises kept"), form, tab)
    ended = tab in set(PromiseState) - PROMISED
    columns, first = (ENDED, "-ended") if ended else (COLUMNS, "date")
    rows = narrowed(rows, tab, local_day(request.now))
    page = Page(request, rows, columns, first=first, drawn=_drawn, fill=add_duties)
    return _answer(page, _("Promises"), form, tab)


def _answer(page, called, form, tab):
    return page.answer(
        "routing/promises.html",
        called,
        form,
        none_icon="check2-square",
        nothing=_nothing(tab),
        tabs=tabs(tab),
        rates=tab == "rates",
    )


def _nothing(tab):
    if tab:
        return _("No promise has ended like that. Those that are open stand under the first tab.")
    return _("No promise is open. A reply graded B makes one, with the day on which it is due.")


def tabs(tab):
    """[(key, label, whether it is this one)]"""
    return [(key, label, key == tab) for key, label in TABS.items()]


def narrowed(rows, tab, day):
    if tab == "due":
        return rows.due(day)
    return rows.filter(status__in=[tab] if tab in set(PromiseState) - PROMISED else PROMISED)


def _drawn(rows):
    texts = [f"reply__assignment__report__{part}" for part in Report.PARTS[1:]]
    return rows.select_related("unit", "reply__assignment__report").defer("reply__text", *texts)


def _report(promise, request):
    """A new day does not take the first one away."""
    opened, moved = cells.opened(request, promise, promise.report.title), ""
    if promise.moved:
        moved = _("first promised for %(day)s") % {"day": date_format(promise.first_date, "DATE_FORMAT")}
    return format_html("{}{}", opened, cells.meta(promise.report.number, moved))


def _due(promise, _request):
    return promise.duty and promise.duty.due_at


def _light(promise, request):
    """Whose turn it is, where it is not the unit's."""
    duty = promise.duty
    if not duty:
        return ""
    return format_html("{}{}", cells.of_duty(request, duty), "" if duty.unit_id else cells.meta(duty.holder))


FIRST = [
    Column("number", gettext_lazy("Number"), "report.number", cell=None),
    Column("report", gettext_lazy("Report"), "report.title", _report),
    Column("unit", gettext_lazy("Unit"), "unit.name"),
    Column("stage", gettext_lazy("Stage"), "get_status_display", look="tight"),
    Column("first", gettext_lazy("First date"), "first_date", cell=None),
    Column("date", gettext_lazy("Promised for"), "date", sort="date", look="tight"),
]
COLUMNS = [
    *FIRST,
    Column(
        "due", gettext_lazy("By when"), lambda p, _request: p.duty and p.duty.due_at, _light, look="tight"
    ),
]
ENDED = [*FIRST, Column("ended", gettext_lazy("Ended on"), "ended_at", sort="ended_at", look="tight")]


def _share(rate, _request):
    return rate["kept"] / rate["of"] if rate["of"] else None


def _kept(rate, _request):
    """The share, and beside it how many of how many; nothing where no day has come."""
    if not rate["of"]:
        return ""
    words = '<strong>{}</strong> <span class="meta">{}/{}</span>'
    return format_html(words, percent(rate["kept"], rate["of"]), rate["kept"], rate["of"])


def _of(rate, _request, name):
    return rate[name]


def _rate(name, label, **shown):
    return Column(name, label, partial(_of, name=name), **shown)


RATES = [
    _rate("unit__name", gettext_lazy("Unit")),
    _rate("year", gettext_lazy("Year"), look="tight"),
    Column("share", gettext_lazy("Kept"), _share, _kept, look="tight"),
    _rate("of", gettext_lazy("Date has come"), cell=None),
    _rate("kept", gettext_lazy("Of these kept"), cell=None),
    _rate("given_up", gettext_lazy("Given up"), look="number"),
    _rate("moved_ones", gettext_lazy("With a new date"), look="number"),
    _rate("all", gettext_lazy("Promised"), look="number"),
]


@leads_back
def promise(request, pk):
    """What was promised, in which reply, what was said of it since."""
    found = get_object_or_404(visible(request.hats), pk=pk)
    context = beside(request, found) | {
        "office": in_office(request.hats),
        "acts": acts(request, found),
        "duties": owed(found),
        "journey": journey(past(found)),
    }
    return render(request, "routing/promise.html", context)


def beside(_request, found):
    """What its own page shows, and whoever decides on it has beside the form."""
    return {
        "about": "routing/promise_about.html", "promise": found, "reply": found.reply,
        "assignment": found.reply.assignment, "files": Attachment.objects.about(found),
        "given_up": found.status == PromiseState.GIVEN_UP, "sent_back": last_move(found, "send_promise_back"),
    }  # fmt: skip


def visible(hats):
    rows = Promise.objects.visible_to(hats)
    return rows.select_related("unit", "reply__by", "reply__assignment__report", "reply__assignment__unit")
