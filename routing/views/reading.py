"""The reading room: published issues set like print, and one line for a directive."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lists import page_of
from reports.engine import TooLate
from reports.views.steps import conflict, status_of
from routing.forms import DirectiveForm, unit_choices
from routing.models import Issue, Piece, PieceRead
from routing.printing import issue_data, printed_pieces
from routing.rules import is_leader
from routing.workflow import directives, issues


def _to_read(request):
    if not is_leader(request.hats):
        raise PermissionDenied
    return Issue.objects.published().filter(recipients__user=request.user)


def reading(request):
    """The reader's issues, newest first, with the read mark."""
    rows = _to_read(request).prefetch_related("pieces").order_by("-published_at")
    read = set(request.user.recipient_set.exclude(read_at=None).values_list("issue_id", flat=True))
    return render(request, "routing/reading.html", {"page": page_of(rows, request), "read": read})


def read(request, pk):
    """One issue; opening it is the read mark. A directive is written under the piece it is about."""
    issue = get_object_or_404(_to_read(request), pk=pk)
    issues.mark_read(issue, by=request.user, at=request.now)
    rows = with_forms(printed_pieces(issue), request)
    for piece, form in rows:
        if not (form.is_bound and form.is_valid()):
            continue
        try:
            directives.direct(piece, by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, None, reason, form)
        messages.success(request, _("Your directive has been handed on."))
        return redirect(f"{reverse('routing:read', args=[issue.pk])}#piece-{piece.pk}")
    context = {"issue": issue, "paper": issue_data(issue), "rows": rows}
    status = max((status_of(form) for _piece, form in rows), default=200)
    return render(request, "routing/read.html", context, status=status)


@require_POST
def mark_piece(request, pk, piece_pk):
    """The reader came to this piece: by scrolling to it, or by saying so."""
    issue = get_object_or_404(_to_read(request), pk=pk)
    piece = get_object_or_404(Piece, issue=issue, pk=piece_pk)
    issues.mark_read(issue, by=request.user, at=request.now, piece=piece)
    return redirect(f"{reverse('routing:read', args=[issue.pk])}#piece-{piece.pk}")


def with_forms(pieces, request):
    """[(piece, its form)], each piece with what this leader has already done about it. Five queries."""
    choices = unit_choices({piece.report.category for piece in pieces})
    written = request.user.directives.filter(piece__in=pieces).order_by("written_at")
    written = list(written.prefetch_related("assignments__unit"))
    marks = PieceRead.objects.filter(piece__in=pieces, recipient__user=request.user)
    read = dict(marks.values_list("piece", "at"))
    rows = []
    for piece in pieces:
        piece.read_at = read.get(piece.pk)
        piece.written = [directive for directive in written if directive.piece_id == piece.pk]
        typed = request.POST if request.POST.get("piece") == str(piece.pk) else None
        form = DirectiveForm(typed, choices=choices[piece.report.category], auto_id=f"id_{piece.pk}_%s")
        rows.append((piece, form))
    return rows
