"""The three rates (三率) of each unit: signed for in time, answered in time, satisfied.

Read off the duties, whose lateness was written when they were settled. A case counts for the period in which
it was due, by its last date; what is open after its date was not in time, what is not due yet counts for
nothing. What a unit returned or was released from it never answered, and that counts for nothing either. Of
the authors' opinions count those given in the period; silence does not. All of it is shown.
"""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import Opinion
from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.pages.charts import by_month
from portal.pages.figures import percent
from portal.people.models import Organisation
from reports.models import Report
from reports.states import GONE
from routing.states import AssignmentState

Grade = Opinion.Grade
RATES = {
    "sign_for": _("Signed for in time"), "reply": _("Answered in time"),
    "handling": _("Satisfied with the handling"), "result": _("Satisfied with the result"),
}  # fmt: skip
DUTIES, OPINIONS = ("sign_for", "reply"), ("handling", "result")
LATER = Q(due_at__gt=F("first_due_at"))
STANDING = {
    "of": _("Counted"), "kept": _("In time"), "late": _("Done late"), "open": _("Late and still open"),
    "ahead": _("Not due yet"),
    "ended": _("Returned or released"), "extended": _("With more time"),
    "waiting": _("Has waited for others"),
    "satisfied": _("Satisfied or mostly satisfied"), "dissatisfied": _("Not satisfied"),
    "none": _("No opinion"), "fully": _("Satisfied"), "mostly": _("Mostly satisfied"),
}  # fmt: skip
COUNTED = {  # what of a rate is in its denominator; the first of each is its numerator
    "sign_for": ("kept", "late", "open"), "reply": ("kept", "late", "open"),
    "handling": ("satisfied", "dissatisfied"), "result": ("satisfied", "dissatisfied"),
}  # fmt: skip
GRADES = {  # {what an author may say: how that is called among the standings}
    Grade.SATISFIED: "fully", Grade.MOSTLY: "mostly", Grade.DISSATISFIED: "dissatisfied", Grade.NONE: "none",
}  # fmt: skip
APART = {
    "sign_for": ("ahead", "ended"), "reply": ("ahead", "ended", "extended", "waiting"), "handling": ("none",),
    "result": ("none",),
}  # fmt: skip


def standings(name):
    """What one may ask of a rate."""
    return {"of", *COUNTED[name], *APART[name], *(GRADES.values() if name in OPINIONS else ())}


@dataclass
class Rate:
    """How many of how many; `apart` is shown beside it."""

    name: str
    counts: dict

    @property
    def of(self):
        return sum(self.counts[name] for name in COUNTED[self.name])

    @property
    def kept(self):
        return self.counts[COUNTED[self.name][0]]

    @property
    def share(self):
        return self.kept / self.of if self.of else None

    @property
    def percent(self):
        return percent(self.kept, self.of)


@dataclass
class UnitRates:
    """One unit's rates. `place` is its rank by one of them; None below the least number of cases."""

    pk: int
    name: str
    rates: dict = field(default_factory=dict)
    place: int | None = None


def how(at):
    """{standing of a duty: a Q}."""
    done, over = Q(settled_at__isnull=False, answered=True), Q(due_at__lt=at)
    return {
        "kept": done & Q(late=False), "late": done & Q(late=True), "open": Q(settled_at=None) & over,
        "ahead": Q(settled_at=None) & ~over, "ended": Q(settled_at__isnull=False, answered=False),
        "extended": LATER, "waiting": Q(waited=True), "of": done | Q(settled_at=None) & over,
    }  # fmt: skip


def duties(name, period):
    """What units owed and was due in the period."""
    rows = Duty.objects.filter(kind=name, unit__isnull=False, due_at__range=period.moments)
    return rows.exclude(report__in=gone())


def gone():
    """Sealed and purged reports: few, so that they are looked up once and not each row's report."""
    return Report.objects.filter(status__in=GONE).values("pk")


