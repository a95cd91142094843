"""The register of visits and meetings: its list, as a workbook too, one of them, writing it down."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.ledger.engine import TooLate
from portal.ledger.reading import journey, past
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_editor
from routing.forms.visits import EditVisitForm, VisitFilter, VisitForm
from routing.models import Visit
from routing.workflow import visits as workflow


def visits(request):
    """The newest first, filtered by what stands in the address."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = VisitFilter(request.GET)
    asked = asked_of(form)
    rows = Visit.objects.visible_to(request.hats)
    for name, value in asked.items():
        rows = rows.filter(_wanted(name, value))
    page = Page(request, rows, COLUMNS, first="-held", drawn=_drawn)
    return page.answer(
        "routing/visits.html",
        _("Visits and meetings"),
        form,
        none_icon="people",
        nothing=_nothing(asked),
        may_record=is_editor(request.hats),
    )


def _nothing(filtered):
    if filtered:
        return _("No visit matches.")
    return _("No visit has been written down yet. Who was visited and what was agreed belongs here.")


def _drawn(rows):
    return rows.prefetch_related("organisations")


def _topic(visit, request):
    return format_html("{}{}", cells.opened(request, visit, visit.topic), cells.meta(visit.number))


def _agreed(visit, _request):
    return Truncator(visit.agreed).chars(60)


COLUMNS = [
    Column("number", gettext_lazy("Number"), "number", cell=None),
    Column("topic", gettext_lazy("Topic"), "topic", _topic),
    Column("held", gettext_lazy("Held on"), "held_on", sort="held_on", look="tight"),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", look="tight"),
    Column("organisations", gettext_lazy("Organisations"), "names"),
    Column("people", gettext_lazy("Who took part"), "people", cell=None),
    Column("place", gettext_lazy("Place"), "place", cell=None),
    Column("notes", gettext_lazy("Notes"), "notes", cell=None),
    Column("agreed", gettext_lazy("What was agreed"), "agreed", _agreed),
]


def _wanted(name, value):
    match name:
        case "q":
            fields = ("topic", "people", "notes", "agreed")
            return Q(*((f"{field}__icontains", value) for field in fields), _connector=Q.OR)
        case "organisation":
            return Q(pk__in=Visit.organisations.through.objects.filter(organisation=value).values("visit"))
        case "since":
            return Q(held_on__gte=value)
        case "until":
            return Q(held_on__lte=value)
    return Q(**{name: value})


def record_visit(request):
    """What was talked about, with whom, and what was agreed."""
    if not is_editor(request.hats):
        raise PermissionDenied
    initial = {"kind": Visit.Kind.VISIT, "held_on": local_day(request.now)}
    form = VisitForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.record_visit(by=request.user, at=request.now, **form.cleaned_data))
        except TooLate as reason:
            return conflict(request, None, reason, form)
    context = {"form": form, "title": _("Write down a visit or a meeting")}
    return render(request, "routing/record_visit.html", context, status=status_of(form))


@leads_back
def visit(request, pk):
    found = _visible(request, pk)
    context = {
        "visit": found,
        "may_edit": is_editor(request.hats),
        "journey": journey(past(found)),
    }
    return render(request, "routing/visit.html", context)


def edit_visit(request, pk):
    found = _visible(request, pk)
    if not is_editor(request.hats):
        raise PermissionDenied
    form, saved = edit(
        request, lambda sent: _form(found, sent), partial(workflow.edit_visit, found), lambda: found
    )
    if saved:
        return redirect(found)
    context = {"form": form, "title": _("Change what was written down"), "visit": found}
    return render(request, "routing/record_visit.html", context, status=status_of(form))


def _form(visit, sent):
    """As the visit stands now, and with what was sent."""
    visit.refresh_from_db()
    fields = ("kind", "held_on", "place", "people", "topic", "notes", "agreed", "version")
    there = list(visit.organisations.values_list("pk", flat=True))
    initial = {name: getattr(visit, name) for name in fields} | {"organisations": there}
    return EditVisitForm(sent, initial=initial)


def _visible(request, pk):
    """403 to whoever has no business in the register at all."""
    if not in_office(request.hats):
        raise PermissionDenied
    return get_object_or_404(Visit.objects.visible_to(request.hats), pk=pk)
