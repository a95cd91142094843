"""Mail that did not arrive: how it stands with it, and what somebody can do about it.

A mail is settled by an update filtered on the state in which it was seen, so of two people at once one is
too late and hears of it.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Mail
from feedback.rules import may_settle_mail
from portal.ledger.engine import TooLate, lock, require, write
from portal.ledger.models import sha256
from portal.people.models import User

State = Mail.State
TRYING = "trying"  # the tab of several states
TABS = {
    State.FAILED: gettext_lazy("Not delivered"), State.UNCERTAIN: gettext_lazy("Perhaps delivered"),
    TRYING: gettext_lazy("Still being tried"), State.TOLD: gettext_lazy("Told otherwise"),
}  # fmt: skip
TO_SETTLE = {State.FAILED, State.UNCERTAIN}
# What waits for its first try is no trouble yet, unless it had failed before.
BEING_TRIED = Q(state__in=[State.QUEUED, State.SENDING]) & (Q(tries__gt=0) | Q(settled_at__isnull=False))


def standing(tab):
    """The mails of a tab, without joins: what is then settled is exactly what still stands there."""
    return Mail.objects.filter(BEING_TRIED if tab == TRYING else Q(state=tab))


def hard_to_reach():
    """Active people to whom some mail did not arrive, also where somebody has settled that since."""
    mails = Mail.objects.filter(BEING_TRIED | Q(state__in=TO_SETTLE) | Q(settled_at__isnull=False))
    return User.objects.filter(is_active=True, pk__in=mails.values("user"))


def alarm(hats):
    """How many have failed, for those who may act.

    Those that perhaps arrived raise none: after a restore they are all that was on its way, and most did.
    """
    return standing(State.FAILED).count() if may_settle_mail(hats) else 0


def send_again(mails, *, by, at):
    """As if they had just been written. Returns how many; fewer than seen where somebody was faster."""
    fields = {"state": State.QUEUED, "tries": 0, "next_try_at": at, "error": ""}
    return _settle(mails, by=by, at=at, **fields)


def tell_otherwise(mails, *, by, at, way):
    """The people know by another way. Returns how many, as `send_again` does."""
    return _settle(mails, by=by, at=at, state=State.TOLD, way=way)


def _settle(mails, *, by, at, **fields):
    require(may_settle_mail, by=by, at=at)
    return mails.filter(state__in=TO_SETTLE).update(settled_by=by, settled_at=at, **fields)


@transaction.atomic
def correct_address(person, *, by, at, seen, email):
    """Raises TooLate where the address no longer has the digest that was `seen`."""
    require(may_settle_mail, by=by, at=at)
    lock(person)
    person.refresh_from_db()
    if sha256(person.email) != seen:
        raise TooLate(_("Somebody was faster: this address has just been changed. Please look at it again."))
    before, person.email = person.email, email
    person.save(update_fields=["email"])
    return write("correct_address", person, by=by, at=at, changes={"email": [before, email]})
