"""Who sits in which post, who is on leave, and which post covers which: each change with its line."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.days.workdays import local_day
from portal.ledger.engine import lock, require, write
from portal.people.models import Absence, Post, Seat
from portal.people.rules import keeps_seats, takes_leave


@transaction.atomic
def name_seat(*, by, at, user, **fields):
    """Makes somebody else the holder of a post, or its stand-in, from a day on."""
    require(keeps_seats, by=by, at=at)
    if user == by:
        raise PermissionDenied("name_seat")
    seat = Seat.objects.create(user=user, **fields)
    said = {name: str(value) for name, value in {"user": user, **fields}.items()}
    write("name_seat", seat, by=by, at=at, changes=said)
    return seat


@transaction.atomic
def end_seat(seat, *, by, at):
    """Today is the last day of somebody else's seat; one that had not begun is taken back."""
    require(keeps_seats, by=by, at=at)
    if seat.user == by:
        raise PermissionDenied("end_seat")
    lock(seat)
    write("end_seat", seat, by=by, at=at)
    today = local_day(at)
    if seat.since > today:
        seat.delete()
    else:
        seat.until = today
        seat.save(update_fields=["until"])


@transaction.atomic
def cover(*, by, at, covers):
    """Which post covers which while nobody is there: {code: the code of the other one, or ""}."""
    require(keeps_seats, by=by, at=at)
    posts = Post.objects.select_for_update(of=["self"]).select_related("organisation").order_by("code")
    for post in posts.filter(pk__in=covers):
        code = covers[post.code] or None
        if code != post.covered_by_id:
            changes = {"post": post.code, "covered_by": [post.covered_by_id, code]}
            lock(post.organisation)
            write("cover", post.organisation, by=by, at=at, changes=changes)
            Post.objects.filter(pk=post.pk).update(covered_by=code)


@transaction.atomic
def enter_leave(*, by, at, since, until, user=None, stand_in=None):
    """The own leave, or that of `user`; the stand-in gets the posts of the absent for exactly these days."""
    require(takes_leave, local_day(at), by=by, at=at)
    if user not in (None, by):
        require(keeps_seats, by=by, at=at)
    absence = Absence.objects.create(user=user or by, since=since, until=until)
    if stand_in:
        days = {"since": since, "until": until, "stand_in": True, "absence": absence}
        posts = sat_in(absence.user, since, until)
        Seat.objects.bulk_create(Seat(post=post, user=stand_in, **days) for post in posts)
    said = {"user": user, "since": since, "until": until, "stand_in": stand_in}
    said = {name: str(value) for name, value in said.items() if value}
    write("enter_leave", absence, by=by, at=at, changes=said)
    return absence


def sat_in(user, since, until):
    """The posts in which somebody sits on any of these days."""
    seats = Seat.objects.to_come(since).filter(user=user, since__lte=until)
    return Post.objects.filter(seats__in=seats).distinct()


@transaction.atomic
def end_leave(absence, *, by, at):
    """Back today: leave and stand-ins end with yesterday; what had not begun is taken back."""
    if absence.user != by:
        require(keeps_seats, by=by, at=at)
    today = local_day(at)
    lock(absence)
    write("end_leave", absence, by=by, at=at)
    if absence.since >= today:
        absence.delete()  # and its stand-ins
    else:
        absence.until = today - timedelta(days=1)
        absence.save(update_fields=["until"])
        absence.stand_ins.filter(until__gte=today).update(until=absence.until)
