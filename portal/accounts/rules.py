"""Who keeps accounts, who reads of them, and whose account one administrator alone does not touch."""

from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from portal.people.models import ADMINISTRATORS, Hat, Role, Seat, SeatState, User
from portal.people.rules import called, is_administrator


@called(_("the system administrator"))
def keeps_accounts(hats, _subject=None):
    return hats.has(Role.SYSTEM_ADMIN)


def reads_accounts(hats):
    """The security administrator and the audit administrator read along."""
    return is_administrator(hats)


def administrators():
    """By a hat or a seat, also a proposed or a coming one, by the database's day: a rule has none."""
    there = Q(until=None) | Q(until__gte=TruncDate(Now()))
    seats = Seat.objects.filter(there, post__role__in=ADMINISTRATORS).exclude(status=SeatState.DROPPED)
    hats = Hat.objects.filter(role__in=ADMINISTRATORS)
    return User.objects.filter(Q(pk__in=hats.values("user")) | Q(pk__in=seats.values("user")))


@called(_("the system administrator, for somebody else who is no administrator"))
def changes(hats, user):
    """Nobody changes the own account, nor alone that of an administrator: one could act for the other."""
    others = user.pk != hats.user.pk and not administrators().filter(pk=user.pk).exists()
    return keeps_accounts(hats) and others
