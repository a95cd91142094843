"""Whether the clock stands still: sweeps that do not run through, or news that could not be told."""

from datetime import timedelta

from feedback.models import Restoration
from feedback.rules import may_settle_mail
from portal.clock.standing import alarms
from portal.ledger.models import Untold

PATIENCE = timedelta(minutes=30)


def sweeps(hats, at):
    """{what to do: [what does not happen, and since when]}; nothing while it stands still on purpose."""
    found = alarms(hats, at)
    return {} if found and Restoration.objects.frozen().exists() else found


def since(hats, at):
    """The moment of the oldest news that nobody was told of in time, for those who see to it; else None."""
    if not may_settle_mail(hats):
        return None
    waiting = Untold.objects.filter(entry__at__lt=at - PATIENCE).order_by("entry__at")
    return waiting.values_list("entry__at", flat=True).first()
