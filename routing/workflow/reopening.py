"""Handled again (重新办理): once, if the office decides so, where the author was not satisfied.

The report has not been closed until then. What the units answered and what a leader was told of it is kept;
the units answer by a new date, and whoever was told is told anew. What they promised is replaced by what they
answer now.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.ledger.engine import take
from reports import workflow as reports
from routing.models import Assignment, Promise
from routing.workflow import directives, promises


@transaction.atomic
def reopen_handling(report, *, by, at, note, units):
    """Gives it back to those whose assignments are in `units`; they read the reason."""
    reports.reopen_handling(report, by=by, at=at, note=note)  # locks the report
    chosen = [found for found in report.assignments.reopenable() if found in units]
    if not chosen:
        raise ValidationError({"units": _("Name the unit that answers anew.")})
    for assignment in sorted(chosen, key=lambda found: found.pk):
        reopen(assignment, by=by, at=at, note=note)


def reopen(assignment: Assignment, *, by, at, note):
    """What could be asked once can be asked again: it is a new matter with a new date."""
    anew = {"reopened_at": at, "ended_at": None, "sent_back": 0, "time_asked": None}
    take("reopen", assignment, by=None, at=at, note=note, changes={"by": by.name}, **anew)
    promises.supersede(Promise.objects.filter(reply__assignment=assignment), at=at)
    if assignment.directive:
        directives.reopen(assignment.directive, at=at)
