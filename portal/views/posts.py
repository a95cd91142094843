"""Posts and stand-ins: who acts for the office, by date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.forms import CoverForm, SeatForm, posted
from portal.models import Absence, Post, Role, Seat
from portal.workdays import local_day
from reports.engine import lock, write
from reports.rules import in_office
from reports.views.steps import status_of


def posts(request):
    """The office reads it; the clerk and the system administrator keep it, for others than themselves."""
    may_keep = keeps_seats(request.hats)
    if not (may_keep or in_office(request.hats)) or request.method == "POST" and not may_keep:
        raise PermissionDenied
    today = local_day(request.now)
    form = SeatForm(posted(request), by=request.user, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        _name(form, request)
        return redirect("posts")
    return render(request, "portal/posts.html", _context(request, form), status=status_of(form))


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


def keeps_seats(hats):
    return hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


@require_POST
@transaction.atomic
def cover(request):
    """Which post covers which, while nobody is there."""
    if not keeps_seats(request.hats):
        raise PermissionDenied
    posts = list(Post.objects.select_for_update(of=["self"]).select_related("organisation").order_by("code"))
    form = CoverForm(request.POST, posts=posts)
    if not form.is_valid():
        context = _context(request, SeatForm(by=request.user), form)
        return render(request, "portal/posts.html", context, status=400)
    for post in form.posts:
        code = form.cleaned_data[post.code] or None
        if code != post.covered_by_id:
            changes = {"post": post.code, "covered_by": [post.covered_by_id, code]}
            lock(post.organisation)
            write("cover", post.organisation, by=request.user, at=request.now, changes=changes)
            Post.objects.filter(pk=post.pk).update(covered_by=code)
    messages.success(request, _("Saved."))
    return redirect("posts")


@transaction.atomic
def _name(form, request):
    """Who named whom is in the journal."""
    seat = form.save()
    said = {name: str(value) for name, value in form.cleaned_data.items()}
    write("name_seat", seat, by=request.user, at=request.now, changes=said)
    messages.success(request, _("Saved."))


@require_POST
@transaction.atomic
def end(request, pk):
    """Today is the last day of this seat; one that had not begun is taken back."""
    seat = get_object_or_404(Seat.objects.to_come(local_day(request.now)), pk=pk)
    if not keeps_seats(request.hats) or seat.user == request.user:
        raise PermissionDenied
    lock(seat)
    write("end_seat", seat, by=request.user, at=request.now)
    if seat.since > local_day(request.now):
        seat.delete()
    else:
        seat.until = local_day(request.now)
        seat.save(update_fields=["until"])
    return redirect("posts")
