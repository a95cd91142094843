"""Posts and stand-ins: who acts for the office, by date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.pages.forms import posted, status_of
from portal.people import workflow
from portal.people.forms import CoverForm, SeatForm
from portal.people.models import Absence, Post, Seat
from portal.people.rules import in_office, keeps_seats, sees_seats


def posts(request):
    """The office reads it; the clerk and the system administrator keep it, for others than themselves."""
    may_keep = keeps_seats(request.hats)
    if not sees_seats(request.hats) or request.method == "POST" and not may_keep:
        raise PermissionDenied
    today = local_day(request.now)
    form = SeatForm(posted(request), by=request.user, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        workflow.name_seat(by=request.user, at=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("posts")
    return render(request, "people/posts.html", _context(request, form), status=status_of(form))


def _context(request, form, cover_form=None):
    today = local_day(request.now)
    seats = Seat.objects.to_come(today).select_related("user")
    seats = Prefetch("seats", seats, to_attr="now_and_later")
    rows = list(Post.objects.select_related("covered_by").prefetch_related(seats).order_by("code"))
    away = dict(Absence.objects.on(today).values_list("user", "until"))
    for post in rows:
        for seat in post.now_and_later:
            seat.away_until = away.get(seat.user_id) if seat.since <= today else None
    context = {"posts": rows, "today": today, "in_office": in_office(request.hats)}
    if keeps_seats(request.hats):
        context |= {"form": form, "cover_form": cover_form or CoverForm(posts=rows)}
    return context


@require_POST
def cover(request):
    """Which post covers which, while nobody is there."""
    if not keeps_seats(request.hats):
        raise PermissionDenied
    form = CoverForm(request.POST, posts=list(Post.objects.order_by("code")))
    if not form.is_valid():
        context = _context(request, SeatForm(by=request.user), form)
        return render(request, "people/posts.html", context, status=400)
    workflow.cover(by=request.user, at=request.now, covers=form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("posts")


@require_POST
def end(request, pk):
    seat = get_object_or_404(Seat.objects.to_come(local_day(request.now)), pk=pk)
    workflow.end_seat(seat, by=request.user, at=request.now)
    return redirect("posts")
