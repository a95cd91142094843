"""How it stands with the backups: the last one, the second copy, the test restore; when it is an alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.backup.models import Backup, Check, Kind
from portal.backup.rules import sees_backups

A_DAY, A_WEEK, A_QUARTER = timedelta(days=1), timedelta(days=7), timedelta(days=90)
GRACE = timedelta(hours=2)  # a nightly run does not end at the same minute every night


@dataclass(frozen=True)
class Fact:
    """One of three things to see to. `of` is the moment it holds, None if it was never done."""

    title: str | Promise
    of: datetime | None
    failed: Check | None  # the last try, if it was in vain
    overdue: bool
    command: str
    alarm: str | Promise

    @property
    def good(self):
        return not (self.failed or self.overdue)


def facts(at):
    """The backup, the second copy and the test restore, with what is wrong."""
    copies, trials = (Check.objects.filter(kind=kind) for kind in (Kind.COPY, Kind.RESTORE))
    taken = Backup.objects.values_list("taken_at", flat=True).first()
    copied = _good(copies).aggregate(of=Max("backup__taken_at"))["of"]
    tried = _good(trials).aggregate(of=Max("at"))["of"]
    return [
        Fact(
            _("Last backup"), taken, None, _older(taken, at - A_DAY), "backup /backup/2026-03-10.tar.gz",
            _("The last backup is more than a day old, or there is none."),
        ),
        Fact(
            _("Second copy"), copied, _failed(copies), _older(copied, at - A_WEEK),
            "check_copy /copy/2026-03-10.tar.gz",
            _("The second copy of the backup is more than a week old, or it is damaged, or there is none."),
        ),
        Fact(
            _("Test restore"), tried, _failed(trials), _older(tried, at - A_QUARTER),
            "try_restore /backup/2026-03-10.tar.gz",
            _("In the last 90 days no backup was restored to try it, or the last try failed."),
        ),
    ]  # fmt: skip


def _good(checks):
    return checks.filter(trouble="")


def _failed(checks):
    """The last one, if it was in vain."""
    last = checks.first()
    return last if last and last.trouble else None


def _older(of, limit):
    return of is None or of < limit - GRACE


def alarms(hats, at):
    """What is wrong, for those who see the backups. The demo needs none."""
    if settings.DEMO or not sees_backups(hats):
        return []
    return [fact.alarm for fact in facts(at) if not fact.good]
