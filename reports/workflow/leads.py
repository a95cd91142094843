"""Leads: published to an audience, read, closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from portal.days import workdays
from portal.ledger.engine import TooLate, begin, create_once, require, take
from portal.people.rules import is_editor
from reports.models import Lead, Reached
from reports.models.leads import audience


@transaction.atomic
def publish_lead(*, by, at, key, topic, why, closes_on, kinds=(), organisations=(), people=()):
    """Publishes a lead to whoever is in its audience today; the same form sent twice is the same lead.

    Raises PermissionDenied to anybody but the office, ValidationError for an audience of nobody or a closing
    date that is none, TooLate where the form was already used for other words.
    """
    require(is_editor, by=by, at=at)
    said = {"topic": topic, "why": why, "closes_on": closes_on}
    said["audience"] = {"kinds": list(kinds), "names": [str(each) for each in (*organisations, *people)]}
    lead, new = create_once(Lead, {"begun_at": at, "begun_by": by, **said}, key=key)
    if not new:
        if all(getattr(lead, name) == value for name, value in said.items()):
            return lead
        raise TooLate(gettext("This form has already been used with other words."))
    require_working_day(closes_on, workdays.local_day(at), workdays.load())
    reached = audience(kinds, organisations, people)
    if not Reached.objects.bulk_create(Reached(lead=lead, user=user) for user in reached):
        raise ValidationError(gettext("Choose an audience: so far this reaches nobody."))
    changes = lead.audience | {"reached": len(reached)}
    begin("publish_lead", lead, by=by, at=at, changes=changes)
    return lead


def require_working_day(day, first, calendar):
    """A day of the office from `first` on. Raises ValidationError with the nearest one that would do."""
    if day < first:
        earliest = date_format(calendar.next_working(first), "DATE_FORMAT")
        raise ValidationError(gettext("The first day possible is %(day)s.") % {"day": earliest})
    if not calendar.is_working(day):
        following = date_format(calendar.next_working(day), "DATE_FORMAT")
        raise ValidationError(gettext("A day off. The next working day is %(day)s.") % {"day": following})


def mark_lead_read(lead, *, by, at):
    """By somebody it was published to; the first time counts."""
    return Reached.objects.filter(lead=lead, user=by, read_at=None).update(read_at=at)


def is_open(lead, at, _calendar):
    return lead.is_open(at)


def close_lead(lead, *, by, at, note=""):
    """Takes no more answers from now on; drafts that were begun may still be filed."""
    take("close_lead", lead, by=by, at=at, note=note)
