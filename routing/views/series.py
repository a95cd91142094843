"""The series of the special report: what stands in each masthead, and who usually gets it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.ledger.reading import journey, past
from portal.pages.forms import posted, status_of
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
    initial = {name: getattr(found, name) for name in SeriesForm.LINES} | typed(found.recipients)
    form = SeriesForm(posted(request), initial=initial)
    if form.is_valid():
        lines = {name: form.cleaned_data[name] for name in SeriesForm.LINES}
        workflow.edit_series(found, by=request.user, at=request.now, recipients=form.lines(), **lines)
        messages.success(request, _("Saved."))
        return redirect("routing:series")
    context = {"series": found, "form": form, "journey": journey(past(found))}
    return render(request, "routing/edit_series.html", context, status=status_of(form))
