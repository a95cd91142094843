"""Directives: recorded and handed on in one transaction, open until the last assignment is closed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports import workflow as reports
from reports.engine import Owed, Procedure, Step, TooLate, lock, post, require
from reports.rules import nobody
from routing import deadlines
from routing.models import Directive, Issue
from routing.rules import is_leader, may_name_units
from routing.states import DirectiveState as S
from routing.workflow import assignments, issues

STEPS = [
    Step("name_units", _("Name the units"), {S.UNASSIGNED}, S.ASSIGNED, may_name_units, main=True),
    Step("close_directive", _("Close"), {S.ASSIGNED}, S.CLOSED, nobody),
]

OWES = {S.UNASSIGNED: [Owed("name_units", _("Name the units"), post("clerk"), deadlines.same_day)]}

PROCEDURE = Procedure({step.name: step for step in STEPS}, OWES)
take = PROCEDURE.take


@transaction.atomic
def direct(piece, *, by, at, key, text, lead=None, co=()):
    """Records what the leader wrote and, without a seam, assigns it or makes naming units the office's duty.

    The same form sent twice is the same directive. Raises PermissionDenied to anybody but a leader who reads
    the issue, TooLate where the form was already used for other words.
    """
    require(is_leader, by=by, at=at)
    if not Issue.objects.published().filter(pk=piece.issue_id, recipients__user=by).exists():
        raise PermissionDenied("direct")
    issues.mark_read(piece.issue, by=by, at=at, piece=piece)
    report = piece.report
    lock(report)
    said = {"piece": piece, "report": report, "leader": by, "text": text}
    directive, new = Directive.objects.get_or_create(key=key, defaults={"written_at": at, **said})
    if not new:
        if all(getattr(directive, name) == value for name, value in said.items()):
            return directive
        raise TooLate(gettext("This form has already been handed on with other words."))
    PROCEDURE.begin("direct", directive, by=by, at=at)
    report.refresh_from_db()
    reports.handle(report, at=at)
    if lead:
        name_units(directive, by=by, at=at, lead=lead, co=co)
    return directive


@transaction.atomic
def name_units(directive, *, by, at, lead, co=(), request=""):
    """`lead` is a list of units: one alone, one with co-units, or several that each answer for their part."""
    take("name_units", directive, by=by, at=at)
    assignments.assign(directive.report, by=by, at=at, lead=lead, co=co, request=request, directive=directive)
