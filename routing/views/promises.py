"""Promises: how they stand, one by one, and how many each unit has kept."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.files.models import Attachment
from portal.ledger.models import Duty
from portal.ledger.reading import acts, journey, last_move, owed, past
from portal.pages.figures import per_cent
from portal.pages.lists import page_of
from portal.people.rules import in_office
from routing.forms import PromisesFilter
from routing.models import Promise
from routing.rules import sees_matters_of_units
from routing.states import PROMISED, PromiseState

TABS = {
    "": _("Open"), "due": _("Date has come"), "kept": _("Kept"), "given_up": _("Given up"),
    "superseded": _("Replaced"),
    "rates": _("Kept by unit and year"),
}  # fmt: skip


def promises(request):
    """Open, due, kept or given up; the tab and the unit stand in the address."""
    office = in_office(request.hats)
    if not sees_matters_of_units(request.hats):
        raise PermissionDenied
    tab = request.GET.get("tab", "")
    day = local_day(request.now)
    rows = Promise.objects.visible_to(request.hats)
    form = PromisesFilter(request.GET)
    if form.is_valid() and form.cleaned_data["unit"]:
        rows = rows.filter(unit=form.cleaned_data["unit"])
    context = {"tab": tab, "tabs": tabs(tab), "filter_form": form, "office": office, "day": day}
    if tab == "rates":
        context["rates"] = [rate | {"share": share(rate)} for rate in rows.rates(day)]
    else:
        page = page_of(narrowed(rows, tab, day).select_related("unit", "reply__assignment__report"), request)
        duties = Duty.objects.nearest(Promise, page)
        context |= {"page": page, "rows": [(promise, duties.get(promise.pk)) for promise in page]}
    return render(request, "routing/promises.html", context, status=200 if form.is_valid() else 400)


def tabs(tab):
    """[(key, label, whether it is this one)]"""
    return [(key, label, key == tab) for key, label in TABS.items()]


def narrowed(rows, tab, day):
    if tab == "due":
        return rows.due(day)
    if tab in set(PromiseState) - PROMISED:
        return rows.filter(status=tab).order_by("-ended_at", "id")
    return rows.filter(status__in=PROMISED)


def share(rate):
    """Per cent, or nothing where no day has come."""
    return rate["of"] and per_cent(rate["kept"], rate["of"])


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
