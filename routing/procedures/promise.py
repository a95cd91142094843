"""The procedure of a promise: it comes back on its day, until it is kept or honestly given up."""

from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm
from portal.ledger.reading import own_page, said
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post, unit
from portal.people.rules import is_clerk, nobody
from routing import deadlines
from routing.concerned import given_up, officers, promised
from routing.forms import KeptForm, MoveForm
from routing.models import Promise
from routing.rules import is_officer, may_chase_promise
from routing.states import PromiseState as S
from routing.views.promises import beside, visible
from routing.workflow import promises as verbs


def promiser(promise):
    return promise.unit


def has_slipped(promise):
    return promise.slipped_at is not None


def directive_or_promise(promise, hats):
    """The leader reads on the directive what came of it; the unit has the promise."""
    directive = promise.reply.assignment.directive
    return directive if directive and directive.leader_id == hats.user.pk else promise


CHASER = post("clerk", _("the clerk on duty, after a day without a word"), has_slipped)

PROMISE = Procedure(
    Promise, place="promises", seen=visible, beside=beside,
    told=Promise.objects.select_related("reply__assignment__directive__leader").prefetch_related(
        "unit__hats__user"
    ),
    lines=[
        Line("promise", _("Promised by the unit"), says=said("unit"), tell=NOBODY, author=Sees.LINE),
        Line(
            "hand_promise", _("Went over to the unit's successor"), says=said("unit"), author=Sees.LINE,
            tell=Tell(officers, _("A promise on report %(number)s goes over to your unit.")),
        ),
    ],
    rows=[
        Step(
            "report_promise", _("Report what was done"), {S.OPEN}, S.REPORTED, may=is_officer,
            verb=verbs.report_promise, form=KeptForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "move_promise", _("Set a new date"), {S.OPEN}, None, may=is_officer, verb=verbs.move_promise,
            form=MoveForm, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "give_up_promise", _("Give the promise up"), {S.OPEN}, S.GIVEN_UP, may=is_officer,
            verb=verbs.give_up_promise, form=ReasonedForm, author=Sees.WORDS,
            tell=Tell(
                given_up,
                _("A unit cannot keep its promise on report %(number)s; the reason stands on its page."),
                directive_or_promise,
            ),
        ),
        Step(
            "confirm_promise", _("Confirm that it is kept"), {S.REPORTED}, S.KEPT, may=is_clerk,
            verb=verbs.confirm_promise, main=True, author=Sees.LINE,
            tell=Tell(
                promised,
                _("The promise of a unit on report %(number)s has been kept."),
                directive_or_promise,
            ),
        ),
        Step(
            "send_promise_back", _("Send it back to the unit"), {S.REPORTED}, S.OPEN, may=is_clerk,
            verb=verbs.send_promise_back, form=ReasonedForm, author=Sees.NOTHING,
            tell=Tell(
                officers,
                _("Your word on the promise on report %(number)s has been sent back, with a reason."),
            ),
        ),
        Step(
            "slip_promise", _("No word on the promise"), {S.OPEN}, None, may=nobody, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "supersede_promise", _("Replaced, as the matter is handled anew"), {S.OPEN, S.REPORTED},
            S.SUPERSEDED, may=nobody, author=Sees.LINE,
            tell=Tell(
                officers,
                _("Your promise on report %(number)s is replaced: the matter is handled anew."),
            ),
        ),
        Step(
            "chase_promise", _("Chase the unit"), {S.OPEN}, None, may=may_chase_promise,
            verb=verbs.chase_promise, form=ReasonedForm, main=True, author=Sees.NOTHING,
            tell=Tell(officers, _("Please report on your promise on report %(number)s.")),
        ),
    ],
    owes={
        S.OPEN: [
            Owed(
                "report_promise", _("Report on the promise"), unit(promiser), deadlines.promised,
                page=own_page("report_promise"),
            ),
            Owed(
                "chase_promise", _("Chase the promise"), CHASER, deadlines.CHASE_PROMISE,
                page=own_page("chase_promise"),
            ),
        ],
        S.REPORTED: [
            Owed(
                "confirm_promise", _("Confirm the promise"), post("clerk"), deadlines.CONFIRM_PROMISE,
                page=own_page("confirm_promise"),
            ),
        ],
    },
)  # fmt: skip
