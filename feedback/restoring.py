"""After a restore nothing is sent until somebody who can know what was told meanwhile releases it.

`portal.celery.Sweep` asks for the row that `begin` leaves before it lets any sweep run.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.models import Mail, Restoration
from feedback.rules import may_release_sending, sees_restoration
from feedback.sweeps import alone, tell
from portal.clock.models import LastRun
from portal.ledger.engine import TooLate, require, write


def begin(taken_at, *, at):
    """In the transaction that restores, and before anybody sees its rows. Raises TooLate beside a worker.

    What was on its way at the backup's moment has probably arrived since: news as well as mail. It stands in
    the notices, and the mail is one that was perhaps sent.
    """
    if not alone("tell"):
        raise TooLate("a worker is running; stop web, worker and beat first.")
    tell(at)
    underway = Mail.objects.filter(state__in=[Mail.State.QUEUED, Mail.State.SENDING])
    underway.update(state=Mail.State.UNCERTAIN, error=Mail.Trouble.RESTORED)
    restoration = Restoration.objects.create(taken_at=taken_at, restored_at=at)
    write("restore", restoration, by=None, at=at)
    return restoration


def standing(hats):
    """The restoration that has not been released, for those whom it concerns."""
    return Restoration.objects.frozen().last() if sees_restoration(hats) else None


@transaction.atomic
def release_sending(*, by, at):
    """The clock runs again; what became due meanwhile is told once. Raises TooLate if it runs already."""
    if by is not None:
        require(may_release_sending, by=by, at=at)
    restoration = Restoration.objects.frozen().select_for_update().last()
    if restoration is None:
        raise TooLate(_("Somebody was faster: sending has been released already."))
    Restoration.objects.frozen().update(released_at=at, released_by=by)
    LastRun.objects.expect(at)
    return write("release_sending", restoration, by=by, at=at)
