"""Classified matter in a report that is already placed in an issue: the issue lets go of it first."""

from django.db import transaction

from reports import workflow as reports
from routing.workflow import issues


@transaction.atomic
def refuse_classified(report, *, by, at):
    """Seals the report; an issue that has it and is not published is a draft again, without it."""
    issues.let_go(report, at=at)
    reports.refuse_classified(report, by=by, at=at)
