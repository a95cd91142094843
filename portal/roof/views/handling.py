"""The tab of a report that shows what leaders wrote, what the units did, what the author thinks."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.ledger.models import Duty, Entry
from portal.people.rules import is_clerk
from reports.models import Report
from reports.states import State
from routing.models import Directive, Finding, Reply
from routing.models.revisits import to_revisit
from routing.views.assignments import with_files


def handling(report, office, request):
    """Assignments and replies; before a reply has passed the author sees only that the unit is at work."""
    replies = Reply.objects.filter(assignment__report=report).select_related("assignment__unit", "promise")
    if not office:
        replies = replies.exclude(passed_at=None)
    assignments = report.assignments.select_related("unit")
    duties = Duty.objects.nearest(assignments)
    return {
        "assignments": [(assignment, duties.get(assignment.pk)) for assignment in assignments],
        "directives": Directive.objects.touching(report).with_subject().order_by("written_on", "pk"),
        "reads_wording": _is_own(request.user, report),
        "replies": with_files(replies),
        "opinions": report.opinions.all(),
        "decided": partial(_decided, report),  # asked for where it is shown
        "revisits": report.revisits.select_related("person") if office else [],
        "findings": Finding.objects.filter(assignment__report=report).with_subject() if office else [],
        "may_revisit": is_clerk(request.hats) and to_revisit().filter(pk=report.pk).exists(),
        "may_plan": is_clerk(request.hats) and bool(assignments),
    }


def _decided(report):
    """[(heading, entry)]: what the office said where the author was not satisfied."""
    left = Entry.objects.about(report).filter(changes__status__0=State.CONTESTED)
    return [(_decision(entry), entry) for entry in left if not entry.line.follows]


def _decision(entry):
    if entry.changes["status"][1] == State.HANDLING:
        return _("The office has it handled again")
    return _("The office lets the answer stand")


def _is_own(user, report):
    """Whether it, or a report merged into it, was written by this person."""
    own = Report.objects.written_by(user)
    return own.filter(Q(pk=report.pk) | Q(carried_by=report)).exists()
