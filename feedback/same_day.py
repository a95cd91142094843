"""Signed off the same day, reported the same day: who kept the promise, day by day and as a rate.

The promise has two halves. A report is to be signed off by the cut-off that its submission gave it
(`sign_by`), and to leave the office by the cut-off that its signature gave it (`report_by`). What was
returned, kept, refused, withdrawn or merged before it was signed is no longer part of it, and is shown apart.
"""

from collections import Counter
from datetime import time, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek, TruncYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import DayClosing
from portal.days import workdays
from portal.ledger.engine import write
from portal.ledger.models import Entry
from portal.pages.charts import by_month
from reports.models import Report
from reports.states import GONE, IN_REVIEW, TO_BE_REPORTED, UNFILED, State

PERIODS = {
    "day": (_("Day"), TruncDay, timedelta(days=31)),
    "week": (_("Week"), TruncWeek, timedelta(weeks=26)),
    "month": (_("Month"), TruncMonth, timedelta(days=730)),
    "year": (_("Year"), TruncYear, timedelta(days=3660)),
}
# Of each half of the promise: how a report stands to it.
SIGNING = {
    "kept": Q(signed_at__lte=F("sign_by")),
    "late": Q(signed_at__gt=F("sign_by")),
    "open": Q(signed_at=None, status__in=IN_REVIEW),
    "apart": Q(signed_at=None) & ~Q(status__in=IN_REVIEW),
}
REPORTING = {
    "kept": Q(reported_at__lte=F("report_by")),
    "late": Q(reported_at__gt=F("report_by")),
    "open": Q(reported_at=None, status__in=TO_BE_REPORTED),
}
HALVES = {"sign_by": SIGNING, "report_by": REPORTING}
CALLED = {"sign_by": _("To be signed off"), "report_by": _("To be reported")}
STANDING = {"kept": _("In time"), "late": _("Late"), "open": _("Not done yet"), "apart": _("Settled before")}
DUE = "due"  # in time, late or not done yet: what the rate is of
LIGHTS = {
    "kept": ("green", "check2-circle"), "late": ("amber", "hourglass-split"),
    "open": ("red", "exclamation-triangle-fill"), "apart": ("grey", "dash-circle"),
}  # fmt: skip


def promised(half, since, until):
    """Reports that were due in one half of the promise from one day to another, both included.

    What was merged is signed and reported with its host, and drafts owe nothing.
    """
    days = (workdays.at_time(since, time.min), workdays.at_time(until, time.max))
    return Report.objects.filter(**{f"{half}__range": days}, carried_by=None).exclude(status__in=UNFILED)


def asked(half, standing):
    """A Q: those of one standing, or all that the rate is of."""
    how = HALVES[half]
    return how["kept"] | how["late"] | how["open"] if standing == DUE else how[standing]


def monthly(half, span, at):
    """Of what was due by then: a function that gives the Number of whole months within the span."""
    rows = promised(half, *span.days).filter(**{f"{half}__lte": at})

    def address(period):
        query = {"half": half} | period.query
        return [reverse("feedback:promised", query=query | {"standing": name}) for name in ("kept", DUE)]

    return by_month(rows, half, address=address, n=asked(half, "kept"), of=asked(half, DUE))


def begin(day, by):
    """The first day of the period that has this day in it."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "day":
        return day
    return day.replace(day=1, **({"month": 1} if by == "year" else {}))


def rates(by, at):
    """[{start, sign_by: {kept, late, open, apart}, report_by: ...}] of each period, the newest first.

    What is not yet due counts for nothing. A half of which nothing was due in a period is not there.
    """
    _label, trunc, back = PERIODS[by]
    today = workdays.local_day(at)
    found = {}
    for half, standings in HALVES.items():
        rows = promised(half, begin(today - back, by), today).filter(**{f"{half}__lte": at})
        rows = rows.annotate(start=trunc(half, tzinfo=workdays.SHANGHAI)).values("start").order_by()
        for row in rows.annotate(**{name: Count("pk", filter=q) for name, q in standings.items()}):
            start = workdays.local_day(row.pop("start"))
            found.setdefault(start, {"start": start})[half] = row
    return [found[start] for start in sorted(found, reverse=True)]


def due_in(counts):
    """How many of them the rate is of."""
    return counts["kept"] + counts["late"] + counts["open"]


def due_on(day, today):
    """Of the closing list of a day; today's has what is left over from before, too."""
    both = Q(pk__in=promised("sign_by", day, day)) | Q(pk__in=promised("report_by", day, day))
    if day == today:
        before = workdays.at_time(day, time.min)
        both |= Q(sign_by__lt=before) & SIGNING["open"] | Q(report_by__lt=before) & REPORTING["open"]
    return Report.objects.filter(both, carried_by=None).order_by("sign_by", "pk")


