"""Deleting what has been kept for long enough, of which a count stays."""

from datetime import timedelta

from django.db import connection, transaction

from portal.audit.models import LEAST_DAYS
from portal.audit.noting import note
from portal.audit.states import What
from portal.days.policy import load_policy
from portal.days.workdays import local_day


@transaction.atomic
def forget_events(at):
    """Returns how many lines there were, older than the policy says."""
    days = max(load_policy().on(local_day(at)).audit_days, LEAST_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_events(%s)", [at - timedelta(days=days)])
        [number] = cursor.fetchone()
    if number:
        note(What.FORGOTTEN, at, about=str(number))
    return number
