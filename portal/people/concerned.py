"""Whom a change of posts or leave concerns: those in the post, whoever acts above it, never who made it."""

from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.people.models import Post, Seat
from portal.people.roles import acting
from portal.people.rules import called, confirming


@called(_("who is named, those in the post, and the post above"))
def of_the_post(entry):
    post = entry.subject.post
    return _others(entry, [entry.subject.user, *_sitting(entry, [post]), *_above(entry, [post])])


@called(_("who is away, who stands in, and the post above"))
def of_the_leave(entry):
    absence, stand_ins = entry.subject, entry.subject.stand_ins.select_related("user")
    posts = Post.objects.filter(seats__in=Seat.objects.to_come(absence.since).filter(user=absence.user))
    people = [absence.user, *(seat.user for seat in stand_ins)]
    return _others(entry, [*people, *_above(entry, posts.distinct())])


@called(_("those in the post, and in those that covered it and will"))
def of_the_cover(entry):
    codes = [entry.changes["post"], *entry.changes["covered_by"]]
    return _others(entry, _sitting(entry, [code for code in codes if code]))


def _sitting(entry, posts):
    seats = Seat.objects.to_come(local_day(entry.at)).filter(post__in=posts)
    return [seat.user for seat in seats.select_related("user").order_by("id")]


def _above(entry, posts):
    there = acting(local_day(entry.at))
    return [user for post in posts for user in there.get(confirming(post), [])]


def _others(entry, people):
    return [user for user in people if user.pk != entry.actor_id]
