"""The procedure of a report: who may move it from where to where, and what each status owes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.models import Post
from reports import deadlines
from reports.engine import Owed, Procedure, Step, post
from reports.rules import (
    has_taken,
    has_taken_host,
    in_office,
    is_author,
    is_chair,
    is_clerk,
    is_colleague,
    is_editor,
    is_security,
    is_signer,
    is_vetter,
    may_contest,
    may_mark,
    may_seal,
    nobody,
    sends_to_signer,
    sends_to_vetter,
)
from reports.states import DIRECTABLE, IN_REVIEW, TO_BE_REPORTED
from reports.states import State as S
from reports.workflow.carried import bring_along


def author(report):
    """The author, or the office for an author who can no longer sign in."""
    return report.author if report.author.is_active else Post(pk="clerk")


def taker(report):
    return report.taken_by


# What a directive has moved on while its issue was not out yet.
UNDER_DIRECTIVE = DIRECTABLE - {S.SIGNED, S.PLACED, S.ISSUED}
UNSIGNED = {S.EDITING, S.AWAITING_VETTING, S.AWAITING_SIGNOFF}  # on its way to the signature
# Classified matter is met at any time until it is published, and after a report has ended unpublished.
SEALABLE = {
    S.SUBMITTED, S.RETURNED, S.EDITING, S.AWAITING_VETTING, S.WITH_CHAIR, S.AWAITING_SIGNOFF, S.SIGNED,
    S.PLACED, S.KEPT, S.REFUSED, S.WITHDRAWN,
}  # fmt: skip

STEPS = [
    Step("submit", _("Submit"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, is_author, listed=False),
    Step("withdraw", _("Withdraw"), {S.SUBMITTED, S.RETURNED}, S.WITHDRAWN, is_author),
    Step("take_up", _("Take up"), {S.SUBMITTED}, S.EDITING, is_editor, main=True),
    Step("take_over", _("Take over"), {S.EDITING}, S.EDITING, is_colleague),
    Step("hand_over", _("Hand over"), {S.EDITING}, S.EDITING, has_taken),
    Step("edit", _("Edit the text"), {S.EDITING}, S.EDITING, has_taken, listed=False),
    Step(
        "submit_for_vetting", _("Send for vetting"), {S.EDITING}, S.AWAITING_VETTING, sends_to_vetter,
        main=True,
    ),
    Step(
        "submit_for_signoff", _("Send for sign-off"), {S.EDITING}, S.AWAITING_SIGNOFF, sends_to_signer,
        main=True,
    ),
    Step("vet", _("Vet"), {S.AWAITING_VETTING}, S.AWAITING_SIGNOFF, is_vetter, main=True, listed=False),
    Step("send_back_to_editor", _("Send back to the editor"), {S.AWAITING_VETTING}, S.EDITING, is_vetter),
    Step("mark_important", _("Mark as important"), UNSIGNED, None, may_mark),
    Step("ask_chair", _("Ask the chair"), {S.AWAITING_SIGNOFF}, S.WITH_CHAIR, is_signer),
    Step(
        "endorse", _("Revise and pass on"), {S.WITH_CHAIR}, S.AWAITING_SIGNOFF, is_chair, main=True,
        listed=False,
    ),
    Step("send_back_from_chair", _("Send back to the editor"), {S.WITH_CHAIR}, S.EDITING, is_chair),
    Step("explain_delay", _("Say why it is late"), IN_REVIEW | TO_BE_REPORTED, None, in_office, listed=False),
    Step("merge", _("Work up together"), {S.EDITING}, S.MERGED, has_taken, listed=False),
    Step("unmerge", _("Separate again"), {S.MERGED}, S.EDITING, has_taken_host),
    Step("close_with_host", _("Closed together"), {S.MERGED}, S.CLOSED, nobody),
    Step("reopen_with_host", _("Handled again together"), {S.CLOSED}, S.MERGED, nobody),
    Step("return_to_author", _("Return to the author"), {S.SUBMITTED, S.EDITING}, S.RETURNED, is_clerk),
    Step("keep_on_file", _("Keep on file"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.KEPT, is_clerk),
    Step("refuse", _("Do not adopt"), {S.SUBMITTED, S.EDITING, S.RETURNED}, S.REFUSED, is_clerk),
    Step("sign_off", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, is_signer, listed=False),
    Step("send_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.EDITING, is_signer, listed=False),
    Step("place", _("Place in an issue"), {S.SIGNED}, S.PLACED, is_clerk, listed=False),
    Step("take_out", _("Take out of the issue"), {S.PLACED}, S.SIGNED, is_clerk, listed=False),
    Step("publish", _("Publish"), {S.PLACED}, S.ISSUED, is_clerk, listed=False),
    Step(
        "correct", _("Corrected"), {S.ISSUED, S.HANDLING, S.ANSWERED, S.CONTESTED, S.CLOSED}, None,
        nobody,
    ),
    Step("publish_handled", _("Published"), UNDER_DIRECTIVE, None, is_clerk, listed=False),
    Step("conclude", _("Conclude"), {S.ISSUED}, S.CLOSED, is_clerk),
    Step("transfer", _("Transfer to units"), {S.SIGNED, S.ISSUED}, S.HANDLING, is_clerk, listed=False),
    Step("handle", _("Handling begins"), DIRECTABLE, S.HANDLING, nobody),
    Step("answer", _("Answered"), {S.HANDLING}, S.ANSWERED, nobody),
    Step("give_opinion", _("Give your opinion"), {S.ANSWERED}, S.CLOSED, is_author, main=True),
    Step("contest", _("Not satisfied"), {S.ANSWERED}, S.CONTESTED, may_contest, listed=False),
    Step(
        "reopen_handling", _("Have it handled again"), {S.CONTESTED}, S.HANDLING, is_clerk, main=True,
        listed=False,
    ),
    Step("close_contested", _("Let the answer stand"), {S.CONTESTED}, S.CLOSED, is_clerk),
    Step("lapse", _("No opinion given"), {S.ANSWERED}, S.CLOSED, nobody),
    Step("refuse_classified", _("Seal classified matter"), SEALABLE, S.SEALED, may_seal, listed=False),
    Step("purge", _("Purge"), {S.SEALED}, S.PURGED, is_security),
    Step("unseal", _("Unseal"), {S.SEALED}, S.SUBMITTED, is_security),
]  # fmt: skip

OWES = {
    S.SUBMITTED: [Owed("review", _("Review"), post("clerk"), deadlines.same_day)],
    S.RETURNED: [Owed("revise", _("Revise or withdraw"), author, deadlines.REVISE)],
    S.EDITING: [Owed("edit", _("Edit and send for sign-off"), taker, deadlines.same_day)],
    S.MERGED: [Owed("follow_host", _("See it through together"), post("clerk"), deadlines.with_host)],
    S.AWAITING_VETTING: [Owed("vet", _("Vet"), post("vetter"), deadlines.same_day)],
    S.WITH_CHAIR: [Owed("endorse", _("Read and revise"), post("chair"), deadlines.same_day)],
    S.AWAITING_SIGNOFF: [Owed("sign_off", _("Sign off"), post("signer"), deadlines.same_day)],
    S.SIGNED: [Owed("place", _("Place in an issue or assign"), post("clerk"), deadlines.same_day)],
    S.PLACED: [Owed("publish", _("Publish with its issue"), post("clerk"), deadlines.same_day)],
    S.ISSUED: [Owed("follow_up", _("Assign or conclude"), post("clerk"), deadlines.FOLLOW_UP)],
    S.SEALED: [Owed("purge", _("Purge or unseal"), post("security"), deadlines.same_day)],
    S.ANSWERED: [Owed("give_opinion", _("Give your opinion"), author, deadlines.GIVE_OPINION)],
    S.CONTESTED: [
        Owed(
            "decide_reopening",
            _("Decide whether it is handled again"),
            post("clerk"),
            deadlines.DECIDE_REOPENING,
        ),
    ],
}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)


@transaction.atomic
def take(name, report, **given):
    """Takes a step of a report, and what was merged into it along."""
    entry = PROCEDURE.take(name, report, **given)
    bring_along(PROCEDURE, report, entry)
    return entry
