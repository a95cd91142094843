"""Reports that come out of what the portal keeps: the draft is begun with its words and names it."""

from uuid import uuid5

from django.db import transaction

from reports.workflow import consultations
from reports.workflow.writing import begin


@transaction.atomic
def turn_into_report(matter, *, by, at):
    """What the station could not settle: begins this person's draft, which counts for the station."""
    consultations.take("turn_into_report", matter, by=by, at=at)
    return begin(
        by=by, at=at, key=uuid5(matter.key, by.username), source=matter, occasion=matter.occasion,
        title=matter.topic, situation=matter.text, analysis="", advice="", category="",
    )  # fmt: skip
