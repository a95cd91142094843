"""How much was filed, received and adopted, per level and year: the figures, and the rows behind each.

Of what was filed in a year it is asked what became of it so far: that gives the rate and the days. What was
adopted in a year counts by the day of the event, whenever the report was filed.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, date, time
from statistics import median

from django.db.models import CharField, Count, DateField, Exists, OuterRef, Q, Subquery

from portal.days.workdays import at_time, local_day
from portal.pages.figures import percent
from reports.models import Report
from reports.states import GONE
from routing.models import AdoptionEvent, FiledPiece, Piece
from routing.states import FilingState, Level

ADOPTED = AdoptionEvent.ADOPTED


def filed():
    """What was sent, each with the first adoption at the level of the committee it was sent to."""
    by_this_way = Q(filing=OuterRef("filing")) | Q(filing=None)
    there = {"report": OuterRef("report"), "level": OuterRef("body__level")}
    first = AdoptionEvent.objects.adopted().filter(by_this_way, **there).order_by("happened_on", "id")
    rows = FiledPiece.objects.exclude(filing__status=FilingState.DRAFT).exclude(report__status__in=GONE)
    return rows.annotate(
        adopted_on=Subquery(first.values("happened_on")[:1], output_field=DateField()),
        adopted_as=Subquery(first.values("kind")[:1], output_field=CharField()),
    )


def heard():
    """Events by which something is known of a filed report at all."""
    return AdoptionEvent.objects.standing().filter(filing=OuterRef("filing"), report=OuterRef("report"))


FOUND = {
    "received": Q(filing__received_on__isnull=False),
    "adopted": Q(adopted_on__isnull=False),
    "alone": Q(adopted_as=AdoptionEvent.Kind.ALONE),
    "combined": Q(adopted_as=AdoptionEvent.Kind.COMBINED),
    "waiting": ~Exists(heard()),
}


def filed_rows(*, year=None, since=None, until=None, level="", body=None, found=""):
    rows = filed()
    rows = rows.filter(filing__sent_at__gte=at_time(since, time.min)) if since else rows
    rows = rows.filter(filing__sent_at__lte=at_time(until, time.max)) if until else rows
    asked = {"filing__year": year, "body__level": level, "body": body}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    return rows.filter(FOUND[found]) if found else rows


def event_rows(*, year=None, since=None, until=None, level="", kind=""):
    rows = AdoptionEvent.objects.standing()
    rows = rows.filter(happened_on__gte=since) if since else rows
    rows = rows.filter(happened_on__lte=until) if until else rows
    rows = rows.filter(happened_on__year=year) if year else rows
    rows = rows.filter(level=level) if level else rows
    if kind == "other":
        rows = rows.exclude(kind__in=ADOPTED)
    elif kind:
        rows = rows.filter(kind__in=ADOPTED if kind == "adopted" else [kind])
    return rows


def published_rows(*, year=None, form=""):
    """Our own level: what stands in a published issue, read off the pieces."""
    together = Exists(Report.objects.filter(carried_by=OuterRef("report")))
    rows = Piece.objects.filter(live=True).exclude(issue__published_at=None).annotate(together=together)
    rows = rows.filter(issue__published_at__year=year) if year else rows
    return rows.filter(together=form == "combined") if form else rows


def days_taken(sent_at, happened_on, calendar):
    """Working days from sending to what happened then; None while nothing has."""
    return happened_on and max(0, calendar.between(local_day(sent_at), happened_on))


@dataclass
class Row:
    """One level of the ledger."""

    level: str
    own: bool = False
    filed: int = 0
    received: int = 0
    taken: int = 0  # of what was filed, adopted so far
    days: float | None = None  # median of working days to adoption
    alone: int = 0
    combined: int = 0
    other: int = 0

    @property
    def label(self):
        return Level(self.level).label

    @property
    def adopted(self):
        return self.alone + self.combined

    @property
    def share(self):
        """The rate; None where nothing was filed."""
        return self.taken / self.filed if self.filed else None

    @property
    def percent(self):
        """The same in words."""
        return percent(self.taken, self.filed)


def ledger(year, at, calendar):
    """A row for each level, in four statements; our own is that of the end of the year, or of today."""
    day = min(local_day(at), date(year or MAXYEAR, 12, 31))
    own_level = calendar.policy.on(day).committee_level
    rows = {level: Row(level, own=level == own_level) for level in Level}
    _count_filed(rows, year)
    _measure(rows, year, calendar)
    _count_events(rows, year)
    own = rows[own_level]
    pieces = published_rows(year=year).order_by().values("together").annotate(n=Count("pk"))
    for found in pieces:
        setattr(own, "combined" if found["together"] else "alone", found["n"])
    return list(rows.values())


def _count_filed(rows, year):
    counted = filed_rows(year=year).order_by().values("body__level")
    for found in counted.annotate(n=Count("pk"), received=Count("pk", filter=FOUND["received"])):
        row = rows[found["body__level"]]
        row.filed, row.received = found["n"], found["received"]


def _measure(rows, year, calendar):
    days = {level: [] for level in rows}
    adopted = filed_rows(year=year, found="adopted").order_by()
    for level, sent_at, adopted_on in adopted.values_list("body__level", "filing__sent_at", "adopted_on"):
        days[level].append(days_taken(sent_at, adopted_on, calendar))
    for level, taken in days.items():
        rows[level].taken, rows[level].days = len(taken), median(taken) if taken else None


def _count_events(rows, year):
    """As many as the list behind the number has rows."""
    counted = event_rows(year=year).order_by().values_list("level", "kind").annotate(n=Count("pk"))
    for level, kind, count in counted:
        row, name = rows[level], kind if kind in ADOPTED else "other"
        setattr(row, name, getattr(row, name) + count)
