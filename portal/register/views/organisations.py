"""The organisations of the register: their list and tree, and the page of each."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page, leads_back
from portal.people.models import Organisation, Seat
from portal.register.forms.organisations import OrganisationFilter
from portal.register.rules import keeps_register, reads_register

SHOWN_PEOPLE = 30


def organisations(request):
    """All of them, by kind or as one looks for them."""
    if not reads_register(request.hats):
        raise PermissionDenied
    form = OrganisationFilter(request.GET)
    asked = asked_of(form)
    rows = Organisation.objects.all()
    if q := asked.get("q"):
        former = Organisation.objects.filter(former_names__name__icontains=q)
        rows = rows.filter(Q(name__icontains=q) | Q(pk__in=former.values("pk")))
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind)
    if parent := asked.get("parent"):
        rows = rows.filter(parent=parent)
    if state := asked.get("state"):
        rows = rows.filter(dissolved_on__isnull=state == "standing")
    page = Page(request, rows, COLUMNS, first="kind", drawn=_drawn, fill=_count_people)
    return page.answer(
        "register/organisations.html",
        _("Organisations"),
        form,
        nothing=_("No organisation is like that."),
        none_icon="diagram-2",
        keeps=keeps_register(request.hats),
    )


def _drawn(rows):
    return rows.select_related("parent", "in_charge", "contact")


def _count_people(rows):
    there = Count("people", filter=Q(people__is_active=True))
    found = Organisation.objects.filter(pk__in=[row.pk for row in rows]).annotate(number=there)
    numbers = dict(found.values_list("pk", "number"))
    for row in rows:
        row.number_of_people = numbers[row.pk]


def _name(organisation, request):
    return cells.opened(request, organisation, organisation.name)


def _parent(organisation, _request):
    return organisation.parent.name if organisation.parent else ""


def _in_charge(organisation, _request):
    return organisation.in_charge.name if organisation.in_charge else ""


def _contact(organisation, _request):
    return organisation.contact.name if organisation.contact else ""


def _contact_and_phone(organisation, request):
    return format_html("{}{}", _contact(organisation, request), cells.meta(organisation.phone))


def _state(organisation, _request):
    if day := organisation.dissolved_on:
        return _("Dissolved, last day %(day)s") % {"day": date_format(day, "DATE_FORMAT")}
    return _("Active")


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", _name, sort="name"),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind", look="tight"),
    Column("parent", gettext_lazy("Belongs to"), _parent, sort="parent__name"),
    Column("in_charge", gettext_lazy("In charge"), _in_charge, look="tight"),
    Column("contact", gettext_lazy("Contact"), _contact, _contact_and_phone, look="tight"),
    Column("phone", gettext_lazy("Phone"), "phone", cell=None),
    Column("mail", gettext_lazy("Mail"), "email", cell=None),
    Column("address", gettext_lazy("Address"), "address", cell=None),
    Column("people", gettext_lazy("People"), "number_of_people", look="number"),
    Column("state", gettext_lazy("State"), _state, look="tight"),
]


def tree(request):
    """All that stand, each under the one it belongs to; two statements."""
    if not reads_register(request.hats):
        raise PermissionDenied
    rows = list(Organisation.objects.standing().order_by("kind", "name"))
    _count_people(rows)
    below = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    known = {row.pk for row in rows}
    roots = [row for parent, found in below.items() if parent not in known for row in found]
    return render(request, "register/tree.html", {"branches": _branches(roots, below)})


def _branches(rows, below):
    """[(kind in words, [(organisation, its branches)])], kinds in their order."""
    kinds = {}
    for row in sorted(rows, key=lambda row: KINDS.index(row.kind)):
        branch = row, _branches(below.get(row.pk, ()), below)
        kinds.setdefault(row.get_kind_display(), []).append(branch)
    return list(kinds.items())


KINDS = list(Organisation.Kind)


@leads_back
def organisation(request, pk):
    """What it is, was called, has; where it came from and what became of it."""
    if not reads_register(request.hats):
        raise PermissionDenied
    rows = Organisation.objects.select_related("parent", "in_charge", "contact", "successor")
    found = get_object_or_404(rows, pk=pk)
    today = local_day(request.now)
    people = found.people.filter(is_active=True).order_by("name", "pk")
    context = {
        "organisation": found,
        "state": _state(found, request),
        "former_names": found.former_names.order_by("-until"),
        "predecessors": found.predecessors.order_by("dissolved_on"),
        "places": found.children.standing().order_by("kind", "name"),
        "people": people[:SHOWN_PEOPLE],
        "number": people.count(),
        "roles": found.hats.filter(user__is_active=True).select_related("user").exclude(role="informant"),
        "seats": Seat.objects.on(today).filter(post__organisation=found).select_related("post", "user"),
        "sectors": found.sectors.filter(term__until=None),
        "journey": journey(past(found)),
        "acts": _acts(found) if keeps_register(request.hats) and not found.dissolved_on else [],
    }
    return render(request, "register/organisation.html", context)


def _acts(found):
    """[(address, words, icon, whether it is the first one, whether it is dangerous)]"""
    return [
        (reverse("edit_organisation", args=[found.pk]), _("Edit"), "pencil", True, False),
        (reverse("rename_organisation", args=[found.pk]), _("Rename"), "type", False, False),
        (reverse("move_organisation", args=[found.pk]), _("Move"), "diagram-2", False, False),
        (reverse("dissolve_organisation", args=[found.pk]), _("Dissolve or merge"), "x-octagon", False, True),
    ]
