"""What the journal tells of the working-day calendar, the time limits and the office's policy."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.days.models import CalendarYear, Policy, TimeLimit
from portal.days.points import POINTS
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Sees

FEW = 5  # days that are named


def days_changed(entry):
    """The days of a small change by name, of a large one their number."""
    words = {"put": gettext("set: %(days)s"), "struck": gettext("struck: %(days)s")}
    said = {name: entry.changes[name] for name in words}
    return "\n".join(words[name] % {"days": _days(days)} for name, days in said.items() if days)


def _days(days):
    few = "、".join(f"{day} {name}" for day, _kind, name, *_rest in days[:FEW])
    if len(days) <= FEW:
        return few
    return gettext("%(few)s and more, %(count)d days") % {"few": few, "count": len(days)}


YEAR = Procedure(
    CalendarYear,
    lines=[
        Line(
            "change_year", _("Days changed"), tell=NOBODY, author=Sees.NOTHING, says=days_changed
        ),
        Line(  # written on whatever has its date moved
            "move_date", _("Date moved with the working-day calendar"), tell=NOBODY,
            author=Sees.NOTHING,
        ),
    ],
)  # fmt: skip
LIMIT = Procedure(
    TimeLimit,
    lines=[Line("set_limit", _("Time limit set"), tell=NOBODY, author=Sees.NOTHING)],
)


def point_set(entry):
    """Which point, and what it is now."""
    point, value = POINTS.get(entry.changes["point"]), entry.changes["value"]
    return f"{point.label} · {point.says(value)}" if point else entry.changes["point"]


POLICY = Procedure(
    Policy,
    lines=[Line("set_policy", _("Office policy set"), tell=NOBODY, author=Sees.NOTHING, says=point_set)],
)
PROCEDURES = [YEAR, LIMIT, POLICY]
