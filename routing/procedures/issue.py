"""The procedure of an issue: who may move it from where to where, and what each status owes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.days.deadlines import same_day
from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post
from portal.people.rules import is_clerk, is_signer, is_vetter, nobody
from reports.concerned import loser
from routing import deadlines
from routing.concerned import composer, recipients
from routing.forms import DeliveryForm, IssueSignForm
from routing.models import Issue
from routing.rules import (
    may_drop,
    may_sign_issue,
    may_vet_issue,
    may_void,
    sends_issue_to_signer,
    sends_issue_to_vetter,
)
from routing.states import HANDED_IN, SENT
from routing.states import IssueState as S
from routing.views.composing import of_the_office
from routing.views.issues import beside
from routing.workflow import issues as verbs

UNSENT = HANDED_IN | {S.DRAFT}


def reading_room(issue, _hats):
    return reverse("routing:read", args=[issue.pk])


LINES = [
    Line("begin_issue", _("Issue begun"), tell=NOBODY, author=Sees.NOTHING),
    Line("begin_correction", _("Correction begun"), tell=NOBODY, author=Sees.NOTHING),
]

STEPS = [
    Step(
        "compose", _("Compose"), {S.DRAFT}, S.DRAFT, may=is_clerk, listed=False, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "submit_issue", _("Send for sign-off"), {S.DRAFT}, S.AWAITING_SIGNOFF, may=sends_issue_to_signer,
        verb=verbs.submit_issue, main=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "submit_issue_for_vetting", _("Send for vetting"), {S.DRAFT}, S.AWAITING_VETTING,
        may=sends_issue_to_vetter, verb=verbs.submit_issue_for_vetting, main=True, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "vet_issue", _("Pass on"), {S.AWAITING_VETTING}, S.AWAITING_SIGNOFF, may=may_vet_issue,
        verb=verbs.vet_issue, form=IssueSignForm, beside=beside, main=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "send_issue_back_to_compiler", _("Send back"), {S.AWAITING_VETTING}, S.DRAFT, may=is_vetter,
        verb=verbs.send_issue_back_to_compiler, form=ReasonedForm, author=Sees.NOTHING,
        tell=Tell(composer, _("The issue you composed has been sent back by the vetter.")),
    ),
    Step(
        "sign_issue", _("Sign off"), {S.AWAITING_SIGNOFF}, S.SIGNED, may=may_sign_issue,
        verb=verbs.sign_issue, form=IssueSignForm, beside=beside, main=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "send_issue_back", _("Send back"), {S.AWAITING_SIGNOFF}, S.DRAFT, may=is_signer,
        verb=verbs.send_issue_back, form=ReasonedForm, author=Sees.NOTHING,
        tell=Tell(composer, _("The issue you composed has been sent back by the signer.")),
    ),
    Step(
        "publish_issue", _("Publish"), {S.SIGNED}, S.PUBLISHED, may=is_clerk, verb=verbs.publish_issue,
        form=StepForm, main=True, hint=_("It goes to its readers at once and cannot be called back."),
        tell=Tell(recipients, _("%(issue)s is ready to read."), reading_room), author=Sees.NOTHING,
    ),
    Step(
        "reopen_issue", _("Change it again"), {S.SIGNED}, S.DRAFT, may=is_clerk, verb=verbs.reopen_issue,
        form=ReasonedForm, author=Sees.NOTHING,
        warning=_(
            "The signature becomes void, and whoever signed is told. The number stays with the issue."
        ),
        tell=Tell(
            loser, _("%(issue)s, which you signed, is being changed again; your signature is void.")
        ),
    ),
    Step(
        "void_issue", _("Declare void"), UNSENT, S.VOID, may=may_void, verb=verbs.void_issue,
        form=ReasonedForm, author=Sees.NOTHING,
        warning=_(
            "The number stays taken and the issue in the list, as void. Its reports wait for a place again."
        ),
        tell=Tell(
            composer, _("%(issue)s has been declared void; its reports wait for a place again.")
        ),
    ),
    Step(
        "drop_issue", _("Give up the issue"), UNSENT, S.VOID, may=may_drop, verb=verbs.drop_issue,
        form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
        warning=_("It stays in the list as void, without a number. Its reports wait for a place again."),
    ),
    Step(
        "pull", _("A report was taken back"), UNSENT, S.DRAFT, may=nobody, author=Sees.NOTHING,
        tell=Tell(composer, _("A report had to leave the issue you composed, which is now a draft.")),
    ),
    Step(
        "strike_out", _("A report was struck out"), {S.VOID}, S.VOID, may=nobody, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "record_delivery", _("Record delivery"), {S.PUBLISHED}, None, may=is_clerk,
        verb=verbs.record_delivery, form=DeliveryForm, main=True, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "circulate_issue", _("Read by all"), {S.PUBLISHED}, S.CIRCULATED, may=nobody, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "correct_issue", _("Correct it in a new issue"), SENT, None, may=is_clerk, verb=verbs.correct_issue,
        form=ReasonedForm, tell=NOBODY, author=Sees.NOTHING,
        hint=_(
            "What went out stays as it is. A new issue begins with copies of its pieces; it is signed and "
            "numbered like any other and names this one."
        ),
    ),
]  # fmt: skip


def is_owed_itself(issue):
    """No report in it waits for a correction, or a number that was given; of any other draft each does."""
    return bool(issue.corrects_id or issue.number)


FINISHER = post("clerk", _("the clerk on duty, of a correction or a number that was given"), is_owed_itself)
OWES = {
    S.DRAFT: [Owed("finish_issue", _("Finish the issue"), FINISHER, same_day)],
    S.AWAITING_VETTING: [
        Owed("vet_issue", _("Vet the issue"), post("vetter"), same_day, page=own_page("vet_issue")),
    ],
    S.AWAITING_SIGNOFF: [
        Owed("sign_issue", _("Sign the issue"), post("signer"), same_day, page=own_page("sign_issue")),
    ],
    S.SIGNED: [
        Owed(
            "publish_issue", _("Publish the issue"), post("clerk"), same_day, page=own_page("publish_issue")
        ),
    ],
    S.PUBLISHED: [
        Owed(
            "deliver_issue", _("See that it is read or handed over"), post("clerk"), deadlines.DELIVER,
            page=own_page("record_delivery"),
        ),
    ],
}  # fmt: skip
# A void one goes no way any more.
STAGES = tuple((state.label, {state}) for state in S if state != S.VOID)

ISSUE = Procedure(
    Issue, place="issues", seen=of_the_office, lines=LINES, rows=STEPS, owes=OWES, stages=STAGES,
    told=Issue.objects.select_related("created_by", "series").prefetch_related("recipients__user"),
)  # fmt: skip
