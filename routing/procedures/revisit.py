"""The procedure of a revisit: somebody without a hand in the matter asks the author how it ended."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page, said
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, person
from portal.people.roles import entitled
from portal.people.rules import OFFICE, is_clerk
from routing import deadlines
from routing.concerned import revisitor
from routing.forms.revisits import RevisitForm
from routing.models import Revisit
from routing.rules import is_revisitor
from routing.states import RevisitState as S
from routing.views.revisits import about
from routing.workflow import revisits as verbs


def asked(revisit):
    return revisit.person


REVISITOR = person(
    asked, _("whoever was asked to"), able=lambda day: entitled(OFFICE, day), gone="clerk", above=True
)
REVISIT = Procedure(
    Revisit, place="revisits", beside=about,
    seen=lambda hats: Revisit.objects.visible_to(hats).with_subject(),
    told=Revisit.objects.select_related("person"),
    lines=[
        Line(
            "plan_revisit", _("Somebody asked to revisit the author"), says=said("to"), author=Sees.NOTHING,
            tell=Tell(revisitor, _("Please ask the author of report %(number)s how it ended.")),
        ),
    ],
    rows=[
        Step(
            "record_revisit", _("Write down what was said"), {S.PLANNED}, S.MADE, may=is_revisitor,
            verb=verbs.record_revisit, form=RevisitForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "drop_revisit", _("Call the revisit off"), {S.PLANNED}, S.DROPPED, may=is_clerk,
            verb=verbs.drop_revisit, form=ReasonedForm, author=Sees.NOTHING,
            tell=Tell(revisitor, _("The author of report %(number)s need not be asked by you any more.")),
        ),
    ],
    owes={
        S.PLANNED: [
            Owed(
                "record_revisit", _("Ask the author how it ended"), REVISITOR, deadlines.REVISIT,
                page=own_page("record_revisit"),
            ),
        ],
    },
)  # fmt: skip
