"""The series of the special report: what stands in each masthead, and who usually gets it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.ledger.reading import journey, past
from portal.pages.forms import status_of
from portal.people.rules import in_office, is_clerk
from routing.forms import SeriesForm, typed
from routing.models import Series
from routing.workflow import series as workflow


def series(request):
    """The office reads it, the clerk keeps it."""
    if not in_office(request.hats):
        raise PermissionDenied
    rows = Series.objects.prefetch_related("recipients__user")
    return render(request, "routing/series.html", {"rows": rows, "may_edit": is_clerk(request.hats)})


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
