"""Promises (兑现): a reply graded B comes back on its day, until it is kept or honestly given up.

| a promise is | it owes                                                                                |
|--------------|----------------------------------------------------------------------------------------|
| open         | the unit its word on the day; the office a chase, some days after a day without a word |
| reported     | the office a look: kept, or back to the unit                                            |
| kept, given up | nothing; the authors are told                                                        |
| replaced     | nothing: the matter is handled anew, and what comes of that counts                      |

It is about the promise alone: the report may long be closed.
"""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days import workdays
from portal.days.workdays import at_time, local_day
from portal.files.storing import keep
from portal.ledger.engine import begin, extend, lock, settle, take
from portal.ledger.models import Duty
from routing import deadlines
from routing.models import Promise, Reply
from routing.states import PROMISED


def promise(reply, *, by, at):
    """Follows from passing a reply that names a day; its report is locked."""
    if reply.grade == Reply.Grade.PLANNED:
        of_the_matter = {
            "unit": reply.assignment.unit_id,
            "reply__assignment__report": reply.assignment.report_id,
        }
        supersede(Promise.objects.filter(**of_the_matter), at=at)
        day = reply.promised_for
        dates = {"date": day, "first_date": day, "quiet_since": day, "opened_at": at}
        made = Promise.objects.create(reply=reply, unit=reply.assignment.unit, **dates)
        begin("promise", made, by=by, at=at, changes={"unit": made.unit.name, "day": day})


def supersede(promises, *, at):
    """Ends those that are not ended: of one matter one promise stands, or none while it is handled."""
    for promise in promises.filter(status__in=PROMISED).order_by("pk"):
        take("supersede_promise", promise, by=None, at=at, ended_at=at, slipped_at=None)


@transaction.atomic
def report_promise(promise, *, by, at, said, files=()):
    take("report_promise", promise, by=by, at=at, said=said, slipped_at=None)
    keep(files, promise, by=by, at=at)


def confirm_promise(promise, *, by, at, note=""):
    take("confirm_promise", promise, by=by, at=at, note=note, ended_at=at)


def send_promise_back(promise, *, by, at, note):
    """What was said is not yet what was promised."""
    take("send_promise_back", promise, by=by, at=at, note=note, quiet_since=later(promise.date, at))


def later(day, at):
    return max(day, local_day(at))


@transaction.atomic
def move_promise(promise, *, by, at, date, note):
    """A new day, with the reason. A day that has passed stays late; one to come is only put off."""
    if date <= later(promise.date, at):
        raise ValidationError({"date": _("Name a day to come, later than the one promised.")})
    lock(promise)
    duty = Duty.objects.about(promise).open().get(kind="report_promise")
    if at > duty.due_at:
        settle(duty, by=by, at=at)
    take(
        "move_promise", promise, by=by, at=at, note=note, changes={"day": [promise.date, date]},
        where={"date": promise.date}, date=date, moved=promise.moved + 1, quiet_since=date, slipped_at=None,
    )  # fmt: skip
    if at <= duty.due_at:
        extend(duty, deadlines.promised(promise, at, workdays.load().of(promise.unit_id)))


def give_up_promise(promise, *, by, at, note):
    """Said honestly, with the reason, which the authors read."""
    take("give_up_promise", promise, by=by, at=at, note=note, said=note, ended_at=at)


def is_quiet(promise, at, calendar):
    """Whether some days have passed since the day without a word from the unit."""
    since = at_time(promise.quiet_since, time.min)
    return at > deadlines.QUIET(promise, since, calendar.of(promise.unit_id)).at


def slip_promise(promise, *, at):
    take("slip_promise", promise, by=None, at=at, where={"slipped_at": None}, slipped_at=at)


def chase_promise(promise, *, by, at, note):
    """The office has asked; it is to ask again after as many days without a word."""
    take(
        "chase_promise", promise, by=by, at=at, note=note, where={"slipped_at": promise.slipped_at},
        slipped_at=None, quiet_since=local_day(at), chased=promise.chased + 1,
    )  # fmt: skip
