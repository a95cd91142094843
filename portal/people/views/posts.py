"""Posts and stand-ins: who acts for the office, by date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.pages.forms import posted, status_of
from portal.people import workflow
from portal.people.forms import CoverForm, SeatForm
from portal.people.models import Absence, Post, Seat, SeatState
from portal.people.rules import (
    confirms_seat,
    drops_seat,
    ends_seat,
    names,
    proposes,
    sees_seats,
    takes_leave,
)


def posts(request):
    """Whoever sits somewhere reads it; one names for the posts below the own ones, nobody for oneself."""
    if not sees_seats(request.hats) or request.method == "POST" and not _may_name(request):
        raise PermissionDenied
    form = _seat_form(request, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            seat = workflow.name_seat(by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            proposed = seat.status == SeatState.PROPOSED
            messages.success(request, _("Proposed. The post above confirms it.") if proposed else _("Saved."))
            return redirect("posts")
    return render(request, "people/posts.html", _context(request, form), status=status_of(form))


def _may_name(request):
    """Whether anybody may be named by this person, and for the post that was sent."""
    hats, posts = request.hats, Post.objects.filter(pk=request.POST.get("post", ""))
    named = all(names(hats, post, stand_in=True) for post in posts)
    return proposes(hats) or bool(hats.above or hats.held) and named


def _seat_form(request, data=None):
    today = local_day(request.now)
    return SeatForm(data, hats=request.hats, today=today, initial={"since": today})


def _context(request, form, cover_form=None):
    today, hats = local_day(request.now), request.hats
    seats = Seat.objects.to_come(today).select_related("user")
    seats = Prefetch("seats", seats, to_attr="now_and_later")
    rows = list(
        Post.objects.select_related("covered_by", "organisation").prefetch_related(seats).order_by("code")
    )
    away = dict(Absence.objects.on(today).values_list("user", "until"))
    for post in rows:
        for seat in post.now_and_later:
            seat.away_until = away.get(seat.user_id) if seat.since <= today else None
            seat.ends = ends_seat(hats, seat)
    proposed = list(Seat.objects.filter(status=SeatState.PROPOSED).select_related("user", "post"))
    for seat in proposed:
        seat.confirms, seat.drops = confirms_seat(hats, seat), drops_seat(hats, seat)
    context = {"posts": rows, "proposed": proposed, "today": today, "takes_leave": takes_leave(hats, today)}
    if _may_name(request):
        cover_form = cover_form or CoverForm(posts=rows, hats=hats)
        context |= {"form": form, "cover_form": cover_form if cover_form.own else None}
        context |= {"proposes": proposes(hats)}
    return context


@require_POST
def cover(request):
    """Which post covers which, while nobody is there."""
    asked = _cover_form(request, request.POST)
    if not asked.own or any(post.code in request.POST and post.code not in asked.own for post in asked.posts):
        raise PermissionDenied
    office = asked.posts[0].organisation
    form, saved = edit(request, lambda sent: _cover_form(request, sent), workflow.cover, lambda: office)
    if saved:
        return redirect("posts")
    context = _context(request, _seat_form(request), form)
    return render(request, "people/posts.html", context, status=status_of(form))


def _cover_form(request, sent=None):
    posts = list(Post.objects.select_related("organisation").order_by("code"))
    return CoverForm(sent, posts=posts, hats=request.hats)


@require_POST
def end(request, pk):
    seat = get_object_or_404(Seat.objects.to_come(local_day(request.now)), pk=pk)
    try:
        workflow.end_seat(seat, by=request.user, at=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("posts")
