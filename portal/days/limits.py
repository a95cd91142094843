"""Which time limit holds on the day of an event: of the kind of matter first, else of every matter."""

from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.utils.timezone import localdate

from portal.days.models import TimeLimit


@dataclass(frozen=True)
class Limits:
    """The rows of the table, the newest first."""

    rows: tuple[TimeLimit, ...] = field(default=())

    def holding(self, rule, category, at):
        """The row that holds at this moment, or None; what was set later in the day does not reach back."""
        holding = [row for row in self.of(rule) if row.since <= localdate(at) and row.set_at <= at]
        for kind in dict.fromkeys([category, ""]):
            if found := next((row for row in holding if row.category == kind), None):
                return found
        return None

    def of(self, rule):
        return [row for row in self.rows if row.rule == rule]


def load_limits():
    """All of them, in one query."""
    rows = TimeLimit.objects.select_related("set_by").order_by("-since", "-pk")
    return Limits(tuple(rows))


def matters():
    """The kinds of matter that a limit may be set for, as the model of reports has them."""
    return apps.get_model(settings.REPORT_MODEL).Category
