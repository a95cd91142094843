"""Who sits in which post, who is on leave, and which post covers which: each change with its line.

Nobody gains a right by an act of one's own: one is named by the post above, a stand-in also by the holder,
and what the system administrator proposes waits until the post above has confirmed it.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate, begin, lock, require, require_lines, take, write
from portal.people.models import Absence, Post, Seat, SeatState, User
from portal.people.roles import acting, hats_of
from portal.people.rules import (
    confirming,
    ends_seat,
    enters_leave_of,
    is_clerk,
    may_cover,
    names,
    proposes,
    takes_leave,
)

SITS_THERE = _("Sits there already, or is proposed, on some of these days.")
NOBODY_CONFIRMS = _(
    "Nobody else sits in the post that confirms this. Propose somebody else, or fill that post first."
)
AWAY_ALREADY = _("There is leave on some of these days already.")
LAST_ONE = _("Nobody would sit in this post, and no other post covers it. Name a successor first.")


@transaction.atomic
def name_seat(*, by, at, user, post, since, until=None, stand_in=False):
    """Makes somebody else the holder of a post, or its stand-in, from a day on; or proposes it.

    The same said twice is one seat.
    Raises ValidationError where the person sits there on one of these days, or nobody could confirm it.
    """
    hats = hats_of(by, local_day(at))
    alone = names(hats, post, stand_in=stand_in)
    if user == by or not (alone or proposes(hats)):
        raise PermissionDenied("name_seat")
    Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
    said = {"user": user, "post": post, "since": since, "until": until, "stand_in": stand_in}
    state = SeatState.NAMED if alone else SeatState.PROPOSED
    there = Seat.objects.exclude(status=SeatState.DROPPED).filter(post=post, user=user)
    if same := there.filter(status=state, absence=None, **said).first():
        return same
    if there.filter(_overlaps(since, until)).exists():
        raise ValidationError({"user": SITS_THERE})
    if not alone and not _confirmers(post, local_day(at)) - {user.pk}:
        raise ValidationError({"user": NOBODY_CONFIRMS})
    seat = Seat(**said, status=state)
    seat.save()
    kind = "name_seat" if alone else "propose_seat"
    begin(kind, seat, by=by, at=at, changes={name: str(value) for name, value in said.items() if value})
    return seat


def _confirmers(post, day):
    """Ids of those who act that day in the post that confirms who sits in this one."""
    code = confirming(post)
    sitting = Seat.objects.present(day).filter(post=code).values_list("user", flat=True)
    return {*sitting, *(user.pk for user in acting(day).get(code, []))}


@transaction.atomic
def seat_first_holder(post, user, *, at):
    """By whoever sets up the portal, as nobody could confirm anybody yet. Raises TooLate if one is there."""
    Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
    if Seat.objects.to_come(local_day(at)).filter(post=post).exists():
        raise TooLate("seat_first_holder")
    seat = Seat.objects.create(post=post, user=user, since=local_day(at))
    said = {"user": str(user), "post": str(post), "since": str(seat.since)}
    begin("name_seat", seat, by=None, at=at, changes=said)
    return seat


def _overlaps(since, until):
    there = Q(until=None) | Q(until__gte=since)
    return there & Q(since__lte=until) if until else there


def confirm_seat(seat, *, by, at):
    take("confirm_seat", seat, by=by, at=at)


def drop_seat(seat, *, by, at, note):
    take("drop_seat", seat, by=by, at=at, note=note)


@transaction.atomic
def end_seat(seat, *, by, at):
    """Today is the last day of the seat; one that had not begun is taken back. Ended twice it ends once.

    Raises ValidationError for the last holder of a post that no other one covers.
    """
    if not ends_seat(hats_of(by, local_day(at)), seat):
        raise PermissionDenied("end_seat")
    Post.objects.select_for_update(of=["self"]).get(pk=seat.post_id)
    lock(seat)
    seat.refresh_from_db()
    today = local_day(at)
    if seat.until == today or seat.status == SeatState.DROPPED:
        return
    others = (
        Seat.objects.on(today + timedelta(days=1)).filter(post=seat.post, stand_in=False).exclude(pk=seat.pk)
    )
    if not (seat.stand_in or seat.since > today or seat.post.covered_by_id or others.exists()):
        raise ValidationError(LAST_ONE)
    if seat.since > today:
        take("take_back_seat", seat, by=by, at=at)
    else:
        seat.until = today
        seat.save(update_fields=["until"])
        write("end_seat", seat, by=by, at=at)


@transaction.atomic
def cover(*, by, at, covers, version=None):
    """Which post covers which while nobody is there: {code: the code of the other one, or ""}.

    `version` counts the lines of the office's journal on the page that was read; raises TooLate where there
    are more.
    """
    hats = hats_of(by, local_day(at))
    posts = list(Post.objects.select_for_update(of=["self"]).select_related("organisation").order_by("code"))
    require_lines(posts[0].organisation, version)
    for post in posts:
        if post.code not in covers:
            continue
        code = covers[post.code] or None
        if code == post.covered_by_id:
            continue
        if not may_cover(hats, post, code):
            raise PermissionDenied("cover")
        changes = {"post": post.code, "covered_by": [post.covered_by_id, code]}
        lock(post.organisation)
        write("cover", post.organisation, by=by, at=at, changes=changes)
        Post.objects.filter(pk=post.pk).update(covered_by=code)


@transaction.atomic
def enter_leave(*, by, at, since, until, user=None, stand_in=None):
    """The own leave, or that of `user`; the stand-in gets the posts of the absent for exactly these days.

    The same said twice is one leave. Raises ValidationError where there is leave on one of these days.
    """
    who = User.objects.select_for_update(of=["self"]).get(pk=(user or by).pk)
    posts = sat_in(who, since, until)
    if who == by:
        require(takes_leave, local_day(at), by=by, at=at)
    elif stand_in == by or not enters_leave_of(hats_of(by, local_day(at)), {post.pk for post in posts}):
        raise PermissionDenied("enter_leave")
    there = Absence.objects.to_come(since).filter(user=who, since__lte=until)
    same = there.filter(since=since, until=until).first()
    named = {stand_in} if stand_in and posts else set()
    if same and {seat.user for seat in same.stand_ins.select_related("user")} == named:
        return same
    if there.exists():
        raise ValidationError({"since": AWAY_ALREADY})
    absence = Absence.objects.create(user=who, since=since, until=until)
    if stand_in:
        days = {"since": since, "until": until, "stand_in": True, "absence": absence}
        Seat.objects.bulk_create(Seat(post=post, user=stand_in, **days) for post in posts)
    said = {"user": who, "since": since, "until": until, "stand_in": stand_in}
    said = {name: str(value) for name, value in said.items() if value}
    write("enter_leave", absence, by=by, at=at, changes=said)
    return absence


def sat_in(user, since, until):
    """The posts in which somebody sits on any of these days."""
    seats = Seat.objects.to_come(since).filter(user=user, since__lte=until)
    return Post.objects.filter(seats__in=seats).distinct()


def whose_leave(by, people, today):
    """Those of these people for whom this person may enter leave, besides the own one."""
    hats, posts = hats_of(by, today), {}
    if not (hats.above or is_clerk(hats)):
        return []
    for seat in Seat.objects.to_come(today).filter(user__in=people):
        posts.setdefault(seat.user_id, set()).add(seat.post_id)
    return [user for user in people if user != by and enters_leave_of(hats, posts.get(user.pk, set()))]


@transaction.atomic
def end_leave(absence, *, by, at):
    """Back today: leave and stand-ins end with yesterday; what had not begun is taken back. Once."""
    today = local_day(at)
    posts = sat_in(absence.user, absence.since, absence.until)
    if absence.user != by and not enters_leave_of(hats_of(by, today), {post.pk for post in posts}):
        raise PermissionDenied("end_leave")
    lock(absence)
    absence.refresh_from_db()
    if absence.taken_back or absence.until < today:
        return
    write("end_leave", absence, by=by, at=at, changes={"user": str(absence.user)})
    if absence.since >= today:
        absence.taken_back = True
        for seat in absence.stand_ins.all():
            take("take_back_seat", seat, by=None, at=at)
    else:
        absence.until = today - timedelta(days=1)
        absence.stand_ins.filter(until__gte=today).update(until=absence.until)
    absence.save(update_fields=["until", "taken_back"])
