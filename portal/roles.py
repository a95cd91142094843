"""Who is who on a given day: the one place that turns hats and seats into roles."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from portal.models import Hat, Role, Seat, User


@dataclass(frozen=True)
class Hats:
    """What one person is on one day. Rules ask this and nothing else."""

    user: User
    roles: frozenset[str]
    posts: frozenset[str]
    units: frozenset[int] = field(default=frozenset())  # handling units the person acts for
    own: frozenset[int] = field(default=frozenset())  # organisations the person is liaison or convener of

    def has(self, *roles):
        return not self.roles.isdisjoint(roles)

    @property
    def names(self):
        return [Role(role).label for role in Role.values if role in self.roles]


def hats_of(user, on: date) -> Hats:
    """Two queries the first time; remembered on this user object for the same day."""
    if getattr(user, "_hats_day", None) != on:
        user._hats, user._hats_day = _look_up(user, on), on
    return user._hats


def _look_up(user, on):
    if not user.is_active:
        return Hats(user, frozenset(), frozenset())
    worn = list(Hat.objects.filter(user=user))
    seats = list(Seat.objects.on(on).filter(user=user).select_related("post"))
    return Hats(
        user,
        roles=frozenset(h.role for h in worn) | frozenset(s.post.role for s in seats),
        posts=frozenset(s.post_id for s in seats),
        units=frozenset(h.organisation_id for h in worn if h.role == Role.OFFICER),
        own=frozenset(h.organisation_id for h in worn if h.role in (Role.LIAISON, Role.CONVENER)),
    )


def wearing(roles, on: date):
    """Everybody who is one of these that day, by a hat or by a seat."""
    seats = Seat.objects.on(on).filter(post__role__in=roles)
    worn = Q(pk__in=Hat.objects.filter(role__in=roles).values("user")) | Q(pk__in=seats.values("user"))
    return User.objects.filter(worn, is_active=True).order_by("name", "pk")
