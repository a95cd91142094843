"""How it stands with the sweeps: what does not happen now, since when, and what to do."""

from collections import defaultdict

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.clock.models import LastRun
from portal.clock.registry import alarm_of
from portal.clock.rules import sees_all_sweeps, sees_sweeps

START_AGAIN = _("Worker or beat stand still or hang. The system administrator starts them again.")
READ_THE_LOG = _("It fails each time. The system administrator finds the reason in the worker's log.")
FIND_OUT = _(
    "The worker's log names the lines. The administrators find out who did it; keep the last good backup."
)


def alarms(hats, at):
    """{what to do: [what does not happen, and since when]}, for those who may know."""
    found = defaultdict(list)
    if not sees_sweeps(hats):
        return {}
    for row in LastRun.objects.filter(sweep__in=settings.SWEEPS).order_by("owed_since"):
        for what_to_do, sentence, since in _alarm(row, at, whole=sees_all_sweeps(hats)):
            when = date_format(localtime(since), "DATETIME_FORMAT")
            found[what_to_do].append(sentence % {"time": when})
    return dict(found)


def _alarm(row, at, *, whole):
    """What a sweep has found is one at once; that it does not run through, after its patience."""
    if not (row.trouble or row.stands_still(at)):
        return
    alarm = alarm_of(row.sweep)
    if not (whole or alarm.office):
        return
    if row.trouble in alarm.findings:
        yield FIND_OUT, alarm.findings[row.trouble], row.ended_at
    elif row.stands_still(at):
        fails = row.trouble and row.begun_at <= row.ended_at
        yield READ_THE_LOG if fails else START_AGAIN, alarm.idle, row.owed_since
