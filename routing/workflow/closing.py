"""The closing rule: what ends when a reply is passed.

A group is all assignments of a report that came from the same directive (or from none). It is done when every
lead unit's reply has passed: the one lead of a joint handling, each of the leads of a split one. A co-unit's
opinion closes nothing, and an unreviewed reply closes nothing. What was returned counts for nothing: another
unit has it. A directive on an issue as a whole has a group for each report that was handed on, and ends with
the last of them.
"""

from django.db import transaction

from portal.ledger.engine import take
from reports import workflow as reports
from routing.models import Assignment, Reply
from routing.workflow import directives
from routing.workflow.promises import promise


@transaction.atomic
def pass_reply(assignment, *, by, at, note="", outcome=""):
    """Lets the author see the reply and ends what is done by it; `outcome` is what a leader is told then."""
    take("pass_reply", assignment, by=by, at=at, note=note, ended_at=at)
    reply = assignment.replies.last()
    Reply.objects.filter(pk=reply.pk).update(passed_at=at)
    promise(reply, by=by, at=at)
    report, directive = assignment.report, assignment.directive
    group = Assignment.objects.group_of(assignment).select_related("report")
    if group.under_way().filter(part=Assignment.Part.LEAD).exists():
        return
    for co_unit in group.under_way():
        take("release", co_unit, by=None, at=at, ended_at=at)
    if directive:
        directives.finish(directive, at=at, outcome=outcome)
    if not report.assignments.under_way().exists() and not report.directives.unfinished().exists():
        reports.answer(report, at=at)


def ends_directive(assignment):
    """Whether passing its reply ends the directive it came from: no other lead unit is still at work."""
    if not assignment.directive_id or assignment.part != Assignment.Part.LEAD:
        return False
    leads = assignment.directive.assignments.filter(part=Assignment.Part.LEAD)
    return not leads.under_way().exclude(pk=assignment.pk).exists()
