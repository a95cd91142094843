"""Chasing by hand (催办): a word to whoever has something, once for each duty and day."""

from datetime import time

from django.db import transaction

from portal.days.workdays import at_time, local_day
from portal.ledger.engine import lock, require, write
from portal.ledger.models import Duty, Entry
from routing.rules import may_chase


@transaction.atomic
def chase(duties, *, by, at, note):
    """One line in the journal for each; the officers and the heads of the unit are told.

    Returns those that were chased; the others were settled meanwhile, or chased that day already.
    """
    require(may_chase, by=by, at=at)
    chased = []
    for duty in sorted(duties, key=lambda duty: (duty.report_id or 0, duty.pk)):  # the order of locking
        lock(duty.subject)
        if Duty.objects.open().filter(pk=duty.pk).exists() and not chased_today(duty, at):
            write("chase", duty.subject, by=by, at=at, note=note, changes={"duty": duty.kind})
            chased.append(duty)
    return chased


def chased_today(duty, at):
    morning = at_time(local_day(at), time.min)
    entries = Entry.objects.about(duty.subject).filter(kind="chase", changes__duty=duty.kind)
    return entries.filter(at__gte=morning).exists()
