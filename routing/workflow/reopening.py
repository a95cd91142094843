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
from routing.workflow.assignments import give
from routing.workflow.enclosing import copies
from routing.workflow.returning import take_on


@transaction.atomic
def reopen_handling(report, *, by, at, note, units=(), other=None):
    """Gives it back to those whose assignments are in `units`; they read the reason.

    Another unit takes the place of each that is not among them where none of its group is; where there is
    none, it answers beside the others, or alone.
    """
    reports.reopen_handling(report, by=by, at=at, note=note)  # locks the report
    answered = sorted(report.assignments.reopenable(), key=lambda found: found.pk)
    chosen = [found for found in answered if found in units]
    if not (chosen or other):
        raise ValidationError({"units": _("Name the unit that answers anew.")})
    if other in [found.unit for found in answered]:
        raise ValidationError({"other": _("This unit has answered before: tick it above.")})
    for assignment in chosen:
        reopen(assignment, by=by, at=at, note=note)
    if other:
        give_to_another(report, other, answered, chosen, by=by, at=at, note=note)


def give_to_another(report, unit, answered, chosen, *, by, at, note):
    """Of each group of which no unit answers anew, the part of the last one that did; its leader is told."""
    busy = {found.directive_id for found in chosen}
    replaced = {found.directive_id: found for found in answered if found.directive_id not in busy}
    for assignment in replaced.values():
        asked = "\n".join(filter(None, [note, assignment.request]))
        take_on(assignment, unit, by=by, at=at, request=asked)
        promised_anew(assignment, at)
        reopen_directive(assignment, at)
    if not replaced:
        beside = {"directive": chosen[0].directive, "urgency": chosen[0].urgency} if chosen else {}
        give(
            by=by, at=at, report=report, unit=unit, part=Assignment.Part.LEAD, request=note,
            files=copies(report), **beside,
        )  # fmt: skip


def reopen(assignment: Assignment, *, by, at, note):
    """What could be asked once can be asked again: it is a new matter with a new date."""
    anew = {"reopened_at": at, "ended_at": None, "sent_back": 0, "time_asked": None}
    take("reopen", assignment, by=None, at=at, note=note, changes={"by": by.name}, **anew)
    promised_anew(assignment, at)
    reopen_directive(assignment, at)


def promised_anew(assignment, at):
    """What its unit has promised so far is replaced by what comes of it now."""
    promises.supersede(Promise.objects.filter(reply__assignment=assignment), at=at)


def reopen_directive(assignment, at):
    if assignment.directive:
        directives.reopen(assignment.directive, at=at)
