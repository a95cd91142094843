"""The ledger of directives: which are open, for how many working days, with whom; what came of the others."""

from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.lists import Page
from portal.people.rules import is_clerk
from routing.forms import LedgerFilter
from routing.models import Directive
from routing.rules import sees_directives
from routing.views.directives import follow


def directives(request):
    """Open ones, the oldest first, or closed ones."""
    if not sees_directives(request.hats):
        raise PermissionDenied
    seen = Directive.objects.visible_to(request.hats)
    form = LedgerFilter(request.GET, rows=seen)
    closed = bool(request.GET.get("closed"))
    rows = (
        form.filtered(seen).exclude(closed_at=None) if closed else form.filtered(seen).filter(closed_at=None)
    )
    columns, first = (CLOSED, "-closed") if closed else (OPEN, "written")
    page = Page(request, rows, columns, first=first, drawn=_drawn, fill=lambda rows: follow(rows, request))
    return page.answer(
        "routing/directives.html",
        _("Directives, closed") if closed else _("Directives, open"),
        form,
        none_icon="chat-left-quote",
        nothing=_nothing(form.wanted, closed),
        closed=closed,
        may_register=is_clerk(request.hats),
    )


def _nothing(filtered, closed):
    if filtered:
        return _("No directive matches.")
    if closed:
        return _("No directive has been closed yet. It closes when its last part is answered.")
    return _("No directive is open. What a leader writes, or the clerk registers from paper, stands here.")


def _drawn(rows):
    return rows.with_subject().prefetch_related("assignments__unit")


def _said(directive, request):
    """The first words of it, and what it is about."""
    words = Truncator(directive.text).chars(20)
    return format_html("{}{}", cells.opened(request, directive, words), cells.meta(directive.about))


def _by(directive, _request):
    return format_html("{}{}", directive.by, cells.meta(directive.get_rank_display()))


def _about(directive, _request):
    return f"{directive.number} {directive.about}"


def _units(directive, _request):
    return "、".join(f"{part.unit}（{part.get_status_display()}）" for part, _duty in directive.parts)


def _with(directive, _request):
    """The first one: a third line says no more about when it ends."""
    names, more = [str(part.unit) for part, _duty in directive.parts], len(directive.parts) - 1
    words = ngettext("and %(n)d more unit", "and %(n)d more units", more) % {"n": more}
    return format_html("{}{}", names[0], cells.meta(words) if more else "") if names else ""


def _nearest(directive):
    """What is owed of it first, by the office or by a unit."""
    duties = [directive.duty, *(duty for _part, duty in directive.parts)]
    return min(filter(None, duties), key=lambda duty: duty.due_at, default=None)


def _due(directive, _request):
    duty = _nearest(directive)
    return duty and duty.due_at


def _stage(directive, request):
    """With what is owed of it first, and for how long it has been running."""
    duty, days = _nearest(directive), directive.days
    light = cells.of_duty(request, duty) if duty else ""
    ran = ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    return format_html(
        '<span class="cell">{} {}</span>{}', directive.get_status_display(), light, cells.meta(ran)
    )


OPEN = [
    Column("directive", gettext_lazy("Directive"), "text", _said),
    Column("about", gettext_lazy("Written about"), _about, cell=None),
    Column("written", gettext_lazy("Written on"), "written_on", sort="written_on", look="tight"),
    Column("by", gettext_lazy("Written by"), "by", _by, look="tight"),
    Column("rank", gettext_lazy("Rank"), "get_rank_display", cell=None),
    Column("units", gettext_lazy("Units"), _units, _with),
    Column("stage", gettext_lazy("Stage"), "get_status_display", _stage, look="tight"),
    Column("due", gettext_lazy("By when"), _due, cell=None),
    Column("days", gettext_lazy("Working days"), "days", cell=None),
]
CLOSED = [
    *OPEN,
    Column("closed", gettext_lazy("Closed on"), "closed_at", sort="closed_at", look="tight"),
    Column("outcome", gettext_lazy("Outcome"), "outcome", cell=None),
    Column("told", gettext_lazy("Reported back on"), "reported_back_on", cell=None),
]
