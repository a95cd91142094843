"""How often somebody may try: few times, and then after a wait that grows."""

from datetime import timedelta

from portal.people.models import Counter

# So many wrong tries of one account, in all its sessions, within so long; more wait until that is over.
LADDER = ((5, timedelta(minutes=15)), (10, timedelta(hours=1)), (20, timedelta(days=1)))


def admit(user, at):
    """Counts one try. How long it is until there may be another, where there were too many; else None.

    Counted before the code is looked at, so that many guesses at once count as well.
    """
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    for most, span in LADDER:
        since = midnight + (at - midnight) // span * span
        if not Counter.objects.admit({_name(user, most): most}, since):
            return since + span - at
    return None


def give_back(user, at):
    """It was right after all."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    for most, span in LADDER:
        Counter.objects.give_back([_name(user, most)], midnight + (at - midnight) // span * span)


def _name(user, most):
    return f"second/{user.pk}/{most}"
