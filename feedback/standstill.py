"""Whether the clock stands still: news waits although the sweep that tells comes every minute."""

from datetime import timedelta

from feedback.rules import may_settle_mail
from portal.ledger.models import Untold

PATIENCE = timedelta(minutes=30)


def since(hats, at):
    """The moment of the oldest news that nobody was told of in time, for those who see to it; else None."""
    if not may_settle_mail(hats):
        return None
    waiting = Untold.objects.filter(entry__at__lt=at - PATIENCE).order_by("entry__at")
    return waiting.values_list("entry__at", flat=True).first()
