"""Revisits (回访): planned by the office where the author agreed, made by somebody who had no hand in it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate, begin, lock, require, take
from portal.people.roles import hats_of
from portal.people.rules import in_office, is_clerk
from routing.models import Revisit
from routing.models.revisits import had_a_hand, to_revisit
from routing.states import RevisitState


@transaction.atomic
def plan_revisit(report, *, by, at, person):
    """Asks `person` to; the same said twice is one revisit.

    Raises PermissionDenied where the author did not agree, TooLate where somebody was asked to already.
    """
    require(is_clerk, by=by, at=at)
    if report.contact_agreed_at is None:
        raise PermissionDenied("plan_revisit")
    lock(report)
    if same := report.revisits.filter(person=person, status=RevisitState.PLANNED).first():
        return same
    if not to_revisit().filter(pk=report.pk).exists():
        raise TooLate(_("This author is being asked already, or the report is being handled again."))
    if not in_office(hats_of(person, timezone.localdate(at))) or person.pk in had_a_hand(report):
        raise ValidationError({"person": _("Choose somebody of the office who had no hand in it.")})
    revisit = Revisit.objects.create(report=report, person=person, planned_at=at)
    begin("plan_revisit", revisit, by=by, at=at, changes={"to": person.name})
    return revisit


@transaction.atomic
def record_revisit(revisit, *, by, at, way, held_on, said):
    """How, when, and what was said. Refused to whoever had a hand in it meanwhile."""
    if held_on > local_day(at):
        raise ValidationError({"held_on": _("This day is yet to come.")})
    lock(revisit)
    if by.pk in had_a_hand(revisit.report):
        raise PermissionDenied("record_revisit")
    take("record_revisit", revisit, by=by, at=at, way=way, held_on=held_on, said=said, ended_at=at)


def drop_revisit(revisit, *, by, at, note):
    """Somebody else can be asked to, then."""
    take("drop_revisit", revisit, by=by, at=at, note=note, ended_at=at)
