"""What the journal tells of posts and of leave."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Sees
from portal.people.models import Absence, Organisation, Seat

SEAT = Procedure(
    Seat,
    lines=[
        Line("name_seat", _("Named for a post"), tell=NOBODY, author=Sees.NOTHING),
        Line("end_seat", _("Leaves the post"), tell=NOBODY, author=Sees.NOTHING),
    ],
)
LEAVE = Procedure(
    Absence,
    lines=[
        Line("enter_leave", _("Leave entered"), tell=NOBODY, author=Sees.NOTHING),
        Line("end_leave", _("Back from leave"), tell=NOBODY, author=Sees.NOTHING),
    ],
)
OFFICE = Procedure(
    Organisation,
    lines=[Line("cover", _("Another post covers this one"), tell=NOBODY, author=Sees.NOTHING)],
)
PROCEDURES = [SEAT, LEAVE, OFFICE]
