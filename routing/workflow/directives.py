"""Directives: recorded and handed on in one transaction, open until the last assignment is closed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reports import workflow as reports
from reports.engine import Owed, Procedure, Step, lock, post
from reports.rules import nobody
from routing import deadlines
from routing.models import Directive
from routing.rules import may_name_units
from routing.states import DirectiveState as S
from routing.workflow import assignments

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

    The same form sent twice is the same directive. The caller has made sure that `by` reads the issue.
    """
    report = piece.report
    lock(report)
    found = Directive.objects.filter(key=key, leader=by).first()
    if found:
        return found
    directive = Directive.objects.create(
        key=key, piece=piece, report=report, leader=by, text=text, written_at=at
    )
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
