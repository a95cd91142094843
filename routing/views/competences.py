"""The catalogue of who owns what: its list, as a workbook too, a new line, changing one."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.ledger.editing import edit
from portal.ledger.engine import TooLate
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_clerk
from routing.catalogue_file import COLUMNS, EXPORTED, read_upload
from routing.forms.competences import CatalogueForm, CompetenceFilter, CompetenceForm, EditCompetenceForm
from routing.models import Competence
from routing.workflow import competences as workflow

FIELDS = ("unit", "matter", "words", "source", "holds", "version")


def competences(request):
    """By unit, filtered by what stands in the address."""
    if not in_office(request.hats):
        raise PermissionDenied
    form = CompetenceFilter(request.GET)
    asked = asked_of(form)
    rows = Competence.objects.visible_to(request.hats)
    if unit := asked.get("unit"):
        rows = rows.filter(unit=unit)
    if q := asked.get("q"):
        rows = rows.filter(Q(matter__icontains=q) | Q(words__icontains=q) | Q(source__icontains=q))
    page = Page(request, rows, SHOWN, first="unit", drawn=_drawn)
    return page.answer(
        "routing/competences.html",
        _("Who owns what"),
        form,
        none_icon="diagram-3",
        nothing=_nothing(asked),
        may_edit=is_clerk(request.hats),
    )


def _nothing(filtered):
    if filtered:
        return _("No line matches.")
    return _("The catalogue is empty. With each line the right unit is suggested more often.")


def _drawn(rows):
    return rows.select_related("unit")


def _matter(line, request):
    """The clerk changes it there."""
    words = cells.opened(request, line, line.matter) if is_clerk(request.hats) else line.matter
    return format_html("{}{}", words, "" if line.holds else cells.meta(_("no longer holds")))


def _source(line, _request):
    return format_html('<span class="meta">{}</span>', line.source)


def _holds(line, _request):
    return _("Yes") if line.holds else _("No")


# As `catalogue_file` reads them: what goes out can be changed in Excel and loaded again.
SHOWN = [
    Column("matter", EXPORTED["title"], "matter", _matter, sort="matter"),
    Column("unit", EXPORTED["unit"], "unit.name", sort="unit__name"),
    Column("words", EXPORTED["words"], "words"),
    Column("source", EXPORTED["source"], "source", _source),
    Column("holds", EXPORTED["holds"], _holds, cell=None),
]


def add_competence(request):
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = CompetenceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_competence(by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("routing:competences")
    context = {"form": form, "title": _("Add a line")}
    return render(request, "routing/competence.html", context, status=status_of(form))


@leads_back
def edit_competence(request, pk):
    if not is_clerk(request.hats):
        raise PermissionDenied
    found = get_object_or_404(Competence.objects.visible_to(request.hats), pk=pk)
    form, saved = edit(
        request, lambda sent: _form(found, sent), partial(workflow.edit_competence, found), lambda: found
    )
    if saved:
        return redirect("routing:competences")
    context = {"form": form, "title": found.matter, "journey": journey(past(found))}
    return render(request, "routing/competence.html", context, status=status_of(form))


def _form(line, sent):
    """As the line stands now, and with what was sent."""
    line.refresh_from_db()
    return EditCompetenceForm(sent, initial={name: getattr(line, name) for name in FIELDS})


def load_competences(request):
    """From Excel, as the export gives it; nothing of a file with a bad row is taken."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = CatalogueForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = read_upload(form.cleaned_data["file"])
            done = workflow.load_competences(lines, by=request.user, at=request.now)
        except (ValidationError, TooLate) as error:  # a line of the catalogue may have changed meanwhile
            form.add_error("file", getattr(error, "messages", None) or str(error))
        else:
            words = _("Added: %(added)d. Changed: %(changed)d. As they were: %(same)d.")
            messages.success(request, words % {name: done[name] for name in ("added", "changed", "same")})
            return redirect("routing:competences")
    context = {"form": form, "columns": COLUMNS.values()}
    return render(request, "routing/load_competences.html", context, status=status_of(form))
