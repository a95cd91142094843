"""Promises: how they stand, one by one, and how many each unit has kept."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from portal.lists import page_of
from portal.workdays import local_day
from reports.models import Attachment, Entry
from reports.rules import in_office
from reports.views.files import send_file, show_file, show_page
from reports.views.steps import step_page
from routing.forms import STEP_FORMS, PromisesFilter
from routing.models import Promise
from routing.procedures import acts, journey, nearest, owed
from routing.states import PROMISED, PromiseState
from routing.workflow import promises as workflow

VERBS = {
    name: getattr(workflow, name)
    for name in (
        "report_promise", "move_promise", "give_up_promise", "confirm_promise", "send_promise_back",
        "chase_promise",
    )
}  # fmt: skip
TABS = {
    "": _("Open"), "due": _("Date has come"), "kept": _("Kept"), "given_up": _("Given up"),
    "rates": _("Kept by unit and year"),
}  # fmt: skip


def promises(request):
    """Open, due, kept or given up; the tab and the unit stand in the address."""
    office = in_office(request.hats)
    if not (office or request.hats.watched):
        raise PermissionDenied
    tab = request.GET.get("tab", "")
    day = local_day(request.now)
    rows = Promise.objects.visible_to(request.hats)
    form = PromisesFilter(request.GET)
    if form.is_valid() and form.cleaned_data["unit"]:
        rows = rows.filter(unit=form.cleaned_data["unit"])
    context = {"tab": tab, "tabs": TABS.items(), "filter_form": form, "office": office, "day": day}
    if tab == "rates":
        context["rates"] = [rate | {"share": share(rate)} for rate in rows.rates(day)]
    else:
        page = page_of(narrowed(rows, tab, day).select_related("unit", "reply__assignment__report"), request)
        duties = nearest(Promise, page)
        context |= {"page": page, "rows": [(promise, duties.get(promise.pk)) for promise in page]}
    return render(request, "routing/promises.html", context, status=200 if form.is_valid() else 400)


def narrowed(rows, tab, day):
    if tab == "due":
        return rows.due(day)
    if tab in (PromiseState.KEPT, PromiseState.GIVEN_UP):
        return rows.filter(status=tab).order_by("-ended_at", "id")
    return rows.filter(status__in=PROMISED)


def share(rate):
    """Per cent, or nothing where no day has come."""
    return rate["of"] and round(100 * rate["kept"] / rate["of"])


def promise(request, pk):
    """What was promised, in which reply, what was said of it since."""
    found = get_object_or_404(_visible(request), pk=pk)
    context = about(found) | {
        "office": in_office(request.hats),
        "acts": acts(request.hats, found),
        "duties": owed(found),
        "journey": journey(Entry.objects.about(found)),
    }
    return render(request, "routing/promise.html", context)


def about(found):
    """What its own page shows, and whoever decides on it has beside the form."""
    return {
        "about": "routing/promise_about.html", "promise": found, "reply": found.reply,
        "assignment": found.reply.assignment, "files": Attachment.objects.about(found),
    }  # fmt: skip


def _visible(request):
    rows = Promise.objects.visible_to(request.hats)
    return rows.select_related("unit", "reply__by", "reply__assignment__report", "reply__assignment__unit")


def step(request, pk, name):
    found = get_object_or_404(_visible(request), pk=pk)
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, beside=about(found)
    )


def promise_file(request, pk):
    return send_file(_file(request, pk)[0])


def promise_file_preview(request, pk):
    return show_file(request, *_file(request, pk), "routing:promise_file")


def promise_file_page(request, pk, number):
    return show_page(_file(request, pk)[0], number)


def _file(request, pk):
    """(file, the promise it belongs to): for the office and the unit."""
    found = get_object_or_404(Attachment.objects.filter(subject_type__model="promise"), pk=pk)
    return found, get_object_or_404(Promise.objects.visible_to(request.hats), pk=found.subject_id)
