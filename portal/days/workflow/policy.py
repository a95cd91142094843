"""A point of the office's policy set from a day on: looked at first, then set, by one person at a time.

It concerns what begins from that day on. Dates that run already stay, as with the time limits.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.days.models import Policy
from portal.days.points import POINTS, Point
from portal.days.policy import Policies, load_policy
from portal.days.workdays import DAY, at_time, local_day
from portal.ledger.engine import TooLate, one_at_a_time, require, write
from portal.ledger.models import Duty
from portal.people.rules import is_clerk

CHANGED = _("Meanwhile the policy has been changed: look at what would change now. Nothing was stored.")


@dataclass(frozen=True)
class Change:
    """What a new row would do; `seen` names the table it was looked at in, for whoever confirms it."""

    point: Point
    value: object
    since: date
    before: object  # what holds on that day so far
    replaces: list[Policy]  # rows for the same day, which no longer hold
    until: Policy | None  # the row to come that ends it
    staying: int  # open dates from that day on that were counted already, and stay
    seen: str


def plan(name, value, since, *, at):
    """Raises ValidationError where the day has passed, or the hours would not fit each other."""
    point, policies = POINTS[name], load_policy()
    if since < first_day(point, at):
        raise ValidationError({"since": TOO_SOON if point.ahead else _("This day has passed.")})
    row = Policy(point=name, value=value, since=since, set_at=at)
    require_fitting(policies, row)
    rows = policies.of(point)
    running = Duty.objects.open().filter(due_at__gte=at_time(since, time.min)) if point.ahead else ()
    return Change(
        point, value, since, value_kept(policies, point, since),
        replaces=[old for old in rows if old.since == since],
        until=next((later for later in reversed(rows) if later.since > since), None),
        staying=running.count() if point.ahead else 0,
        seen=state_of(policies),
    )  # fmt: skip


TOO_SOON = _("What the clock of the day hangs on changes from tomorrow on at the earliest.")


def first_day(point: Point, at: datetime) -> date:
    """The first day from which it may be set."""
    return local_day(at) + DAY * point.ahead


def value_kept(policies, point, day):
    row = policies.row(point, day)
    return row.value if row else point.default


def state_of(policies: Policies) -> str:
    """Names what the table holds: rows are only ever added."""
    return str(max((row.pk for row in policies.rows), default=0))


def require_fitting(policies, row):
    """Raises ValidationError where a day would have hours that contradict each other.

    Of the days from the new row on, those matter on which something else begins to hold.
    """
    rows = sorted([*policies.rows, row], key=lambda each: each.since)  # of the same day the new one is last
    after = replace(policies, rows=tuple(rows))
    for day in sorted({each.since for each in rows if each.since >= row.since}):
        if wrong := misfit(after.on(day)):
            raise ValidationError(wrong if day == row.since else f"{day:%Y-%m-%d}: {wrong}")


def misfit(office):
    """What does not fit in the policy of a day, in words; nothing where all does."""
    (opens, closes), (first, second) = office.office_hours, office.warnings
    if opens >= closes:
        return _("The office must open before it closes.")
    if not opens < office.cut_off <= closes:
        return _("The cut-off must lie within the office hours: reminders go out only then.")
    if first <= second:
        return _("The first warning must come before the second.")
    if first > minutes(office.cut_off) - minutes(opens):
        return _("The first warning would come before the office opens.")
    return ""


def minutes(clock: time) -> int:
    """Since midnight."""
    return 60 * clock.hour + clock.minute


@transaction.atomic
def set_policy(name, *, by, at, since, value, note="", seen=None):
    """The clerk's, as the time limits are. Raises TooLate where the table is no longer what was `seen`."""
    require(is_clerk, by=by, at=at)
    one_at_a_time("set_policy")
    change = plan(name, value, since, at=at)
    if seen not in (None, change.seen):
        said = {"point": name, "value": value, "since": since, "note": note, "set_by": by}
        if same := Policy.objects.filter(pk=change.seen, **said).first():
            return same  # the same form sent twice
        raise TooLate(CHANGED)
    row = Policy.objects.create(point=name, value=value, since=since, set_by=by, set_at=at, note=note)
    said = {"point": name, "value": value, "before": change.before, "since": since}
    write("set_policy", row, by=by, at=at, note=note, changes=said)
    return row