def neighbours(day):
    """(the last day before, the first day after) on which anything was due; None where there is none."""
    start, end = workdays.at_time(day, time.min), workdays.at_time(day, time.max)
    found = Report.objects.aggregate(
        signed_before=Max("sign_by", filter=Q(sign_by__lt=start)),
        reported_before=Max("report_by", filter=Q(report_by__lt=start)),
        signed_after=Min("sign_by", filter=Q(sign_by__gt=end)),
        reported_after=Min("report_by", filter=Q(report_by__gt=end)),
    )
    days = {name: at and workdays.local_day(at) for name, at in found.items()}
    before = filter(None, [days["signed_before"], days["reported_before"]])
    after = filter(None, [days["signed_after"], days["reported_after"]])
    return max(before, default=None), min(after, default=None)


def rows(reports, day):
    """[{report, sign_by, report_by, status, holder}]: how each stands now to the promise of that day."""
    end = workdays.at_time(day, time.max)
    return [
        {
            "report": report.pk,
            "sign_by": _standing(report.signed_at, report.sign_by, report.status in IN_REVIEW),
            "report_by": report.report_by and report.report_by <= end
            and _standing(report.reported_at, report.report_by, report.status in TO_BE_REPORTED) or "",
            "status": report.status,
            "holder": str(report.owed[0].holder) if report.owed else "",
        }
        for report in reports.with_owed()
    ]  # fmt: skip


def _standing(done_at, due_at, is_open):
    if done_at:
        return "kept" if done_at <= due_at else "late"
    return "open" if is_open else "apart"


@transaction.atomic
def close_day(at):
    """Once the cut-off of a working day has passed: keeps its list. Returns whether there was one to keep.

    What was begun before another cut-off was set may be due later in the day: the list waits for it.
    """
    day, calendar = workdays.local_day(at), workdays.load()
    over = at > workdays.cut_off(day, at, calendar) and calendar.is_working(day)
    if not over or DayClosing.objects.filter(day=day).exists() or _runs(day, at):
        return False
    closing = DayClosing.objects.create(day=day, taken_at=at, rows=rows(due_on(day, day), day))
    if closing.rows:
        counts = {name: sum(row["sign_by"] == name for row in closing.rows) for name in STANDING}
        write("close_day", closing, by=None, at=at, changes=counts)
    return True


def _runs(day, at):
    """Whether anything is due that day and its time is not up yet."""
    return any(promised(half, day, day).filter(**{f"{half}__gte": at}).exists() for half in HALVES)


def explained(reports):
    """{report: the last reason given for its delay}"""
    said = Entry.objects.filter(kind="explain_delay", report__in=reports).order_by("pk")
    return dict(said.values_list("report", "note"))


def shown(rows, seen):
    """The rows with their reports, as far as these are in `seen`; a sealed one has lost its title."""
    numbers = [row["report"] for row in rows]
    reports = seen.exclude(status__in=GONE).select_related("author", "organisation").in_bulk(numbers)
    words = explained(numbers)
    return [
        row | {
            "report": reports[row["report"]], "why": words.get(row["report"], ""),
            "stage": State(row["status"]).label,
            "unkept": "open" in (row["sign_by"], row["report_by"]),
        }
        for row in rows
        if row["report"] in reports
    ]  # fmt: skip


def summed(rows):
    """[(half of the promise, rows due in it, [(standing, rows)])]: each number is the sum of its parts."""
    found = []
    for half, called in CALLED.items():
        counts = Counter(row[half] for row in rows if row[half])
        parts = [(words, counts[name]) for name, words in STANDING.items() if counts[name]]
        found.append((called, counts.total(), parts))
    return [half for half in found if half[1]]


def light(standing):
    """Its colour, sign and word; None where that half was not due."""
    if not standing:
        return None
    colour, icon = LIGHTS[standing]
    return {"colour": colour, "icon": icon, "words": STANDING[standing]}
