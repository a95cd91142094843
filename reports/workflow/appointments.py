"""Appointments: made, renewed by the next term, ended; the contact officer sees to it in time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from portal.days import workdays
from portal.ledger.engine import begin, require, take
from portal.people.models import User
from portal.people.rules import is_editor
from reports import deadlines
from reports.models import Appointment
from reports.states import AppointmentState as S


@transaction.atomic
def appoint(*, by, at, person, field, since, until, contact):
    """Appoints a person for a term. The same said twice is one appointment.

    Raises PermissionDenied to anybody but the office, ValidationError where the person has another term on
    any of these days, or the term leaves no working day to come.
    """
    require(is_editor, by=by, at=at)
    said = {"person": person, "field": field, "since": since, "until": until, "contact": contact}
    return _appoint(said, by=by, at=at)


def _appoint(said, *, by, at):
    person, since, until = (said[name] for name in ("person", "since", "until"))
    one_at_a_time(person)
    if same := Appointment.objects.filter(status=S.CURRENT, **said).first():
        return same
    if other := Appointment.objects.within(since, until).filter(person=person).first():
        term = {"since": other.since.isoformat(), "until": (other.ended_on or other.until).isoformat()}
        raise ValidationError(gettext("Already appointed from %(since)s to %(until)s.") % term)
    if deadlines.last_working(until, workdays.load()) <= workdays.local_day(at):
        raise ValidationError(gettext("The term must end later: it leaves no working day to come."))
    row = Appointment.objects.create(begun_at=at, begun_by=by, **said)
    changes = {name: str(value) for name, value in said.items()}
    begin("appoint", row, by=by, at=at, changes=changes)
    return row


def one_at_a_time(person):
    """Until the end of the transaction nobody else appoints this person."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


@transaction.atomic
def renew_appointment(row, *, by, at, field, until, contact):
    """Opens the next term on the day after this one, which is kept as it was. Answers with the new one."""
    take("renew_appointment", row, by=by, at=at)
    since = row.until + timedelta(days=1)
    if until < since:
        raise ValidationError({"until": gettext("The next term ends after it begins.")})
    said = {"person": row.person, "field": field, "since": since, "until": until, "contact": contact}
    return _appoint(said, by=by, at=at)


def end_appointment(row, *, by, at, note):
    """Today is its last day, or none is, where it had not begun."""
    today = workdays.local_day(at)
    last = min(today, row.until) if row.since <= today else row.since - timedelta(days=1)
    take("end_appointment", row, by=by, at=at, note=note, ended_on=last)
