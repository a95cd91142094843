"""Supervision (督办): what the units have, how late it is, on which rung, and when it was last chased."""

from collections import Counter
from datetime import timedelta

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.deadlines import CHASE, SUPERVISE, reached
from feedback.models import Notice
from portal.days import workdays
from portal.days.lights import SOON
from portal.ledger.models import Duty, Entry
from portal.ledger.registry import OWED
from portal.pages.charts import Number, parts
from portal.people.rules import in_office
from reports.states import GONE
from routing.models import Assignment, Promise

HOW = {
    "due": _("Late or nearly late"), "late": _("Late"), "near": _("Nearly late"),
    "fresh": _("Late, not chased yet"), "chased": _("Chased by the portal"),
    "supervised": _("Under supervision"), "waiting": _("Waiting for others"), "all": _("All that is open"),
}  # fmt: skip
LADDER = (CHASE, SUPERVISE)
RUNGS = ("near", "fresh", "chased", "supervised")  # each comes after the one before it


def with_subject(duties):
    """What is shown of each row, in as many statements for one as for many."""
    rows = [
        Assignment.objects.select_related("report"),
        Promise.objects.select_related("unit", "reply__assignment__report"),
    ]
    subjects = GenericPrefetch("subject", rows)
    return duties.select_related("unit", "report").prefetch_related(subjects)


def of_units(hats):
    """What is open with the units: all of it for the office, that of the own unit for its head."""
    duties = Duty.objects.open().exclude(unit=None).exclude(report__status__in=GONE)
    return duties if in_office(hats) else duties.filter(unit__in=hats.headed)


def standings(at, calendar):
    """{how it stands: a Q}. Nearly late is what the amber light says: SOON working days left or fewer."""
    day = workdays.local_day(at)
    last = calendar.add(day, SOON + 1).end - timedelta(days=1)
    late, near = Q(due_at__lt=at), Q(due_at__gte=at, due_at__lte=workdays.end_of(last))
    chased, supervised = (Q(due_at__lte=reached(rung, day, calendar)) for rung in LADDER)
    waiting = Q(subject_type__model="assignment", subject_id__in=Assignment.objects.waiting().values("pk"))
    return {
        "due": late | near, "late": late, "near": near,
        "fresh": late & ~chased, "chased": chased & ~supervised, "supervised": supervised,
        "waiting": waiting, "all": Q(),
    }  # fmt: skip


COUNTED = ("due", "late", *RUNGS, "waiting", "all")


def counted(duties, how):
    """[{unit, unit__name, kind, and of each of COUNTED how many}], in one statement."""
    counts = {name: Count("pk", filter=how[name]) for name in COUNTED}
    return list(duties.order_by().values("unit", "unit__name", "kind").annotate(**counts))


def charts(rows):
    """[Chart] of what is late or nearly so: how late it is, and what is owed. `rows`: what was counted."""
    owed = Counter()
    for row in rows:
        owed[row["kind"]] += row["due"]
    heads = (_("How many"),)

    def on_rung(rung):
        return Number(sum(row[rung] for row in rows), _behind(how=rung))

    def of_kind(kind):
        return Number(owed[kind], _behind(how="due", kind=kind))

    kinds = [(kind, OWED[kind].label) for kind in sorted(owed, key=lambda kind: -owed[kind])]
    return [
        parts(_("How late"), heads, [(rung, HOW[rung]) for rung in RUNGS], on_rung),
        parts(_("What is owed"), heads, kinds, of_kind),
    ]


def _behind(**asked):
    return reverse("feedback:supervision", query=asked)


def by_unit(rows):
    """[{unit, unit__name, and of each of COUNTED how many}] of units with anything but what has time.

    The most late first. `rows`: what was counted.
    """
    units = {}
    for row in rows:
        named = {name: row[name] for name in ("unit", "unit__name")}
        unit = units.setdefault(row["unit"], named | dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            unit[name] += row[name]
    pressing = [unit for unit in units.values() if unit["due"] or unit["waiting"]]
    return sorted(
        pressing, key=lambda unit: (-unit["supervised"], -unit["late"], -unit["near"], unit["unit"])
    )


def follow(duties, at, calendar):
    """Adds to each: working days late, the rung, the last chase by hand and by the clock. Two statements."""
    day = workdays.local_day(at)
    chased, supervised = (reached(rung, day, calendar) for rung in LADDER)
    by_hand = _by_hand(duties)
    by_clock = Notice.objects.filter(duty__in=duties, rung__in=[Notice.Rung.CHASE, Notice.Rung.SUPERVISE])
    by_clock = dict(by_clock.order_by().values_list("duty").annotate(Max("at")))
    for duty in duties:
        late = duty.due_at < at
        duty.days_late = calendar.between(workdays.local_day(duty.due_at), day) if late else None
        rung = Notice.Rung.SUPERVISE if duty.due_at <= supervised else Notice.Rung.CHASE
        duty.rung = rung.label if duty.due_at <= chased else ""
        duty.waiting_for = duty.subject.waiting_for if getattr(duty.subject, "waits", False) else ""
        duty.by_hand = by_hand.get((duty.subject_type_id, duty.subject_id, duty.kind))
        duty.by_clock = by_clock.get(duty.pk)
        duty.number = duty.report.number if duty.report else duty.subject.number
        duty.title = duty.report.heading if duty.report else str(duty.subject)
    return duties


def _by_hand(duties):
    """{(kind of subject, subject, what is owed): the last entry}."""
    about = Q(pk=None)
    for kind in {duty.subject_type_id for duty in duties}:
        ids = [duty.subject_id for duty in duties if duty.subject_type_id == kind]
        about |= Q(subject_type=kind, subject_id__in=ids)
    entries = Entry.objects.filter(about, kind="chase").select_related("actor").order_by("id")
    return {(e.subject_type_id, e.subject_id, e.changes["duty"]): e for e in entries}
