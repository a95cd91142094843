"""When each sweep last ran."""

from contextlib import contextmanager, suppress
from datetime import time, timedelta

from django.conf import settings
from django.db import Error, models
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import DAY, at_time, local_day

NIGHT = time(2)  # when the sweeps of once a day begin
SHORTEST = 60  # seconds: one round of sending mail may take half of it, and so may a start


class LastRunQuerySet(models.QuerySet):
    """Asked and written around each run of a sweep, by its task's name."""

    def owed(self, sweep, at):
        """Whether a sweep that was woken has to run: always, but one of once a day only once a night."""
        if settings.SWEEPS[sweep] < DAY.total_seconds():
            return True
        tonight = at_time(local_day(at), NIGHT)
        last_night = tonight if tonight <= at else tonight - DAY
        return not self.filter(sweep=sweep, trouble="", ended_at__gte=last_night).exists()

    @contextmanager
    def kept(self, sweep, now):
        """Writes down the run that the block is; `now` reads the clock."""
        began = now()
        row = self.model(sweep=sweep, begun_at=began, owed_since=began)
        self.bulk_create([row], update_conflicts=True, unique_fields=["sweep"], update_fields=["begun_at"])
        mine = self.filter(sweep=sweep)
        try:
            yield
        except Exception as error:
            with suppress(Error):  # what failed may be the database
                mine.update(ended_at=now(), trouble=type(error).__name__)
            raise
        mine.update(ended_at=now(), trouble="", owed_since=began)

    def expect(self, at):
        """What stood still on purpose goes on: from now on it has as much time as ever."""
        self.update(owed_since=at)


class LastRun(models.Model):
    """One row for each sweep, from its first run on. `trouble` is an exception's class, never its words."""

    sweep = models.CharField(max_length=100, primary_key=True)  # the name of its task
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # of the last that ended; it is not this one while one runs
    trouble = models.CharField(max_length=100, blank=True)  # what the last that ended failed with
    owed_since = models.DateTimeField()  # the begin of the last that ran through; at first that of the first

    objects = LastRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("last run of a sweep")
        ordering = ["sweep"]

    def __str__(self):
        return f"{self.sweep} {self.begun_at:%Y-%m-%d %H:%M}"

    @property
    def patience(self):
        """Twice its period."""
        return timedelta(seconds=2 * max(settings.SWEEPS[self.sweep], SHORTEST))

    def stands_still(self, at):
        """Whether it has not run through for too long: nobody wakes it, it hangs, or it fails each time."""
        return at - self.owed_since > self.patience
