"""What is only kept and never moves: series, the catalogue of who owns what, visits; each change a line."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Sees
from routing.models import Competence, Series, Visit

SERIES = Procedure(
    Series,
    lines=[Line("edit_series", _("Series changed"), tell=NOBODY, author=Sees.NOTHING)],
)
COMPETENCE = Procedure(
    Competence,
    lines=[
        Line("add_competence", _("Added to the catalogue"), tell=NOBODY, author=Sees.NOTHING),
        Line("edit_competence", _("Changed"), tell=NOBODY, author=Sees.NOTHING),
    ],
)
VISIT = Procedure(
    Visit,
    lines=[
        Line("record_visit", _("Written down"), tell=NOBODY, author=Sees.NOTHING),
        Line("edit_visit", _("Changed"), tell=NOBODY, author=Sees.NOTHING),
    ],
)
