"""A filing: the page on which it is prepared, its own page and its documents."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts, journey, owed, past, statuses, step_bar, step_url
from portal.ledger.views import conflict
from portal.pages.columns import Column
from portal.pages.downloads import download
from portal.pages.forms import posted, status_of
from portal.pages.lists import Page, leads_back, ticked
from portal.people.rules import in_office, is_clerk
from reports.search import hits
from routing import cover_list
from routing.adoption import days_taken
from routing.forms.upward import BeginFilingForm, FilingForm
from routing.models import AdoptionEvent, FiledPiece, Filing
from routing.states import NEVER_SENT, FilingState
from routing.views.documents import printed
from routing.views.filings import days_waited
from routing.workflow import upward as workflow


def visible_filing(request, pk):
    """The office's own correspondence."""
    if not in_office(request.hats):
        raise PermissionDenied
    rows = Filing.objects.visible_to(request.hats).select_related("body", "created_by", "sent_by")
    return get_object_or_404(rows, pk=pk)


def begin(request):
    """To whom; the reports are chosen on the next page."""
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = BeginFilingForm(posted(request), own=request.hats.office.committee_level)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.begin_filing(by=request.user, at=request.now, **form.cleaned_data))
        except TooLate as reason:
            return conflict(request, None, reason, form)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "routing/begin_filing.html", {"form": form}, status=status_of(form))


@leads_back
def filing(request, pk):
    """What is being prepared is composed here by the clerk; what was sent is shown as it went."""
    found = visible_filing(request, pk)
    if request.method == "POST" or found.status == FilingState.DRAFT and is_clerk(request.hats):
        return compose(request, found)
    pieces = with_events(found, request)
    journal = list(past(found).exclude(kind="compose_filing"))
    context = {
        "filing": found,
        "pieces": pieces,
        "acts": acts(request, found),
        "may_record": is_clerk(request.hats) and found.status not in NEVER_SENT,
        "duties": owed(found),
        "steps": step_bar(found, statuses(journal)),
        "days": days_waited(found, request),
        "files": Attachment.objects.about(found),
        "kinds": cover_list.KINDS if found.status != FilingState.DROPPED else {},
        "journey": journey(journal),
    }
    return render(request, "routing/filing.html", context)


def with_events(filing, request):
    """The pieces, each with what was heard of it by way of this filing. Two queries."""
    pieces = list(filing.pieces.select_related("report"))
    events = list(AdoptionEvent.objects.standing().filter(filing=filing))
    for event in events:
        event.days = days_taken(filing.sent_at, event.happened_on, request.calendar)
        event.told = event.source
    for piece in pieces:
        piece.events = [event for event in events if event.report_id == piece.report_id]
    return pieces


def compose(request, filing, move=None):
    """Candidates at one side, the filing at the other. What is typed is kept with every button.

    `move` puts reports in or leaves one out; it stands alone when nothing was typed with it.
    """
    if not is_clerk(request.hats):
        raise PermissionDenied
    if filing.status != FilingState.DRAFT:
        return conflict(request, filing)
    initial = {"version": filing.version, "note": filing.note, "q": request.GET.get("q", "")}
    initial |= {"body": filing.body.name, "level": filing.body.level}
    typed = request.method == "POST" and (not move or "version" in request.POST)
    own = request.hats.office.committee_level
    form = FilingForm(request.POST if typed else None, initial=initial, own=own)
    if form.is_valid() or move and not typed:
        try:
            return _keep(request, filing, form, move)
        except TooLate as reason:
            return conflict(request, filing, reason, form if typed else None)
        except ValidationError as error:
            if not typed:
                return conflict(request, filing, error.messages[0])
            form.add_error(None, error)
            filing.refresh_from_db()
    words = _sought(request)
    context = {
        "filing": filing,
        "form": form,
        "pieces": filing.pieces.select_related("report"),
        "candidates": Page(request, candidates(filing, words), SIGNED, first="-signed", drawn=_candidate),
        "words": words,
        "kinds": cover_list.KINDS,
        "acts": acts(request, filing),
    }
    return render(request, "routing/compose_filing.html", context, status=status_of(form))


def _sought(request):
    """The words that the list of candidates is searched for; too many are told, and nothing is searched."""
    try:
        return FilingForm.base_fields["q"].clean(request.GET.get("q", ""))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return ""


def candidates(filing, words):
    """What is signed and not yet filed there, the newest first."""
    there = FiledPiece.objects.filter(body=filing.body, report=OuterRef("pk"))
    rows = workflow.fileable().exclude(Exists(there))
    if words:
        found, _more = hits(rows, words, office=True)
        rows = rows.filter(pk__in=found)
    return rows


def _candidate(rows):
    return rows.select_related("author", "organisation").prefetch_related("directives")


SIGNED = [Column("signed", gettext_lazy("Signed off"), "signed_at", sort="signed_at")]


def _keep(request, filing, form, move):
    """First what was typed, then the move; then where the button leads."""
    said = {"by": request.user, "at": request.now}
    if form.is_bound:
        typed = {name: value for name, value in form.cleaned_data.items() if name != "q"}
        workflow.arrange_filing(filing, **typed, **said)
    if move:
        move(filing, **said)
    elif "send_filing" in request.POST:
        return redirect(step_url(filing, "send_filing"))
    elif "find" in request.POST:
        query = {"q": form.cleaned_data["q"]}
        return redirect(reverse("routing:filing", args=[filing.pk], query=query))
    else:
        messages.success(request, _("Saved."))
    return redirect(filing)


@require_POST
def put_in(request, pk):
    """Puts the ticked reports in."""
    found = visible_filing(request, pk)
    reports = list(workflow.fileable().filter(pk__in=ticked(request, "reports")))
    if not reports:
        messages.warning(request, _("Tick at least one report."))
        return compose(request, found)
    return compose(request, found, partial(workflow.put_in, reports=reports))


@require_POST
def leave_out(request, pk, piece_pk):
    found = visible_filing(request, pk)
    piece = get_object_or_404(FiledPiece, filing=found, pk=piece_pk)
    return compose(request, found, partial(workflow.leave_out, piece=piece))


@printed
def document(request, pk, kind):
    """The cover list as PDF, as Word, or for a machine; the same bytes as often as it is asked for."""
    if kind not in cover_list.KINDS:
        raise Http404(kind)
    found = visible_filing(request, pk)
    return download(*cover_list.made(found, kind))