def judged(name):
    """{standing of an opinion: a Q}."""
    return {
        "satisfied": Q(**{f"{name}__in": [Grade.SATISFIED, Grade.MOSTLY]}),
        "dissatisfied": Q(**{name: Grade.DISSATISFIED}), "none": Q(**{name: Grade.NONE}),
        "fully": Q(**{name: Grade.SATISFIED}), "mostly": Q(**{name: Grade.MOSTLY}),
        "of": ~Q(**{name: Grade.NONE}),
    }  # fmt: skip


OF_UNIT = "report__assignments__unit"


def opinions(period):
    """What authors said in the period, once for each lead unit whose reply had passed."""
    answered = Q(report__assignments__status=AssignmentState.PASSED)
    answered |= Q(report__assignments__reopened_at__isnull=False)
    rows = Opinion.objects.filter(answered, at__range=period.moments, report__assignments__part="lead")
    return rows.exclude(report__in=gone())


def cases(name, standing, period, **asked):
    """The address of the list of the cases behind a number."""
    return reverse("feedback:rated", query={"rate": name, "standing": standing} | asked | period.query)


def monthly(name, span, at):
    """Of all units together by month: a function that gives the Number of a Period within the span."""
    if name in DUTIES:
        rows, when, found = duties(name, span), "due_at", how(at)
    else:
        rows, when, found = opinions(span), "at", judged(name)
    kept = COUNTED[name][0]

    def address(period):
        return cases(name, kept, period), cases(name, "of", period)

    return by_month(rows, when, address=address, n=found[kept], of=found["of"])


def least_cases(period, at, calendar):
    """From how many on a unit has a rank: as the last day of the period had it, or today while that runs."""
    return calendar.policy.on(min(period.until, local_day(at))).least_cases


def of_units(period, at, calendar, by="reply"):
    """[UnitRates], ranked by one rate; units with fewer cases than are worth a rank stand after the others.

    Four statements for any number of units.
    """
    found = {}
    for name in DUTIES:
        counts = {key: Count("pk", filter=q) for key, q in how(at).items() if key != "of"}
        _add(found, name, duties(name, period).order_by().values("unit").annotate(**counts), "unit")
    for name, rows in _judged(period).items():
        _add(found, name, rows, OF_UNIT)
    names = dict(Organisation.objects.filter(pk__in=found).values_list("pk", "name"))
    units = [UnitRates(pk, names[pk], rates) for pk, rates in found.items()]
    for unit in units:
        unit.rates = {name: unit.rates.get(name) or Rate(name, dict.fromkeys(STANDING, 0)) for name in RATES}
    return _ranked(units, by, least_cases(period, at, calendar))


def _judged(period):
    """Both opinions in one statement."""
    counts = {
        f"{name}_{key}": Count("pk", filter=q, distinct=True)
        for name in OPINIONS
        for key, q in judged(name).items()
    }
    rows = list(opinions(period).order_by().values(OF_UNIT).annotate(**counts))
    return {
        name: [{OF_UNIT: row[OF_UNIT]} | {key: row[f"{name}_{key}"] for key in judged(name)} for row in rows]
        for name in OPINIONS
    }


def _add(found, name, rows, unit):
    for row in rows:
        found.setdefault(row[unit], {})[name] = Rate(name, {k: v for k, v in row.items() if k != unit})


def _ranked(units, by, least):
    """Equal shares have equal places."""
    enough = [unit for unit in units if unit.rates[by].of >= least]
    shares = sorted((unit.rates[by].share for unit in enough), reverse=True)
    for unit in enough:
        unit.place = shares.index(unit.rates[by].share) + 1
    few = [unit for unit in units if unit.place is None]
    ranked = sorted(enough, key=lambda unit: (unit.place, -unit.rates[by].of, unit.name))
    return ranked + sorted(few, key=lambda unit: (-unit.rates[by].of, unit.name))
