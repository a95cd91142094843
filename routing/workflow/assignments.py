"""Assignments: given, signed for, given more time, answered, sent back. What the office changes of them is in
changing.py, the return in returning.py, waiting in waiting.py, the end in closing.py.

A lead unit replies, and the office reviews that; a co-unit sends its opinion to the lead unit.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.deadlines import by_hand
from portal.files.storing import keep
from portal.ledger.engine import MOVED_ON, TooLate, begin, extend, lock, redate, take
from portal.ledger.models import Duty
from reports import workflow as reports
from routing import deadlines
from routing.models import Assignment, Reply, UnitOpinion
from routing.workflow.enclosing import copies, enclose

PLAIN = Assignment.Urgency.PLAIN


@transaction.atomic
def transfer(report, *, by, at, **task):
    """Gives a signed report to units without a directive."""
    reports.transfer(report, by=by, at=at)
    assign(report, by=by, at=at, **task)


def assign(
    report, *, by, at, lead, co=(), request="", directive=None, urgency=PLAIN, enclosed=None, due_on=None,
    due_why="", by_leader=False,
):  # fmt: skip
    """Opens one assignment per unit, inside the transaction of the step that names the units.

    One lead alone, one with co-units that send it their opinions, or several leads, each for its part.
    `enclosed` are the files that go along, the usual ones if it is None; `due_on` is a day set by hand.
    """
    if not lead:
        raise ValidationError(_("Name the unit that answers."))
    if len(lead) > 1 and set(co) - set(lead):
        raise ValidationError(
            _("Co-units help one lead unit: name one, or let each unit answer for its part.")
        )
    parts = dict.fromkeys(co, Assignment.Part.CO) | dict.fromkeys(lead, Assignment.Part.LEAD)
    given = {"report": report, "directive": directive, "request": request, "urgency": urgency}
    given["files"] = copies(report, enclosed)
    given["day"] = due_on and (due_on, named(directive if by_leader else None, by, due_why))
    for unit, part in parts.items():
        give(by=by, at=at, unit=unit, part=part, **given)


def named(directive, by, why):
    """Who has set a day and why, for the duty; of a leader's day, whose it is."""
    return {"by": by.name, "why": why, "leader": directive.by if directive else ""}


def give(*, by, at, files=(), day=None, **given):
    """One unit's part, with what it owes. `files` are copies; `day` is one set by hand, with its `named`."""
    assignment = Assignment.objects.create(assigned_at=at, **given)
    enclose(files, assignment, by=by, at=at)
    changes = {"unit": assignment.unit.name, "part": assignment.part, "urgency": assignment.urgency}
    changes |= {"files": [file.name for file in files]} if files else {}
    changes |= {"due": day[0], **day[1]} if day else {}
    begin("assign", assignment, by=by, at=at, changes=changes)
    if day:
        set_day(assignment, *day, at=at)


def set_day(assignment, day, named, *, at):
    """The answer is due on this day; a co-unit's, which the lead needs before, no later."""
    duty = owes_answer(assignment)
    due = by_hand(day, named, at, workdays.load().of(assignment.unit_id))
    if assignment.leads or due.at < duty.due_at:
        redate(duty, due)


def day_of(assignment, at):
    """(day, named) of a day set by hand that is still to come, which goes over to another unit; else None."""
    duty = owes_answer(assignment)
    if duty and duty.named and duty.due_at >= at:
        return workdays.local_day(duty.due_at), duty.named
    return None


@transaction.atomic
def sign_for(assignment, *, by, at):
    take("sign_for", assignment, by=by, at=at, signed_for_at=at)
    Duty.objects.about(assignment).mark_answered("sign_for", at)


def owes_answer(assignment):
    """The reply, or the opinion, that the unit owes; None once it has given it."""
    return Duty.objects.about(assignment).open().filter(kind__in=["reply", "send_opinion"]).first()


def its_answer(assignment):
    """The same, for a step that moves its date. Raises TooLate where it is owed no more."""
    if duty := owes_answer(assignment):
        return duty
    raise TooLate(MOVED_ON)


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
def grant_time(assignment, *, by, at, note="", agreed=""):
    """`agreed` is who in the leader's office agreed to it, where a leader has set the day."""
    lock(assignment)
    duty = its_answer(assignment)
    require_agreed(duty, agreed)
    due = deadlines.extended(duty, assignment.time_asked, workdays.load())
    changes = {"days": assignment.time_asked, "until": workdays.local_day(due.at), "agreed": agreed}
    changes["unit"] = assignment.unit.name
    take("grant_time", assignment, by=by, at=at, note=note, changes=changes)
    extend(duty, replace(due, named=duty.named and duty.named | {"agreed": agreed}))


def whose_day(duty):
    """Whose day it is, where a leader has set it; empty where none has."""
    return duty.named["leader"] if duty and duty.named else ""


def require_agreed(duty, agreed):
    """A day that a leader has set is put off with the word of that leader's office only."""
    if whose_day(duty) and not agreed:
        raise ValidationError({"agreed": _("Say who in the leader's office agreed to it.")})


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
