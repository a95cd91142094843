"""A time limit set by the office, from a day on. It concerns what begins then; dates that stand stay."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.models import TimeLimit
from portal.days.registry import LIMITS
from portal.days.workdays import local_day
from portal.ledger.engine import MOVED_ON, TooLate, one_at_a_time, require, write
from portal.people.rules import is_clerk


@transaction.atomic
def set_limit(rule, *, by, at, since, version=None, **fields):
    """The clerk's: the limits are part of the office's work, in which an administrator has no say.

    `version` is that of the newest limit by this rule on the page that was read. The same form sent twice is
    one limit. Raises TooLate where somebody has set another one since.
    """
    require(is_clerk, by=by, at=at)
    if rule not in LIMITS or since < local_day(at):
        raise ValidationError(_("This day has passed."))
    one_at_a_time("set_limit", rule)
    last = newest(rule)
    asked = {"rule": rule, "set_by": by, "since": since, **fields}
    if version not in (None, last.version):
        if last.version == version + 1 and all(getattr(last, name) == value for name, value in asked.items()):
            return last
        raise TooLate(MOVED_ON)
    limit = TimeLimit.objects.create(version=last.version + 1, set_at=at, **asked)
    said = {"rule": rule, "since": since, **{name: value for name, value in fields.items() if name != "note"}}
    write("set_limit", limit, by=by, at=at, note=limit.note, changes=said)
    return limit


def newest(rule):
    """The last limit set by this rule; one of version 0 where none was."""
    return TimeLimit.objects.filter(rule=rule).order_by("version").last() or TimeLimit(rule=rule, version=0)
