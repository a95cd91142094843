"""Assignments: signed for, given more time, answered, sent back. The return is in returning.py,
waiting in waiting.py, the end in closing.py.

A lead unit replies, and the office reviews that; a co-unit sends its opinion to the lead unit.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import workdays
from reports import workflow as reports
from reports.engine import Owed, Procedure, Step, extend, post
from reports.files import keep
from reports.models import Duty
from reports.rules import is_clerk, nobody
from routing import deadlines
from routing.models import Assignment, Reply, UnitOpinion
from routing.rules import answers, helps, is_officer, may_ask_for_time, may_ask_to_return, may_wait
from routing.states import UNDER_WAY
from routing.states import AssignmentState as S

AT_WORK = {S.HANDLING, S.WAITING, S.TIME_REQUESTED}
STEPS = [
    Step("sign_for", _("Sign for it"), {S.ASSIGNED}, S.HANDLING, is_officer, main=True),
    Step("wait_for", _("Wait for others"), {S.HANDLING}, S.WAITING, may_wait),
    Step("nudge", _("Told to ask again"), {S.WAITING}, None, nobody),
    Step("go_on", _("Go on"), {S.WAITING}, S.HANDLING, may_wait),
    Step("end_waiting", _("The time of waiting is over"), {S.WAITING}, S.HANDLING, nobody),
    Step("request_time", _("Ask for more time"), {S.HANDLING}, S.TIME_REQUESTED, may_ask_for_time),
    Step("grant_time", _("Grant more time"), {S.TIME_REQUESTED}, S.HANDLING, is_clerk, main=True),
    Step("refuse_time", _("Refuse more time"), {S.TIME_REQUESTED}, S.HANDLING, is_clerk),
    Step(
        "request_return", _("Ask to return it"), {S.ASSIGNED, S.HANDLING}, S.RETURN_REQUESTED,
        may_ask_to_return,
    ),
    Step("agree_return", _("Agree to the return"), {S.RETURN_REQUESTED}, S.RETURNED, is_clerk, main=True),
    Step("refuse_return", _("Refuse the return"), {S.RETURN_REQUESTED}, S.HANDLING, is_clerk),
    Step("reply", _("Reply"), AT_WORK, S.REPLIED, answers, main=True),
    Step("send_opinion", _("Send the opinion"), AT_WORK, S.OPINION_SENT, helps, main=True),
    Step("pass_reply", _("Pass the reply"), {S.REPLIED}, S.PASSED, is_clerk, main=True),
    Step("send_reply_back", _("Send the reply back"), {S.REPLIED}, S.HANDLING, is_clerk),
    Step("reopen", _("To be answered anew"), {S.PASSED}, S.HANDLING, nobody),
    Step("release", _("Release"), UNDER_WAY, S.RELEASED, nobody),
]  # fmt: skip


def unit(assignment):
    return assignment.unit


def lead_unit(assignment):
    return assignment.unit if assignment.leads else None


def co_unit(assignment):
    return None if assignment.leads else assignment.unit


SIGN_FOR = Owed("sign_for", _("Sign for it"), unit, deadlines.SIGN_FOR)
ANSWER = [
    Owed("reply", _("Reply"), lead_unit, deadlines.reply),
    Owed("send_opinion", _("Send the opinion"), co_unit, deadlines.SEND_OPINION),
]
OWES = {
    S.ASSIGNED: [SIGN_FOR, *ANSWER],
    S.HANDLING: ANSWER,
    S.WAITING: ANSWER,
    S.TIME_REQUESTED: [
        *ANSWER, Owed("decide_time", _("Decide on more time"), post("clerk"), deadlines.DECIDE_TIME),
    ],
    S.RETURN_REQUESTED: [
        *ANSWER, Owed("decide_return", _("Decide on the return"), post("clerk"), deadlines.DECIDE_RETURN),
    ],
    S.REPLIED: [Owed("review_reply", _("Review the reply"), post("clerk"), deadlines.REVIEW_REPLY)],
}  # fmt: skip

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take


@transaction.atomic
def transfer(report, *, by, at, lead, co=(), request=""):
    """Gives a signed report to units without a directive."""
    reports.transfer(report, by=by, at=at)
    assign(report, by=by, at=at, lead=lead, co=co, request=request)


def assign(report, *, by, at, lead, co=(), request="", directive=None):
    """Opens one assignment per unit, inside the transaction of the step that names the units.

    One lead alone, one with co-units that send it their opinions, or several leads, each for its part.
    """
    if not lead:
        raise ValidationError(_("Name the unit that answers."))
    if len(lead) > 1 and set(co) - set(lead):
        raise ValidationError(
            _("Co-units help one lead unit: name one, or let each unit answer for its part.")
        )
    parts = dict.fromkeys(co, Assignment.Part.CO) | dict.fromkeys(lead, Assignment.Part.LEAD)
    for unit_, part in parts.items():
        given = {"report": report, "directive": directive, "unit": unit_, "part": part, "request": request}
        begin(by=by, at=at, **given)


def begin(*, by, at, **given):
    """One unit's part, with what it owes."""
    assignment = Assignment.objects.create(assigned_at=at, **given)
    changes = {"unit": assignment.unit.name, "part": assignment.part}
    PROCEDURE.begin("assign", assignment, by=by, at=at, changes=changes)


def sign_for(assignment, *, by, at):
    take("sign_for", assignment, by=by, at=at, signed_for_at=at)


def owes_answer(assignment):
    """The reply, or the opinion, that the unit owes; None once it has given it."""
    return Duty.objects.about(assignment).open().filter(kind__in=["reply", "send_opinion"]).first()


@transaction.atomic
def request_time(assignment, *, by, at, days, note):
    """Asks once, before the due date, for up to so many working days as an extension can have."""
    if days > deadlines.most_time(assignment, at, workdays.load()):
        raise ValidationError(_("An extension cannot be that long."))
    take(
        "request_time", assignment, by=by, at=at, note=note, changes={"days": days},
        where={"time_asked": None}, time_asked=days,
    )  # fmt: skip
    if at > owes_answer(assignment).due_at:
        raise ValidationError(_("More time can only be asked for before the due date."))


@transaction.atomic
def grant_time(assignment, *, by, at, note=""):
    take("grant_time", assignment, by=by, at=at, note=note, changes={"days": assignment.time_asked})
    duty = owes_answer(assignment)
    extend(duty, deadlines.extended(duty, assignment.time_asked, workdays.load()))


def refuse_time(assignment, *, by, at, note):
    take("refuse_time", assignment, by=by, at=at, note=note)


@transaction.atomic
def reply(assignment, *, by, at, files=(), **fields):
    """Keeps the reply as a row of its own; `fields` are those of Reply."""
    take("reply", assignment, by=by, at=at, changes={"grade": fields["grade"]})
    given = Reply.objects.create(assignment=assignment, by=by, at=at, **fields)
    keep(files, given, by=by, at=at)


@transaction.atomic
def send_opinion(assignment, *, by, at, text, files=()):
    """A co-unit's part ends with its word to the lead unit; nobody reviews it and it closes nothing else."""
    take("send_opinion", assignment, by=by, at=at, ended_at=at)
    given = UnitOpinion.objects.create(assignment=assignment, by=by, at=at, text=text)
    keep(files, given, by=by, at=at)


def send_reply_back(assignment, *, by, at, note):
    take("send_reply_back", assignment, by=by, at=at, note=note, sent_back=assignment.sent_back + 1)
