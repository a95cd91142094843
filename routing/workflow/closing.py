"""The closing rule: what ends when a reply is passed.

A group is all assignments of a report that came from the same directive (or from none). It is done when every
lead unit's reply has passed: the one lead of a joint handling, each of the leads of a split one. A co-unit's
reply closes nothing, and an unreviewed reply closes nothing.
"""

from django.db import transaction

from reports import workflow as reports
from routing.models import Assignment, Reply
from routing.workflow import assignments, directives


@transaction.atomic
def pass_reply(assignment, *, by, at, note=""):
    """Lets the author see the reply and ends what is done by it."""
    assignments.take("pass_reply", assignment, by=by, at=at, note=note, ended_at=at)
    Reply.objects.filter(pk=assignment.replies.last().pk).update(passed_at=at)
    report, directive = assignment.report, assignment.directive
    group = Assignment.objects.filter(report=report, directive=directive).select_related("report")
    if group.under_way().filter(part=Assignment.Part.LEAD).exists():
        return
    for co_unit in group.under_way():
        assignments.take("release", co_unit, by=None, at=at, ended_at=at)
    if directive:
        directives.take("close_directive", directive, by=None, at=at, closed_at=at)
    if not report.assignments.under_way().exists() and not report.directives.open().exists():
        reports.answer(report, at=at)
