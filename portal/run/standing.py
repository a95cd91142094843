"""How each part of the portal stands: for the operator, in words, without anything of anybody.

Each answers by itself, so that one that is away hides no other.
"""

import shutil
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.backup.models import Backup
from portal.clock.models import LastRun
from portal.days.models import CalendarDay
from portal.days.workdays import local_day
from portal.run.embedded import valkey_answers

LEAST_ROOM = 1_000_000_000  # bytes
BACKUP_AGE = timedelta(hours=26)  # a nightly run does not end at the same minute every night
DAYS_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Part:
    """`since`: the last moment, or day, that it is known of. `why` and `what_to_do` where it is not good."""

    name: str
    good: bool
    since: datetime | None = None
    why: str | Promise = ""
    what_to_do: str | Promise = ""

    def age(self, at):
        """Seconds; None where it has no moment."""
        return None if self.since is None else round((at - self.since).total_seconds())


def parts(at):
    """All of them, the database first. Without it nothing is known of what it holds."""
    database = _database()
    yield database
    yield _broker()
    yield _mail()
    yield _disk()
    if database.good:
        for ask in (_clock, _backup, _calendar):
            try:
                yield ask(at)
            except DatabaseError:
                yield Part(ask.__name__.strip("_"), False, why=_("It cannot be read."), what_to_do=MIGRATE)


MIGRATE = _("Run: manage.py migrate, then manage.py seed.")


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Part(
            "database", False, why=_("The database does not answer."),
            what_to_do=_("Start postgres, and see that DATABASE_URL is its address and the disk has room."),
        )  # fmt: skip
    return Part("database", True)


def _broker():
    return Part(
        "broker", valkey_answers(settings.CELERY_BROKER_URL), why=_("The broker does not answer."),
        what_to_do=_("Start valkey, and see that REDIS_URL is its address. Nothing is lost meanwhile."),
    )  # fmt: skip


def _mail():
    """Whether the server lets in whoever sends; nothing is sent."""
    good = False
    with suppress(OSError, smtplib.SMTPException), get_connection():
        good = True
    return Part(
        "mail", good, why=_("The mail server does not let the portal in."),
        what_to_do=_("See to EMAIL_URL and the mail server. Mail waits and goes out by itself."),
    )  # fmt: skip


def _disk():
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    return Part(
        "disk", shutil.disk_usage(place).free >= LEAST_ROOM, why=_("The disk is nearly full."),
        what_to_do=_("Make room on the disk of MEDIA_ROOT. No other command is needed."),
    )  # fmt: skip


def _clock(at):
    """Worker and beat together: without either no sweep ends."""
    runs = LastRun.objects.filter(sweep__in=settings.SWEEPS)
    ended = max((row.ended_at for row in runs if row.ended_at), default=None)
    idle = sorted(row.sweep for row in runs if row.stands_still(at))
    why = _("These stand still, fail or hang:") if ended else _("No sweep has ever ended.")
    return Part(
        "clock", bool(ended) and not idle, ended, f"{why} {' '.join(idle)}".strip(),
        _("Start worker and beat again; their logs say why they ended."),
    )  # fmt: skip


def _backup(at):
    taken = Backup.objects.values_list("taken_at", flat=True).first()
    return Part(
        "backup", settings.DEMO or bool(taken) and at - taken <= BACKUP_AGE, taken,
        _("The last backup is more than a day old, or there is none."),
        _("Run: manage.py backup FILE, each night, with a second copy on another disk."),
    )  # fmt: skip


def _calendar(at):
    years = CalendarDay.objects.filter(organisation=None).values_list("date__year", flat=True)
    wanted = (local_day(at) + DAYS_AHEAD).year
    return Part(
        "calendar", years.filter(date__year=wanted).exists(),
        why=_("The days off of the coming month are not known."),
        what_to_do=_("Run: manage.py seed; or the clerk enters the year on the page “Working-day calendar”."),
    )  # fmt: skip
