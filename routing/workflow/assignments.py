"""Assignments: signed for, given more time, answered, sent back. The return is in returning.py,
waiting in waiting.py, the end in closing.py.

A lead unit replies, and the office reviews that; a co-unit sends its opinion to the lead unit.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.files.storing import keep
from portal.ledger.engine import begin, extend, take
from portal.ledger.models import Duty
from reports import workflow as reports
from routing import deadlines
from routing.models import Assignment, Reply, UnitOpinion


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
    for unit, part in parts.items():
        given = {"report": report, "directive": directive, "unit": unit, "part": part, "request": request}
        give(by=by, at=at, **given)


def give(*, by, at, **given):
    """One unit's part, with what it owes."""
    assignment = Assignment.objects.create(assigned_at=at, **given)
    changes = {"unit": assignment.unit.name, "part": assignment.part}
    begin("assign", assignment, by=by, at=at, changes=changes)


@transaction.atomic
def sign_for(assignment, *, by, at):
    take("sign_for", assignment, by=by, at=at, signed_for_at=at)
    Duty.objects.about(assignment).mark_answered("sign_for", at)


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
    Duty.objects.about(assignment).mark_answered("reply", at)
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
