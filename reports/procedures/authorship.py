"""What the journal of a report tells of its joint authors."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.reading import said
from portal.ledger.rows import Line, Sees, Tell
from reports.concerned import asked, first_author

JOINT_AUTHORS = [
    Line(
        "ask_joint_author", _("Asked to be joint author"), author=Sees.OWN_LINE, says=said("name"),
        aside=True,
        tell=Tell(
            asked, _("You are named as a joint author of report %(number)s. Please say whether you are."),
            leads_to=lambda _report, _hats: reverse("desk"),
        ),
    ),
    Line(
        "accept_authorship", _("Is joint author"), author=Sees.OWN_LINE, says=said("name"), aside=True,
        tell=Tell(first_author, _("A joint author of report %(number)s has accepted.")),
    ),
    Line(
        "decline_authorship", _("Is not joint author"), author=Sees.OWN_LINE, says=said("name"), aside=True,
        tell=Tell(first_author, _("A joint author of report %(number)s has declined.")),
    ),
]  # fmt: skip
