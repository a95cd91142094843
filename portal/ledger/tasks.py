"""The clock: Celery wakes this; what it does is read off the tables."""

import logging

from django.utils.translation import gettext_lazy as _

from portal.clock.registry import Alarm, sweep
from portal.ledger import verifying

TAMPERED = _("The journal was tampered with: on %(time)s lines were found that are not as they were written.")
log = logging.getLogger(__name__)


@sweep(
    Alarm(_("The journal has not been verified since %(time)s."), findings={"Tampered": TAMPERED}),
    time_limit=6 * 3600,
)
def verify():
    verifying.verify(log.error)
