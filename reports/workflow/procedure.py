"""The procedure of a report: who may move it from where to where, and what each status owes."""

from django.utils.translation import gettext_lazy as _

from portal.models import Post
from reports import deadlines
from reports.engine import Owed, Procedure, Step, post
from reports.rules import (
    has_taken,
    is_author,
    is_clerk,
    is_colleague,
    is_editor,
    is_signer,
    nobody,
)
from reports.states import State as S


def author(report):
    """The author, or the office for an author who can no longer sign in."""
    return report.author if report.author.is_active else Post(pk="clerk")


def taker(report):
    return report.taken_by


STEPS = [
    Step("submit", _("Submit"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, is_author, listed=False),
    Step("withdraw", _("Withdraw"), {S.SUBMITTED, S.RETURNED}, S.WITHDRAWN, is_author),
    Step("take_up", _("Take up"), {S.SUBMITTED}, S.EDITING, is_editor, main=True),
    Step("take_over", _("Take over"), {S.EDITING}, S.EDITING, is_colleague),
    Step("hand_over", _("Hand over"), {S.EDITING}, S.EDITING, has_taken),
    Step("edit", _("Edit the text"), {S.EDITING}, S.EDITING, has_taken, listed=False),
    Step(
        "submit_for_signoff", _("Send for sign-off"), {S.EDITING}, S.AWAITING_SIGNOFF, has_taken, main=True
    ),
    Step("return_to_author", _("Return to the author"), {S.SUBMITTED, S.EDITING}, S.RETURNED, is_clerk),
    Step("keep_on_file", _("Keep on file"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.KEPT, is_clerk),
    Step("refuse", _("Do not adopt"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.REFUSED, is_clerk),
    Step("sign_off", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, is_signer, listed=False),
    Step("send_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.EDITING, is_signer, listed=False),
    Step("place", _("Place in an issue"), {S.SIGNED}, S.PLACED, is_clerk, listed=False),
    Step("take_out", _("Take out of the issue"), {S.PLACED}, S.SIGNED, is_clerk, listed=False),
    Step("publish", _("Publish"), {S.PLACED}, S.ISSUED, is_clerk, listed=False),
    Step("conclude", _("Conclude"), {S.ISSUED}, S.CLOSED, is_clerk),
    Step("transfer", _("Transfer to units"), {S.SIGNED, S.ISSUED}, S.HANDLING, is_clerk, listed=False),
    Step(
        "handle", _("Handling begins"), {S.ISSUED, S.HANDLING, S.ANSWERED, S.CLOSED}, S.HANDLING,
        nobody,
    ),
    Step("answer", _("Answered"), {S.HANDLING}, S.ANSWERED, nobody),
    Step("give_opinion", _("Give your opinion"), {S.ANSWERED}, S.CLOSED, is_author, main=True),
    Step("lapse", _("No opinion given"), {S.ANSWERED}, S.CLOSED, nobody),
]  # fmt: skip

OWES = {
    S.SUBMITTED: [Owed("review", _("Review"), post("clerk"), deadlines.same_day)],
    S.RETURNED: [Owed("revise", _("Revise or withdraw"), author, deadlines.REVISE)],
    S.EDITING: [Owed("edit", _("Edit and send for sign-off"), taker, deadlines.same_day)],
    S.AWAITING_SIGNOFF: [Owed("sign_off", _("Sign off"), post("signer"), deadlines.same_day)],
    S.SIGNED: [Owed("place", _("Place in an issue or assign"), post("clerk"), deadlines.same_day)],
    S.PLACED: [Owed("publish", _("Publish with its issue"), post("clerk"), deadlines.same_day)],
    S.ISSUED: [Owed("follow_up", _("Assign or conclude"), post("clerk"), deadlines.FOLLOW_UP)],
    S.ANSWERED: [Owed("give_opinion", _("Give your opinion"), author, deadlines.GIVE_OPINION)],
}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take
