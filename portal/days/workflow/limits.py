"""A time limit set by the office, from a day on. It concerns what begins then; dates that stand stay."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.models import TimeLimit
from portal.days.registry import LIMITS
from portal.days.workdays import local_day
from portal.ledger.engine import require, write
from portal.people.rules import is_clerk


@transaction.atomic
def set_limit(rule, *, by, at, since, **fields):
    """The clerk's: the limits are part of the office's work, in which an administrator has no say."""
    require(is_clerk, by=by, at=at)
    if rule not in LIMITS or since < local_day(at):
        raise ValidationError(_("This day has passed."))
    limit = TimeLimit.objects.create(rule=rule, set_by=by, set_at=at, since=since, **fields)
    said = {"rule": rule, "since": since, **{name: value for name, value in fields.items() if name != "note"}}
    write("set_limit", limit, by=by, at=at, note=limit.note, changes=said)
    return limit
