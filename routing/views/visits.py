"""The register of visits and meetings: its list, as a workbook too, one of them, writing it down."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.ledger.reading import journey, past
from portal.pages.downloads import download
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.pages.workbooks import workbook
from portal.people.rules import in_office, is_editor
from routing.forms.visits import EditVisitForm, VisitFilter, VisitForm
from routing.models import Visit
from routing.workflow import visits as workflow

COLUMNS = [
    (gettext_lazy("Number"), lambda visit: visit.number),
    (gettext_lazy("Held on"), lambda visit: visit.held_on),
    (gettext_lazy("Kind"), lambda visit: visit.get_kind_display()),
    (gettext_lazy("Organisations"), lambda visit: visit.names),
    (gettext_lazy("Topic"), lambda visit: visit.topic),
    (gettext_lazy("Who took part"), lambda visit: visit.people),
    (gettext_lazy("Place"), lambda visit: visit.place),
    (gettext_lazy("Notes"), lambda visit: visit.notes),
    (gettext_lazy("What was agreed"), lambda visit: visit.agreed),
]


def visits(request):
    """The newest first, filtered by what stands in the address."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = VisitFilter(request.GET)
    asked = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    rows = Visit.objects.visible_to(request.hats).prefetch_related("organisations")
    for name, value in asked.items():
        rows = rows.filter(_wanted(name, value))
    if "export" in request.GET:
        table = [[value(visit) for _label, value in COLUMNS] for visit in rows]
        title = _("Visits and meetings")
        return download(workbook(title, [str(label) for label, _value in COLUMNS], table), f"{title}.xlsx")
    context = {
        "page": page_of(rows, request),
        "filter_form": form,
        "filters_set": len(asked),
        "may_record": is_editor(request.hats),
    }
    return render(request, "routing/visits.html", context, status=status_of(form))


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
        return redirect(workflow.record_visit(by=request.user, at=request.now, **form.cleaned_data))
    context = {"form": form, "title": _("Write down a visit or a meeting")}
    return render(request, "routing/record_visit.html", context, status=status_of(form))


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
