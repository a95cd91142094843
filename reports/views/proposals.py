"""Proposals and speeches: the list, one of them, and bringing them in from Excel."""

import io
import uuid

import openpyxl
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.downloads import download
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import is_clerk
from portal.unsent.handing import let_go_of_files, with_files
from reports.forms.proposals import ImportForm, ProposalFilter
from reports.models import Import, Proposal, Report
from reports.rules import may_split, reads_proposals
from reports.states import WITH_AUTHOR
from reports.workflow import out_of
from reports.workflow import proposals as workflow

HEADINGS = [names[0] for names in workflow.COLUMNS.values()]


def proposals(request):
    """Every one this person may see, filtered by what stands in the address."""
    if not reads_proposals(request.hats):
        raise PermissionDenied
    rows, may_import = Proposal.objects.visible_to(request.hats), is_clerk(request.hats)
    form = ProposalFilter(request.GET, rows=rows)
    asked = asked_of(form)
    for name, value in asked.items():
        words = Q(title__icontains=value) | Q(text__icontains=value) | Q(proposers__icontains=value)
        rows = rows.filter(words if name == "q" else Q(**{name: value}))
    page = Page(request, rows, COLUMNS, first="-year", drawn=lambda rows: rows.counted().defer("text"))
    return page.answer(
        "reports/proposals.html",
        _("Proposals and speeches"),
        form,
        nothing=_nothing(bool(asked), may_import),
        none_icon="file-earmark-text",
        may_import=may_import,
    )


def _nothing(filtered, may_import):
    if filtered:
        return _("No proposal is like that. Try fewer words, or another year.")
    if may_import:
        return _("No proposal yet. Import the list that the office keeps in Excel.")
    return _("No proposal of yours is in the portal yet.")


def _title(proposal, request):
    return format_html(
        "{}{}",
        cells.opened(request, proposal, proposal.title),
        cells.meta(proposal.get_kind_display(), proposal.proposers, proposal.unit),
    )


COLUMNS = [
    Column("kind", gettext_lazy("Kind"), "get_kind_display", cell=None),
    Column("title", gettext_lazy("Title"), "title", _title),
    Column("number", gettext_lazy("Number"), "number", look="tight"),
    Column("proposers", gettext_lazy("Proposers"), "proposers", cell=None),
    Column("unit", gettext_lazy("Sector or organisation"), "unit", cell=None),
    Column("year", gettext_lazy("Year"), "year", sort="year", look="tight"),
    Column("came", gettext_lazy("Reports that came of it"), "came", look="number"),
]


@leads_back
def proposal(request, pk):
    """Its text and the reports that were split out of it, as far as one may see them."""
    found = get_object_or_404(Proposal.objects.visible_to(request.hats), pk=pk)
    context = {
        "proposal": found,
        "reports": Report.objects.visible_to(request.hats).out_of(found).with_owed(),
        "may_split": may_split(request.hats, found),
        "key": uuid.uuid4(),
    }
    return render(request, "reports/proposal.html", context)


@require_POST
def split_out(request, pk):
    """One press is one draft, however often it arrives; the next page of the proposal begins another."""
    found = get_object_or_404(Proposal.objects.visible_to(request.hats), pk=pk)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        report = out_of.split_out(found, by=request.user, at=request.now, key=key)
    except ValueError:
        return redirect(found)
    except TooLate as reason:
        return conflict(request, found, reason)
    return redirect("reports:write", report.pk) if report.status in WITH_AUTHOR else redirect(report)


@require_POST
def accept(request, pk):
    found = get_object_or_404(Proposal.objects.asking(request.hats), pk=pk)
    workflow.accept_proposal(found, by=request.user, at=request.now)
    messages.success(request, _("The proposal is yours from now on."))
    return redirect(found)


@require_POST
def decline(request, pk):
    found = get_object_or_404(Proposal.objects.asking(request.hats), pk=pk)
    workflow.decline_proposal(found, by=request.user, at=request.now)
    messages.success(request, _("Declined."))
    return redirect("desk")


def import_proposals(request):
    """The file is read and its rows are kept; what they are worth is shown next."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = ImportForm(posted(request), request.FILES or None, this_year=local_day(request.now).year)
    form = with_files(form, request)
    if request.method == "POST" and form.is_valid():
        said, kept = form.cleaned_data, form.cleaned_data["file"]
        upload = File(kept.file, kept.name)
        try:
            found = workflow.prepare(
                by=request.user, at=request.now, upload=upload, kind=said["kind"], year=said["year"]
            )
        except ValidationError as error:
            form.add_error("file", error)
            let_go_of_files(form, request)  # another one takes its place
        else:
            let_go_of_files(form, request)
            return redirect(found)
    return render(request, "reports/import_proposals.html", {"form": form}, status=status_of(form))


def show_import(request, pk):
    """Every row with its problems, before anything is imported and after; the button takes the good ones."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    found = get_object_or_404(Import, pk=pk)
    if request.method == "POST":
        workflow.import_proposals(found, by=request.user, at=request.now)
        return redirect(found)
    bad = [row for row in found.rows if row["problems"]]
    context = {
        "found": found,
        "bad": bad,
        "good": workflow.good(found.rows),
        "imported": found.proposals.count() if found.imported_at else None,
    }
    return render(request, "reports/import.html", context)


def import_template(request):
    """An empty workbook with the headings that are understood."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADINGS)
    for column in "ABCDEFG":
        workbook.active.column_dimensions[column].width = 18
        for row in range(2, 502):
            workbook.active[f"{column}{row}"].number_format = "@"  # text, so that Excel makes no dates
    content = io.BytesIO()
    workbook.save(content)
    return download(content.getvalue(), _("Proposals to import") + ".xlsx")
