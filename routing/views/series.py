"""The series of the special report: what stands in each masthead, and who usually gets it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import status_of
from portal.pages.lists import Page
from portal.people.rules import in_office, is_clerk
from routing.forms import SeriesForm, typed
from routing.models import Series
from routing.workflow import series as workflow


def series(request):
    """The office reads it, the clerk keeps it."""
    if not in_office(request.hats):
        raise PermissionDenied
    page = Page(request, Series.objects.all(), COLUMNS, first="order", drawn=_drawn)
    if is_clerk(request.hats):
        page.columns = [*COLUMNS, ACTS]
    return page.answer(
        "routing/series.html",
        _("Series of the special report"),
        none_icon="journal-text",
        nothing=_("There is no series yet."),
    )


def _drawn(rows):
    return rows.prefetch_related("recipients__user")


def _masthead(series, _request):
    unused = "" if series.active else format_html(' <span class="chip">{}</span>', _("no longer used"))
    return format_html("<strong>{}</strong>{}{}", series.name, unused, cells.meta(series.notice))


def _office(series, _request):
    return format_html("{}{}", series.editing_office, cells.meta(series.issuer))


def _recipients(series, _request):
    return "、".join(f"{r} ×{r.copies}" if r.copies > 1 else str(r) for r in series.recipients.all())


def _in_use(series, _request):
    return _("Yes") if series.active else _("No")


def _edit(series, _request):
    return cells.act(series.get_absolute_url(), _("Edit"), series.name)


COLUMNS = [
    Column("order", "", cell=None, sort="order"),
    Column("masthead", gettext_lazy("Masthead"), "name", _masthead, sort="name"),
    Column("office", gettext_lazy("Editing office"), "editing_office", _office),
    Column("recipients", gettext_lazy("Usual recipients"), _recipients),
    Column("used", gettext_lazy("In use"), _in_use, cell=None),
]
ACTS = Column("acts", gettext_lazy("Acts"), cell=_edit, look="do")


def edit_series(request, pk):
    """What is changed here holds for what is not signed yet."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    found = get_object_or_404(Series, pk=pk)
    form, saved = edit(
        request, lambda sent: _form(found, sent), partial(workflow.edit_series, found), lambda: found
    )
    if saved:
        return redirect("routing:series")
    context = {"series": found, "form": form, "journey": journey(past(found))}
    return render(request, "routing/edit_series.html", context, status=status_of(form))


def _form(series, sent):
    """As the series stands now, and with what was sent."""
    series.refresh_from_db()
    initial = {name: getattr(series, name) for name in SeriesForm.LINES} | typed(series.recipients)
    return SeriesForm(sent, initial=initial | {"version": decided(series).count()})
