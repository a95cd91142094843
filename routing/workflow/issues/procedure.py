"""The procedure of an issue: who may move it from where to where, and what each status owes."""

from django.utils.translation import gettext_lazy as _

from reports.engine import Owed, Procedure, Step, post
from reports.rules import is_clerk, is_signer, is_vetter, nobody
from routing import deadlines
from routing.rules import may_drop, may_void, sends_issue_to_signer, sends_issue_to_vetter
from routing.states import HANDED_IN, SENT
from routing.states import IssueState as S

UNSENT = HANDED_IN | {S.DRAFT}

STEPS = [
    Step("compose", _("Compose"), {S.DRAFT}, S.DRAFT, is_clerk, listed=False),
    Step(
        "submit_issue", _("Send for sign-off"), {S.DRAFT}, S.AWAITING_SIGNOFF, sends_issue_to_signer,
        main=True,
    ),
    Step(
        "submit_issue_for_vetting", _("Send for vetting"), {S.DRAFT}, S.AWAITING_VETTING,
        sends_issue_to_vetter, main=True,
    ),
    Step("vet_issue", _("Pass on"), {S.AWAITING_VETTING}, S.AWAITING_SIGNOFF, is_vetter, main=True),
    Step("send_issue_back_to_compiler", _("Send back"), {S.AWAITING_VETTING}, S.DRAFT, is_vetter),
    Step("sign_issue", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, is_signer, main=True),
    Step("send_issue_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.DRAFT, is_signer),
    Step("publish_issue", _("Publish"), {S.SIGNED}, S.PUBLISHED, is_clerk, main=True),
    Step("reopen_issue", _("Change it again"), {S.SIGNED}, S.DRAFT, is_clerk),
    Step("void_issue", _("Declare void"), UNSENT, S.VOID, may_void),
    Step("drop_issue", _("Give up the correction"), UNSENT, S.VOID, may_drop),
    Step("pull", _("A report was taken back"), UNSENT, S.DRAFT, nobody),
    Step("strike_out", _("A report was struck out"), {S.VOID}, S.VOID, nobody),
    Step("record_delivery", _("Record delivery"), {S.PUBLISHED}, None, is_clerk, main=True),
    Step("circulate_issue", _("Read by all"), {S.PUBLISHED}, S.CIRCULATED, nobody),
    Step("correct_issue", _("Correct it in a new issue"), SENT, None, is_clerk),
]  # fmt: skip


def finisher(issue):
    """The clerk, for what no report in it waits for: a correction, a number that was given."""
    return post("clerk")(issue) if issue.corrects_id or issue.number else None


# Any other draft owes nothing itself: each report in it does.
OWES = {
    S.DRAFT: [Owed("finish_issue", _("Finish the issue"), finisher, deadlines.same_day)],
    S.AWAITING_VETTING: [Owed("vet_issue", _("Vet the issue"), post("vetter"), deadlines.same_day)],
    S.AWAITING_SIGNOFF: [Owed("sign_issue", _("Sign the issue"), post("signer"), deadlines.same_day)],
    S.SIGNED: [Owed("publish_issue", _("Publish the issue"), post("clerk"), deadlines.same_day)],
    S.PUBLISHED: [
        Owed("deliver_issue", _("See that it is read or handed over"), post("clerk"), deadlines.DELIVER)
    ],
}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take
