"""The procedure of an assignment, one unit's part: a lead unit replies, a co-unit sends its opinion."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page, said, step_url
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, post, unit
from portal.people.rules import is_clerk, nobody
from reports.models import Report
from routing import deadlines
from routing.concerned import lead_officers, officers, officers_and_heads, other_side
from routing.forms import (
    AddCoUnitForm,
    ChangeTaskForm,
    GrantTimeForm,
    PassForm,
    RecallForm,
    ReplyForm,
    ReturnForm,
    TakeOnForm,
    TimeForm,
    UnitOpinionForm,
    WaitForm,
)
from routing.models import Assignment
from routing.procedures.task import agreed, changed, days_asked, granted, task
from routing.rules import (
    answers,
    helps,
    is_officer,
    may_add_co_unit,
    may_ask_for_time,
    may_ask_to_return,
    may_wait,
)
from routing.states import AT_UNIT, UNDER_WAY
from routing.states import AssignmentState as S
from routing.views.assignments import beside, visible
from routing.workflow import assignments as verbs
from routing.workflow import changing, closing, returning, waiting

NOT_ASKED = AT_UNIT - {S.RETURN_REQUESTED}  # else the office agrees to the return
AT_WORK = {S.HANDLING, S.WAITING, S.TIME_REQUESTED}


def own_part(opinion, hats):
    """The main unit reads it on its own part, not on that of the co-unit."""
    group = Assignment.objects.visible_to(hats).group_of(opinion)
    return next((each for each in group if each.hears_opinions), None)


LINES = [
    Line(
        "assign", _("Assigned to the unit"), says=said("unit"), inside=task, author=Sees.LINE,
        tell=Tell(officers, _("Report %(number)s has been assigned to your unit.")),
    ),
    Line(
        "hand_assignment", _("Went over to the unit's successor"), says=said("unit"), author=Sees.LINE,
        tell=Tell(
            officers_and_heads, _("Report %(number)s goes over to your unit, with the dates it has.")
        ),
    ),
    Line(
        "chase", _("Chased by the office"), aside=True, author=Sees.NOTHING,
        tell=Tell(officers_and_heads, _("The office asks your unit to act on report %(number)s now.")),
    ),
]  # fmt: skip

STEPS = [
    Step(
        "sign_for", _("Sign for it"), {S.ASSIGNED}, S.HANDLING, may=is_officer, verb=verbs.sign_for,
        form=StepForm, main=True, at_once=True, tell=NOBODY, author=Sees.LINE,
    ),
    Step(
        "wait_for", _("Wait for others"), {S.HANDLING}, S.WAITING, may=may_wait, verb=waiting.wait_for,
        form=WaitForm, author=Sees.NOTHING,
        tell=Tell(
            other_side,
            _("Report %(number)s is waiting for others; for whom, stands on its assignment slip."),
        ),
    ),
    Step(
        "nudge", _("Told to ask again"), {S.WAITING}, None, may=nobody, author=Sees.NOTHING,
        tell=Tell(officers, _("Report %(number)s is waiting at your unit: please ask again, or go on.")),
    ),
    Step(
        "go_on", _("Go on"), {S.WAITING}, S.HANDLING, may=may_wait, verb=waiting.go_on, tell=NOBODY,
        author=Sees.NOTHING,
    ),
    Step(
        "end_waiting", _("The time of waiting is over"), {S.WAITING}, S.HANDLING, may=nobody,
        author=Sees.NOTHING,
        tell=Tell(
            officers,
            _("Report %(number)s has waited long enough and is being handled again by your unit."),
        ),
    ),
    Step(
        "request_time", _("Ask for more time"), {S.HANDLING}, S.TIME_REQUESTED, may=may_ask_for_time,
        verb=verbs.request_time, form=TimeForm, says=days_asked, tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "grant_time", _("Grant more time"), {S.TIME_REQUESTED}, S.HANDLING, may=is_clerk,
        verb=verbs.grant_time, form=GrantTimeForm, main=True, done=_("More time was granted"), says=granted,
        inside=agreed, author=Sees.LINE,
        tell=Tell(officers, _("More time has been granted for report %(number)s.")),
    ),
    Step(
        "refuse_time", _("Refuse more time"), {S.TIME_REQUESTED}, S.HANDLING, may=is_clerk,
        verb=verbs.refuse_time, form=ReasonedForm, done=_("More time was refused"),
        tell=Tell(officers, _("More time has been refused for report %(number)s.")), author=Sees.NOTHING,
    ),
    Step(
        "request_return", _("Ask to return it"), {S.ASSIGNED, S.HANDLING}, S.RETURN_REQUESTED,
        may=may_ask_to_return, verb=returning.request_return, form=ReturnForm, offered=returning.in_time,
        says=said("better"), tell=NOBODY, author=Sees.NOTHING,
    ),
    Step(
        "agree_return", _("Agree to the return"), {S.RETURN_REQUESTED}, S.RETURNED, may=is_clerk,
        verb=returning.agree_return, form=TakeOnForm, main=True, says=said("to"), author=Sees.NOTHING,
        tell=Tell(officers, _("The return of report %(number)s has been agreed to.")),
    ),
    Step(
        "refuse_return", _("Refuse the return"), {S.RETURN_REQUESTED}, S.HANDLING, may=is_clerk,
        verb=returning.refuse_return, form=ReasonedForm, done=_("The return was refused"),
        author=Sees.NOTHING,
        tell=Tell(officers, _("The return of report %(number)s has been refused, with a reason.")),
    ),
    Step(
        "change_task", _("Change what is asked or by when"), AT_UNIT, None, may=is_clerk,
        verb=changing.change_task, form=ChangeTaskForm, done=_("What is asked was changed"), inside=changed,
        hint=_(
            "A day that you set holds in place of the time limit. The unit is told, and the journal keeps "
            "what was before."
        ),
        tell=Tell(
            officers_and_heads,
            _("What your unit is asked on report %(number)s, or by when, has been changed."),
        ),
        author=Sees.NOTHING,
    ),
    Step(
        "add_co_unit", _("Add a co-unit"), AT_UNIT, None, may=may_add_co_unit, verb=changing.add_co_unit,
        form=AddCoUnitForm, offered=changing.has_one_lead, done=_("A co-unit was added"), says=said("units"),
        tell=Tell(officers, _("Your unit has a co-unit more on report %(number)s.")), author=Sees.NOTHING,
    ),
    Step(
        "recall_unit", _("Give it to another unit"), NOT_ASKED, S.RECALLED, may=is_clerk,
        verb=returning.recall_unit, form=RecallForm, done=_("Taken back, as it was given to the wrong unit"),
        says=said("to"), author=Sees.NOTHING,
        warning=_(
            "The unit loses the matter and is told why; what it wrote stays on its page, for it and for the "
            "office. The other unit gets all that belongs to it, with a day that was set by hand."
        ),
        tell=Tell(
            officers_and_heads,
            _("The office has taken report %(number)s back from your unit; the reason stands on its page."),
        ),
    ),
    Step(
        "reply", _("Reply"), AT_WORK, S.REPLIED, may=answers, verb=verbs.reply, form=ReplyForm, main=True,
        tell=NOBODY, author=Sees.NOTHING,
        help=_(
            "Say what was done, how far the advice was taken up, and who talked with the author. What is "
            "solved is graded A; what is planned is graded B, with the day by which it will be done. The "
            "office looks at the reply before the author reads it."
        ),
    ),
    Step(
        "send_opinion", _("Send the opinion"), AT_WORK, S.OPINION_SENT, may=helps, verb=verbs.send_opinion,
        form=UnitOpinionForm, main=True, author=Sees.NOTHING,
        tell=Tell(lead_officers, _("A co-unit has sent you its opinion on report %(number)s."), own_part),
    ),
    Step(
        "pass_reply", _("Pass the reply"), {S.REPLIED}, S.PASSED, may=is_clerk, verb=closing.pass_reply,
        form=PassForm, main=True, author=Sees.LINE,
        tell=Tell(officers, _("Your reply on report %(number)s has been passed.")),
    ),
    Step(
        "send_reply_back", _("Send the reply back"), {S.REPLIED}, S.HANDLING, may=is_clerk,
        verb=verbs.send_reply_back, form=ReasonedForm, done=_("The reply was sent back"),
        tell=Tell(officers, _("Your reply on report %(number)s has been sent back.")), author=Sees.NOTHING,
    ),
    Step(
        "reopen", _("To be answered anew"), {S.PASSED}, S.HANDLING, may=nobody, author=Sees.NOTHING,
        done=_("To be answered anew: the author was not satisfied"),
        tell=Tell(
            officers_and_heads,
            _("Report %(number)s is to be answered anew: its author was not satisfied."),
        ),
    ),
    Step(
        "release", _("Release"), UNDER_WAY, S.RELEASED, may=nobody, author=Sees.NOTHING,
        tell=Tell(officers, _("Report %(number)s is settled; your part is released.")),
    ),
]  # fmt: skip


def any_unit(assignment):
    return assignment.unit


def lead_unit(assignment):
    return assignment.unit if assignment.leads else None


def co_unit(assignment):
    return None if assignment.leads else assignment.unit


def to_be_returned():
    """The office decides whether the unit keeps it."""
    there = Assignment.objects.filter(pk=OuterRef("subject_id"), status=S.RETURN_REQUESTED)
    return Q(Exists(there))


def answering(name):
    """Where it is answered, once the unit is at work."""
    return lambda duty: (
        step_url(duty.subject, name) if duty.subject.status in AT_WORK else duty.subject.get_absolute_url()
    )


SIGN_FOR = Owed("sign_for", _("Sign for it"), unit(any_unit), deadlines.SIGN_FOR)
ANSWER = [
    Owed(
        "reply", _("Reply"), unit(lead_unit, _("the lead unit")), deadlines.reply, page=answering("reply"),
        waits=to_be_returned,
    ),
    Owed(
        "send_opinion", _("Send the opinion"), unit(co_unit, _("the co-unit")), deadlines.SEND_OPINION,
        page=answering("send_opinion"), waits=to_be_returned,
    ),
]  # fmt: skip
OWES = {
    S.ASSIGNED: [SIGN_FOR, *ANSWER],
    S.HANDLING: ANSWER,
    S.WAITING: ANSWER,  # waiting is shown and excuses nothing
    S.TIME_REQUESTED: [
        *ANSWER,
        Owed(
            "decide_time", _("Decide on more time"), post("clerk"), deadlines.DECIDE_TIME,
            page=own_page("grant_time"),
        ),
    ],
    S.RETURN_REQUESTED: [
        *ANSWER,
        Owed(
            "decide_return", _("Decide on the return"), post("clerk"), deadlines.DECIDE_RETURN,
            page=own_page("agree_return"),
        ),
    ],
    S.REPLIED: [
        Owed(
            "review_reply", _("Review the reply"), post("clerk"), deadlines.REVIEW_REPLY,
            page=own_page("pass_reply"),
        ),
    ],
}  # fmt: skip

# With the officers of all units that have the same report: some of them hear of what one does.
WITH_UNITS = (
    Assignment.objects.select_related("report")
    .defer(*(f"report__{part}" for part in Report.PARTS))
    .prefetch_related("unit__hats__user", "report__assignments__unit__hats__user")
)
ASSIGNMENT = Procedure(
    Assignment, place="assignments", seen=visible, beside=beside, told=WITH_UNITS, lines=LINES, rows=STEPS,
    owes=OWES,
)  # fmt: skip
