"""A briefing for a meeting (主席会议情况汇报): the figures of a period, its notable pieces, its directives.

Everything is counted in the tables at the moment it is asked for, in a fixed number of statements.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from feedback import same_day, three_rates
from feedback.models import Opinion
from portal.pages.charts import Number, parts
from portal.pages.figures import percent
from reports.models import Report
from reports.states import GONE, State
from routing.models import AdoptionEvent, Assignment, Directive, FiledPiece, Issue, Piece
from routing.states import AssignmentState, DirectiveState, FilingState, Level

HIGH = (Level.PROVINCE, Level.NATIONAL)  # adoption there makes a piece notable
MOST = 200  # pieces to choose from
DUE = {
    "kept": _("of these signed the same day"), "late": _("of these signed later"),
    "open": _("of these not signed yet"),
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """What is counted, how much of it, and where its list is."""

    label: str
    value: int | str
    url: str = ""


def figures(period, at):
    """[(group, [Figure])], in nine statements."""
    return [
        (_("Reports"), _reports(period, at)),
        (_("Published"), _issues(period)),
        (_("Directives"), _directives(period)),
        (_("Assignments"), _assignments(period)),
        (_("Filed upward"), _filed(period)),
        (_("Adopted elsewhere"), _adopted(period)),
        (_("Authors' opinions of the result"), _opinions(period)),
    ]


def there():
    """Reports that were filed with us and are not sealed."""
    return Report.objects.exclude(status__in=GONE | {State.DRAFT})


def _reports(period, at):
    """Of the promise counts what was due to be signed in the period, as on its own page."""
    within = {"received": Q(submitted_at__range=period.moments), "signed": Q(signed_at__range=period.moments)}
    said = there().aggregate(**{name: Count("pk", filter=q) for name, q in within.items()})
    due = same_day.promised("sign_by", period.since, period.until).filter(sign_by__lte=at)
    due = due.aggregate(**{name: Count("pk", filter=q) for name, q in same_day.SIGNING.items()})
    number, behind = sum(due[standing] for standing in DUE), {"half": "sign_by"} | period.query
    listed = {
        standing: reverse("feedback:promised", query=behind | {"standing": standing})
        for standing in (same_day.DUE, *DUE)
    }
    return [
        Figure(_("received"), said["received"], reverse("reports:list", query=period.query)),
        Figure(_("signed off"), said["signed"]),
        Figure(_("due to be signed off"), number, listed[same_day.DUE]),
        *(Figure(label, due[standing], listed[standing]) for standing, label in DUE.items()),
        Figure(_("same-day rate, of those due"), percent(due["kept"], number) or "—"),
    ]


def charts(period):
    """[Chart]: the reports of the period by category, in one statement."""
    rows = there().filter(submitted_at__range=period.moments).order_by().values_list("category")
    counts = dict(rows.annotate(Count("pk")))

    def number(category):
        url = reverse("reports:list", query={"category": category} | period.query)
        return Number(counts.get(category, 0), url)

    return [parts(_("Reports by category"), (_("Received"),), Report.Category.choices, number)]


def _issues(period):
    """Of each series how many issues, and how many pieces in them; corrections are counted apart."""
    published = Issue.objects.published().filter(published_at__range=period.moments)
    rows = published.order_by("series__order", "series").values_list("series__name")
    first, again = Q(corrects=None), Q(corrects__isnull=False)
    rows = rows.annotate(
        issues=Count("pk", filter=first, distinct=True),
        pieces_in=Count("pieces", filter=first),
        corrections_of=Count("pk", filter=again, distinct=True),
    )
    found = []
    for name, *counts in rows:
        parts = zip((_("issues"), _("pieces"), _("corrections")), counts, strict=True)
        found += [Figure(format_lazy("{} · {}", name, what), n) for what, n in parts if n]
    return found or [Figure(_("issues"), 0)]


def given(period):
    """Directives of the period, sealed reports left aside."""
    return Directive.objects.filter(written_at__range=period.moments).exclude(report__status__in=GONE)


def _directives(period):
    """All, those of each rank that has any, and how many are closed."""
    ranks = {f"rank_{rank}": Count("pk", filter=Q(rank=rank)) for rank in Directive.Rank}
    closed = Count("pk", filter=Q(status=DirectiveState.CLOSED))
    said = given(period).aggregate(all=Count("pk"), closed=closed, **ranks)
    by_rank = [Figure(rank.label, said[f"rank_{rank}"]) for rank in Directive.Rank if said[f"rank_{rank}"]]
    return [
        Figure(_("given"), said["all"]),
        *by_rank,
        Figure(_("of these closed"), said["closed"]),
    ]


def _assignments(period):
    rows = Assignment.objects.filter(assigned_at__range=period.moments).exclude(report__status__in=GONE)
    answered = Q(replies__isnull=False)
    said = rows.aggregate(
        given=Count("pk", distinct=True),
        replied=Count("pk", filter=answered, distinct=True),
        passed=Count("pk", filter=Q(status=AssignmentState.PASSED), distinct=True),
    )
    return [
        Figure(_("assigned"), said["given"]),
        Figure(_("replied to"), said["replied"]),
        Figure(_("reply passed"), said["passed"]),
    ]


def _filed(period):
    rows = FiledPiece.objects.exclude(filing__status=FilingState.DRAFT).exclude(report__status__in=GONE)
    rows = rows.filter(filing__sent_at__range=period.moments)
    counts = dict(rows.order_by().values_list("body__level").annotate(Count("pk")))
    return _by_level(counts, "routing:filed", period)


def _by_level(counts, route, period, **query):
    """A figure for each level that has one, the lowest first."""
    return [
        Figure(level.label, counts[level], reverse(route, query=query | period.query | {"level": level}))
        for level in Level
        if level in counts
    ] or [Figure(_("none"), 0)]


def _adopted(period):
    rows = AdoptionEvent.objects.adopted().filter(happened_on__range=period.days)
    counts = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    return _by_level(counts, "routing:events", period, kind="adopted")


def _opinions(period):
    rows = three_rates.opinions(period).order_by().values_list("result")
    counts = dict(rows.annotate(Count("pk", distinct=True)))
    return [
        Figure(
            grade.label, counts.get(grade, 0), three_rates.cases("result", three_rates.GRADES[grade], period)
        )
        for grade in Opinion.Grade
    ]


def directives(period):
    """What was written in the period and what came of it, by day."""
    rows = given(period).with_subject().order_by("written_on", "id")
    return rows.prefetch_related("assignments__unit", "assignments__replies")


def candidates(period):
    """Signed reports of the period, and those of which something was heard in it; the notable ones first.

    Notable: a directive in the period, adopted in it by the province or higher, or important.
    """
    high = AdoptionEvent.objects.adopted().filter(happened_on__range=period.days, level__in=HIGH)
    rows = (
        there()
        .exclude(signed_at=None)
        .annotate(
            directed=Exists(given(period).filter(report=OuterRef("pk"))),
            taken_up=Exists(high.filter(report=OuterRef("pk"))),
            notable=Q(directed=True) | Q(taken_up=True) | Q(important=True),
        )
    )
    rows = rows.filter(Q(signed_at__range=period.moments) | Q(directed=True) | Q(taken_up=True))
    return with_story(rows.order_by("-notable", "-signed_at", "-pk"))[:MOST]


def with_story(reports):
    """The reports with what is said of each: its authors, where it was published, adopted, directed."""
    events = AdoptionEvent.objects.standing().filter(level__in=HIGH)
    pieces = Piece.objects.filter(live=True).exclude(issue__published_at=None)
    return reports.prefetch_related(
        Prefetch("adoption_events", events, to_attr="news"),
        Prefetch("pieces", pieces.select_related("issue__series"), to_attr="published"),
        "directives", "authors", "carried__author", "carried__organisation", "carried__authors",
    ).select_related("author", "organisation")  # fmt: skip
