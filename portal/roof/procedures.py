"""What happens to the words on what a page is for."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Sees
from portal.roof.models import PageHelp

HELP = Procedure(
    PageHelp,
    lines=[Line("edit_help", _("Help changed"), tell=NOBODY, author=Sees.NOTHING)],
)
PROCEDURES = [HELP]
