"""The author's last word, which closes the report or has it handled again."""

from django.db import transaction

from feedback.models import Opinion
from reports import workflow as reports


@transaction.atomic
def give_opinion(report, *, by, at, handling, result, words="", may_contact=False):
    """Closes the report; of somebody who is not satisfied, the office has to decide first, once."""
    unhappy = Opinion.Grade.DISSATISFIED in (handling, result) and not report.reopened_at
    say = reports.contest if unhappy else reports.give_opinion
    say(report, by=by, at=at, may_contact=may_contact)
    return Opinion.objects.create(report=report, by=by, at=at, handling=handling, result=result, words=words)


@transaction.atomic
def lapse(report, *, at):
    """Silence closes the report as "no opinion", never as satisfied."""
    reports.lapse(report, at=at)
    none = Opinion.Grade.NONE
    return Opinion.objects.create(report=report, at=at, handling=none, result=none)
