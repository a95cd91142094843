"""What waits for a place in an issue and what speaks for it: how long it waits, how much stands behind it."""

from django.db.models import Count, Q

from portal.days.workdays import local_day
from portal.ledger.reading import add_duties
from reports.models import Relation, Report
from reports.states import State


def candidates(calendar, at):
    """Signed reports, the important ones and then the oldest first. Two queries.

    Each has `sources` merged into it, `related` reports, `days` worked since it was signed and its `duty`.
    """
    alike = ~Q(relations__kind=Relation.Kind.DIFFERENT)
    later = ~Q(later_relations__kind=Relation.Kind.DIFFERENT)
    rows = Report.objects.filter(status=State.SIGNED).select_related("author", "organisation")
    rows = rows.annotate(
        merged=Count("carried", distinct=True),
        related=Count("relations", filter=alike, distinct=True)
        + Count("later_relations", filter=later, distinct=True),
    )
    rows = list(rows.order_by("-important", "signed_at", "id"))
    add_duties(rows)
    for report in rows:
        report.days = calendar.between(local_day(report.signed_at), local_day(at))
    return rows
