"""The reading room: published issues set like print, and one line for a directive."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.columns import Column
from portal.pages.forms import status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import is_leader
from routing.forms import DirectiveForm, unit_choices
from routing.models import Issue, Piece, PieceRead
from routing.printing import issue_data, printed_pieces
from routing.suggest import for_all, suggest
from routing.workflow import directives, issues


def _to_read(request):
    if not is_leader(request.hats):
        raise PermissionDenied
    return Issue.objects.published().filter(recipients__user=request.user)


def reading(request):
    """The reader's issues, newest first, with the read mark."""
    fill = partial(_mark, request.user)
    page = Page(request, _to_read(request), COLUMNS, first="-published", drawn=_drawn, fill=fill)
    return page.answer(
        "routing/reading.html",
        _("Reading room"),
        none_icon="book",
        nothing=_("No issue has been sent to you yet. You will be told when one is ready."),
    )


def _drawn(rows):
    return rows.defer("read_before").prefetch_related("pieces")


def _mark(reader, issues):
    """When the reader opened each."""
    read = dict(reader.recipient_set.filter(issue__in=issues).values_list("issue", "read_at"))
    for issue in issues:
        issue.read_at = read.get(issue.pk)


def _titles(issue, _request):
    return "\n".join(piece.title for piece in issue.pieces.all())


COLUMNS = [
    Column("issue", gettext_lazy("Issue"), "__str__"),
    Column("titles", gettext_lazy("Titles"), _titles),
    Column("published", gettext_lazy("Date"), "published_at", sort="published_at"),
    Column("read", gettext_lazy("Read on"), "read_at"),
]


@leads_back
def read(request, pk):
    """One issue. Coming to a piece is the read mark. A directive is written under its piece or at the end."""
    issue = get_object_or_404(_to_read(request), pk=pk)
    rows, whole = with_forms(issue, request)
    for subject, form in [*rows, (issue, whole)]:
        if not (form.is_bound and form.is_valid()):
            continue
        try:
            directives.direct(subject, by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, None, reason, form)
        messages.success(request, _("Your directive has been handed on."))
        return redirect(f"{reverse('routing:read', args=[issue.pk])}#{form.place}")
    context = {"issue": issue, "paper": issue_data(issue), "rows": rows, "whole": whole}
    status = max(status_of(form) for form in [whole, *(form for _piece, form in rows)])
    return render(request, "routing/read.html", context, status=status)


@require_POST
def mark_piece(request, pk, piece_pk):
    """The reader came to this piece: by scrolling to it, or by saying so."""
    issue = get_object_or_404(_to_read(request), pk=pk)
    piece = get_object_or_404(Piece, issue=issue, pk=piece_pk)
    issues.mark_read(issue, by=request.user, at=request.now, piece=piece)
    return redirect(f"{reverse('routing:read', args=[issue.pk])}#piece-{piece.pk}")


def with_forms(issue, request):
    """([(piece, its form)], the form for the issue as a whole), with what this leader has already written.

    As many queries for many pieces as for one.
    """
    pieces = printed_pieces(issue)
    marks = PieceRead.objects.filter(piece__in=pieces, recipient__user=request.user)
    read = dict(marks.values_list("piece", "at"))
    every = unit_choices()
    found = suggest([piece.report for piece in pieces])
    written = request.user.directives.filter(Q(issue=issue) | Q(piece__in=pieces)).order_by("written_at")
    written = list(written.prefetch_related("assignments__unit"))

    def form_for(place, suggestions):
        typed = request.POST if request.POST.get("place") == place else None
        form = DirectiveForm(typed, suggestions=suggestions, every=every, auto_id=f"id_{place}_%s")
        form.place = place
        return form

    for piece in pieces:
        piece.read_at = read.get(piece.pk)
        piece.written = [directive for directive in written if directive.piece_id == piece.pk]
    issue.written = [directive for directive in written if directive.issue_id]
    rows = [(piece, form_for(f"piece-{piece.pk}", found[piece.report_id])) for piece in pieces]
    return rows, form_for("issue", for_all(found))
