"""Matters of the stations: recorded or received, looked at, and none left without an outcome."""

import secrets
from datetime import time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from portal.days.points import POINTS
from portal.days.policy import load_policy
from portal.days.workdays import at_time, local_day
from portal.jobs.workflow import withdraw
from portal.ledger.engine import (
    MOVED_ON,
    TooLate,
    begin,
    lock,
    require,
    require_standing,
    sent_once,
    take,
    write,
)
from portal.people.models import Counter
from portal.unsent.workflow import let_go_of
from reports.models import Consultation, Intake, SetAside
from reports.models.stations import KINDS
from reports.rules import handles_matter, keeps_address
from reports.states import MATTER_OPEN
from reports.states import MatterState as S


@transaction.atomic
def record(*, by, at, key, station, **fields):
    """The liaison writes down what was talked over. The same form sent twice is the same matter."""
    if station.kind not in KINDS:
        raise PermissionDenied(station.kind)
    require(handles_matter, Consultation(station=station), by=by, at=at)
    require_standing(station)
    matter, new = _begun(key, at, recorded_by=by, station=station, **fields)
    if new:
        write("record_matter", matter, by=by, at=at)
        take("accept_matter", matter, by=by, at=at)
    return matter


@transaction.atomic
def receive(intake, *, at, key, **fields):
    """A citizen sends a suggestion: it waits for the station, and counts once it was looked at."""
    kind, station = Consultation.Kind.SUGGESTION, intake.organisation.heir
    require_standing(station)
    matter, new = _begun(key, at, station=station, kind=kind, recorded_by=None, **fields)
    if new:
        begin("receive_matter", matter, by=None, at=at)
    return matter


def _begun(key, at, **fields):
    return sent_once(Consultation, fields, more={"begun_at": at}, key=key)


def accept_matter(matter, *, by, at):
    take("accept_matter", matter, by=by, at=at)


def set_aside(matter, *, by, at, reason, note=""):
    """What must not be sent here at all is erased at the same time."""
    erased = _wordless() if reason == SetAside.CLASSIFIED else {}
    take("set_aside", matter, by=by, at=at, note=note, changes={"reason": reason}, ended_at=at, **erased)


def settle_matter(matter, *, by, at, note):
    take("settle_matter", matter, by=by, at=at, note=note, ended_at=at)


def pass_on(matter, *, by, at, to, note=""):
    take("pass_on", matter, by=by, at=at, note=note, changes={"to": to}, passed_to=to, ended_at=at)


def require_kept(matter, *fields):
    """Raises TooLate where nothing of it is there any more: it was erased a moment ago."""
    lock(matter)
    matter.refresh_from_db(fields=fields)
    if not any(getattr(matter, field) for field in fields):
        raise TooLate(MOVED_ON)


@transaction.atomic
def correct_citizen(matter, *, by, at, checked, citizen, phone):
    """The journal says which of the two was corrected and how the person was checked, not the words."""
    require_kept(matter, *NAMELESS)
    now = {"citizen": citizen, "phone": phone}
    what = [name for name, words in now.items() if words != getattr(matter, name)]
    if not what:
        raise TooLate(MOVED_ON)
    take("correct_citizen", matter, by=by, at=at, changes={"checked": checked, "what": what}, **now)


@transaction.atomic
def erase_citizen(matter, *, by, at, checked):
    require_kept(matter, *NAMELESS)
    take("erase_citizen", matter, by=by, at=at, changes={"checked": checked}, **NAMELESS)
    withdraw()


@transaction.atomic
def erase_matter(matter, *, by, at, checked):
    """After its end: what was written goes too."""
    require_kept(matter, "text")
    let_go_of(matter)
    take("erase_matter", matter, by=by, at=at, changes={"checked": checked}, **NAMELESS, **_wordless())
    withdraw()


@transaction.atomic
def withdraw_matter(matter, *, by, at, checked):
    """Before its end: it ends, and nothing of it stays but its number and its days."""
    let_go_of(matter)
    gone = NAMELESS | _wordless()
    take("withdraw_matter", matter, by=by, at=at, changes={"checked": checked}, ended_at=at, **gone)
    withdraw()


NAMELESS = {"citizen": "", "phone": ""}


def _wordless():
    return {"topic": gettext("Erased"), "text": ""}


def reported(report, *, at):
    """The matter a filed report came out of has found its end."""
    matter = report.source
    if isinstance(matter, Consultation) and matter.status in MATTER_OPEN - {S.RECEIVED}:
        take("report_matter", matter, by=None, at=at, changes={"report": report.number}, ended_at=at)


# Letters and digits that nobody takes for one another when reading them aloud.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@transaction.atomic
def make_address(station, *, by, at, instead_of=None):
    """A new public address; the one before stops working.

    `instead_of` is the code that the page showed, "" for none: where another one stands, it is not replaced.
    """
    require(keeps_address, station, by=by, at=at)
    lock(station)
    there = Intake.objects.filter(organisation=station).first()
    if instead_of not in (None, there.code if there else ""):
        return there
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    fresh = {"code": code, "made_at": at, "made_by": by}
    intake, _new = Intake.objects.update_or_create(organisation=station, defaults=fresh)
    lock(intake)
    write("make_address", intake, by=by, at=at)
    return intake


def forget(at):
    """Erases names and phones some time after the end, and old counters. Returns how many matters."""
    Counter.objects.filter(since__lt=at - timedelta(days=1)).delete()
    ended = Consultation.objects.filter(_kept_long_enough(at))
    return ended.exclude(**NAMELESS).update(**NAMELESS)


def _kept_long_enough(at):
    """As many days as the policy has now; who was promised fewer when writing is not kept for longer."""
    policy, over = load_policy(), Q(pk=None)
    now = policy.on(local_day(at)).citizen_data_days
    for first, after, promised in policy.spans(POINTS["citizen_data_days"]):
        written = Q(begun_at__gte=at_time(first, time.min), begun_at__lt=at_time(after, time.min))
        over |= written & Q(ended_at__lt=at - timedelta(days=min(now, promised)))
    return over
