"""Reports that come out of what the portal keeps: the draft is begun with its words and names it."""

from django.db import transaction

from portal.ledger.engine import require, take
from reports.rules import may_split
from reports.workflow.undoing import free_key
from reports.workflow.writing import begin


def split_out(proposal, *, by, at, key):
    """One of the questions of a proposal as a report of its own; the draft begins with all it says."""
    require(may_split, proposal, by=by, at=at)
    return begin(
        by=by, at=at, key=key, source=proposal, occasion=proposal.occasion, category="", analysis="",
        advice="", title=proposal.title, situation=proposal.text,
    )  # fmt: skip


@transaction.atomic
def turn_into_report(matter, *, by, at):
    """What the station could not settle: begins this person's draft, which counts for the station."""
    take("turn_into_report", matter, by=by, at=at)
    return begin(
        by=by, at=at, key=free_key(matter.key, by.username), source=matter, occasion=matter.occasion,
        title=matter.topic, situation=matter.text, analysis="", advice="", category="",
    )  # fmt: skip
