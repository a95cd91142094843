"""Who keeps accounts, who reads of them, and whose account one administrator alone does not touch."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import ADMINISTRATORS, Hat, Role, Seat, SeatState
from portal.people.rules import called, is_administrator


@called(_("the system administrator"))
def keeps_accounts(hats, _subject=None):
    return hats.has(Role.SYSTEM_ADMIN)


def reads_accounts(hats):
    """The security administrator and the audit administrator read along."""
    return is_administrator(hats)


def of_an_administrator(user):
    """By a hat or by a seat, also by one that is proposed or yet to come."""
    seats = Seat.objects.filter(user=user, post__role__in=ADMINISTRATORS).exclude(status=SeatState.DROPPED)
    return Hat.objects.filter(user=user, role__in=ADMINISTRATORS).exists() or seats.exists()


@called(_("the system administrator, for somebody else who is no administrator"))
def changes(hats, user):
    """Nobody changes the own account, nor alone that of an administrator: one could act for the other."""
    return keeps_accounts(hats) and user.pk != hats.user.pk and not of_an_administrator(user)
