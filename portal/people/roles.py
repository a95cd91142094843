"""Who is who on a given day: the one place that turns hats and seats into roles."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import SimpleLazyObject

from portal.days.policy import Policies, load_policy
from portal.people.models import Absence, Hat, Organisation, Post, Role, Seat, User


@dataclass(frozen=True)
class Hats:
    """What one person is on one day. Rules ask this and nothing else."""

    user: User
    roles: frozenset[str]
    posts: frozenset[str]
    units: frozenset[int] = field(default=frozenset())  # handling units the person acts for
    headed: frozenset[int] = field(default=frozenset())  # handling units the person is the head of
    own: frozenset[int] = field(default=frozenset())  # organisations the person is liaison or convener of
    above: frozenset[str] = field(default=frozenset())  # posts that one's own cover, whoever sits in them
    office: SimpleNamespace | None = None  # the office's policy of that day, read when it is asked for
    # The same person without the posts that are only stood in for; None where there is none of these.
    in_own_right: "Hats | None" = None

    def has(self, *roles):
        return not self.roles.isdisjoint(roles)

    @property
    def watched(self):
        """Handling units whose matters the person sees: those acted for, and those headed."""
        return self.units | self.headed

    @property
    def held(self):
        """Posts sat in as holder, neither stood in for nor covered."""
        return (self.in_own_right or self).posts

    @property
    def names(self):
        return [Role(role).label for role in Role.values if role in self.roles]


def hats_of(user, on: date, policy: Policies | None = None) -> Hats:
    """Two queries the first time; remembered on this user object for the same day.

    `policy` is the office's, where whoever asks has it.
    """
    if getattr(user, "_hats_day", None) != on:
        office = SimpleLazyObject(lambda: (policy or load_policy()).on(on))
        user._hats, user._hats_day = _look_up(user, on, office), on
    return user._hats


def _look_up(user, on, office):
    if not user.is_active:
        return Hats(user, frozenset(), frozenset(), office=office)
    took_over = Exists(Organisation.objects.filter(successor=OuterRef("organisation")))
    worn, posts = list(Hat.objects.filter(user=user).annotate(took_over=took_over)), _posts(on)
    acted_in = [post for post in posts.values() if user.pk in posts[_manned(post.code, posts)].manned]
    held = [post for post in acted_in if post.manned.get(user.pk)]
    hats = _wearing(user, worn, acted_in, posts, office)
    return hats if held == acted_in else replace(hats, in_own_right=_wearing(user, worn, held, posts, office))


def _wearing(user, worn, acted_in, posts, office):
    codes = frozenset(post.code for post in acted_in)
    before = _predecessors() if any(hat.took_over for hat in worn) else {}
    return Hats(
        user,
        roles=frozenset(h.role for h in worn) | frozenset(post.role for post in acted_in),
        posts=codes,
        units=_places(worn, before, Role.OFFICER),
        headed=_places(worn, before, Role.HEAD),
        own=_places(worn, before, Role.LIAISON, Role.CONVENER),
        above=frozenset(post.code for post in posts.values() if post.covered_by_id in codes),
        office=office,
    )


def _places(worn, before, *roles):
    """Of such hats. With an organisation comes what it took over: who acts for it answers for that too."""
    places = {hat.organisation_id for hat in worn if hat.role in roles}
    return frozenset(places.union(*(before.get(place, ()) for place in places)))


def _predecessors():
    """{organisation: all that it took over, and what these had taken over}"""
    ended = dict(Organisation.objects.exclude(successor=None).values_list("pk", "successor"))
    found = defaultdict(set)
    for place, after in ended.items():
        heir = after
        while heir:
            found[heir].add(place)
            heir = ended.get(heir)
    return found


def _posts(on):
    """{code: post}; `manned` says who sits there that day: {user: whether as holder}."""
    seats = Seat.objects.present(on).filter(post=OuterRef("pk")).order_by("-stand_in")
    sitting = ArraySubquery(seats.values(seat=JSONObject(user="user", stand_in="stand_in")))
    posts = {post.code: post for post in Post.objects.annotate(sitting=sitting)}
    for post in posts.values():
        post.manned = {seat["user"]: not seat["stand_in"] for seat in post.sitting}
    return posts


def _manned(code, posts):
    """The post itself, or the first one on the way up where somebody is."""
    for _step in posts:
        post = posts[code]
        if post.manned or not post.covered_by_id:
            break
        code = post.covered_by_id
    return code


def acting(on: date) -> dict[str, list[User]]:
    """{post: who acts in it}: its stand-ins, else its holders, else whoever covers it."""
    people = {True: defaultdict(list), False: defaultdict(list)}
    for seat in Seat.objects.present(on).select_related("user").order_by("id"):
        people[seat.stand_in][seat.post_id].append(seat.user)
    there = people[False] | people[True]
    posts = Post.objects.in_bulk()
    for post in posts.values():
        post.manned = post.code in there
    return {code: there.get(_manned(code, posts), []) for code in posts}


def away(on: date):
    """Everybody who is on leave that day."""
    return Absence.objects.on(on).values("user")


def entitled(roles, on: date):
    """Everybody who is one of these that day, by a hat or by a seat, on leave or not."""
    seats = Seat.objects.on(on).filter(post__role__in=roles)
    worn = Q(pk__in=Hat.objects.filter(role__in=roles).values("user")) | Q(pk__in=seats.values("user"))
    return User.objects.filter(worn, is_active=True)


def wearing(roles, on: date):
    """Those of them who are there."""
    return entitled(roles, on).exclude(pk__in=away(on)).order_by("name", "pk")
