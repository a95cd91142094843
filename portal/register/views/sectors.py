"""The sectors of a term, each in its group."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.models import Hat, Role, Sector, Term
from portal.register.forms.sectors import EditSectorForm, SectorFilter, SectorForm
from portal.register.rules import keeps_register, reads_register
from portal.register.workflow import sectors as workflow


def present_term():
    """The one without a last day; None before the first one."""
    return Term.objects.filter(until=None).last()


def sectors(request):
    """Of the present term, or of the one that is asked for."""
    if not reads_register(request.hats):
        raise PermissionDenied
    form = SectorFilter(request.GET)
    asked, present = asked_of(form), present_term()
    term = asked.get("term") or present
    rows = Sector.objects.filter(term=term) if term else Sector.objects.none()
    if q := asked.get("q"):
        rows = rows.filter(name__icontains=q)
    if group := asked.get("group"):
        rows = rows.filter(group=group)
    page = Page(request, rows, COLUMNS, first="group", drawn=_drawn, fill=_fill)
    return page.answer(
        "register/sectors.html",
        _("Sectors"),
        form,
        nothing=_("No sector is like that.") if term else _("No term has begun yet: begin one first."),
        none_icon="grid-3x3-gap",
        term=term,
        keeps=bool(present) and keeps_register(request.hats),
    )


def _drawn(rows):
    return rows.select_related("group", "term")


def _fill(rows):
    """Their members, each person once, and the conveners of their groups."""
    numbers = Sector.objects.filter(pk__in=[row.pk for row in rows])
    counted = dict(numbers.values_list("pk").annotate(Count("memberships__user", distinct=True)))
    hats = Hat.objects.filter(role=Role.CONVENER, organisation__in=[row.group_id for row in rows])
    conveners = {}
    for hat in hats.select_related("user").order_by("user__name"):
        conveners.setdefault(hat.organisation_id, []).append(hat.user.name)
    for row in rows:
        row.members, row.conveners = counted.get(row.pk, 0), "、".join(conveners.get(row.group_id, ()))


def _name(sector, request):
    changes = keeps_register(request.hats) and not sector.term.until
    return cells.opened(request, sector, sector.name) if changes else sector.name


def _group(sector, _request):
    return sector.group.name if sector.group else ""


def _group_and_convener(sector, request):
    return format_html("{}{}", _group(sector, request), cells.meta(sector.conveners))


COLUMNS = [
    Column("name", gettext_lazy("Sector"), "name", _name, sort="name"),
    Column("group", gettext_lazy("Group"), _group, _group_and_convener, sort="group__id"),
    Column("convener", gettext_lazy("Convener"), "conveners", cell=None),
    Column("members", gettext_lazy("Members"), "members", look="number"),
]


def add_sector(request):
    """To the present term."""
    term = present_term()
    if not (term and keeps_register(request.hats)):
        raise PermissionDenied
    form = SectorForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_sector(by=request.user, at=request.now, term=term, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("sectors")
    context = {"form": form, "title": _("Add a sector")}
    return render(request, "register/sector.html", context, status=status_of(form))


@leads_back
def edit_sector(request, pk):
    if not keeps_register(request.hats):
        raise PermissionDenied
    found = get_object_or_404(Sector.objects.filter(term__until=None), pk=pk)

    def make(sent):
        found.refresh_from_db()
        known = {"name": found.name, "group": found.group, "version": decided(found).count()}
        return EditSectorForm(sent, initial=known)

    form, saved = edit(request, make, partial(workflow.edit_sector, found), lambda: found)
    if saved:
        return redirect("sectors")
    context = {"form": form, "title": found.name, "journey": journey(past(found))}
    return render(request, "register/sector.html", context, status=status_of(form))
