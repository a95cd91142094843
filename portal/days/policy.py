"""What held of the office's policy on which day: read in one statement, by whoever reads the calendar."""

from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace

from portal.days.models import Policy
from portal.days.points import POINTS, Point

DEFAULTS = {point.name: point.parse(point.default) for point in POINTS.values()}


@dataclass(frozen=True)
class Policies:
    """The rows of the table, the one that goes before the others last."""

    rows: tuple[Policy, ...] = field(default=())

    def on(self, day: date, known: datetime | None = None) -> SimpleNamespace:
        """The value of each point on a day, as on(day).cut_off.

        With `known` as far as it was set by that moment: what is decided later moves no date that runs.
        """
        rows = (row for row in self.rows if row.since <= day and (known is None or row.set_at <= known))
        return SimpleNamespace(**DEFAULTS | {row.point: POINTS[row.point].parse(row.value) for row in rows})

    def of(self, point: Point) -> list[Policy]:
        """Its rows, the newest first."""
        return [row for row in reversed(self.rows) if row.point == point.name]

    def row(self, point: Point, day: date, known: datetime | None = None) -> Policy | None:
        """The row that holds on a day; None where it is the default."""
        rows = (row for row in self.of(point) if row.since <= day and (known is None or row.set_at <= known))
        return next(rows, None)

    def spans(self, point: Point) -> list[tuple[date, date, object]]:
        """[(first day, first day no more, value)] of all time."""
        days = sorted({date.min, *(row.since for row in self.rows if row.point == point.name)})
        return [
            (day, after, getattr(self.on(day), point.name))
            for day, after in zip(days, [*days[1:], date.max], strict=True)
        ]


def load_policy() -> Policies:
    """All of it, in one statement; what this version has no point for is left alone."""
    return Policies(tuple(Policy.objects.filter(point__in=POINTS).select_related("set_by")))
