"""What is owed, rung by rung: before its date its holder hears of it, after it those above hear of it too.

The holder is reminded once before the date, and chased every working day from the rung `CHASE` on. With
that rung the head of a unit hears of it, with the rung `SUPERVISE` the head again and whoever acts above the
clerk: once each, and anew where the date has been extended since. The holder's row says of whose duties
nobody above hears; of what others owe in person, whoever acts above the clerk does.
Duties are read as plain rows, as there may be very many.
"""

from collections import namedtuple
from datetime import time
from sys import intern

from django.db.models import F, Q, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.deadlines import CHASE, SUPERVISE, reached
from feedback.models import Notice
from feedback.people import Acting, Whose
from portal.days import workdays
from portal.days.lights import light
from portal.ledger.models import Duty
from portal.ledger.registry import OWED
from reports.models.report import numbered
from routing.models import Issue

BATCH = 5000
Rung = Notice.Rung
WHOSE = ["post_id", "unit_id", "person_id", Coalesce("post__name", "unit__name", "person__name")]
WHAT = [
    "pk", "kind", "due_at", "provisional", "report_id", ExtractYear("report__created_at"), "subject_type_id",
    "subject_id",
]  # fmt: skip
Row = namedtuple("Row", "whose pk kind due_at provisional report_id begun_in subject_type_id subject_id")
Matter = namedtuple("Matter", ["duty", "about", "rung", "own"])  # own: said to whoever owes it


def unheard(at, calendar):
    """Who is to hear of which open duty now, in office hours: (user, Matter)."""
    day = workdays.local_day(at)
    acting, rows = Acting(day), owed(Duty.objects.open().filter(remind_at__lte=at))
    told, told_above = _told(day), _told_above(acting)
    chased, supervised = (reached(rung, day, calendar) for rung in (CHASE, SUPERVISE))
    for row, about in rows:
        around, late = acting.around(row.whose), row.due_at <= chased
        for user in around.holders:
            if (row.pk, user.pk) not in told:
                yield user, Matter(row, about, Rung.CHASE if late else Rung.REMIND, own=True)
        if late and OWED[row.kind].holder.above:
            over = row.due_at <= supervised
            rung = Rung.SUPERVISE if over else Rung.CHASE
            for user in around.above if over else around.heads:
                if (row.pk, user.pk, rung) not in told_above:
                    yield user, Matter(row, about, rung, own=False)


def _told(day):
    """(duty, user) of whom today, or before the date since the first reminder of it was due."""
    not_late = Q(duty__due_at__gte=workdays.at_time(day, time.min))
    notices = Notice.objects.filter(rung__in=[Rung.REMIND, Rung.CHASE], duty__settled_at=None)
    notices = notices.filter(Q(day=day) | not_late & Q(at__gte=F("duty__remind_at")))
    return set(notices.values_list("duty", "user"))


def _told_above(acting):
    """(duty, user, rung) of those above, since the date that the duty has now."""
    heads = [user for users in acting.heads.values() for user in users]
    above = {user.pk for users in [heads, acting.office, *acting.above.values()] for user in users}
    notices = Notice.objects.filter(rung__in=[Rung.CHASE, Rung.SUPERVISE], duty__settled_at=None)
    notices = notices.filter(user__in=above, at__gt=F("duty__due_at"))
    return set(notices.values_list("duty", "user", "rung"))


def warned(at, soon):
    """What falls due soon, to its holder and to whoever acts above: (user, Matter)."""
    duties = Duty.objects.open().filter(rule="same_day", due_at__range=(at, soon))
    done = set(Notice.objects.filter(rung=Rung.URGENT, duty__in=duties).values_list("duty", "user"))
    acting = Acting(workdays.local_day(at))
    for row, about in owed(duties):
        around = acting.around(row.whose)
        for user in (*around.holders, *around.superiors):
            if (row.pk, user.pk) not in done:
                yield user, Matter(row, about, Rung.URGENT, own=False)


def owed(duties):
    """[(row, what it is about: the number of a report, else the subject itself)]."""
    rows, known = [], {}  # what very many rows have in common is kept once
    for values in duties.values_list(*WHOSE, *WHAT).iterator(chunk_size=BATCH):
        whose, (pk, kind, *rest) = Whose(*values[: len(WHOSE)]), values[len(WHOSE) :]
        rows.append(Row(known.setdefault(whose, whose), pk, intern(kind), *rest))
    others = {row.pk: Duty(subject_type_id=row.subject_type_id, subject_id=row.subject_id)
              for row in rows if not row.report_id}  # fmt: skip
    if others:
        prefetch_related_objects(list(others.values()), "subject")
    return [
        (row, numbered(row.report_id, row.begun_in) if row.report_id else others[row.pk].subject)
        for row in rows
    ]


def spoken(at, calendar):
    """A function that puts a matter into the active language: of what, what, since or until when, whose."""
    known = {}

    def when(row):
        unit = row.whose.unit_id if calendar.local else None  # who has days off of its own counts by them
        key = row.due_at, row.provisional, unit, get_language()
        if key not in known:
            known[key] = light(row.due_at, at, calendar.of(unit), provisional=row.provisional).words
        return known[key]

    def say(matter):
        row, about = matter.duty, matter.about
        if not isinstance(about, str | Issue):  # of an issue its words say no more than a number
            about = about.number
        words = [about, OWED[row.kind].label, when(row)]
        if not matter.own:
            words.append(row.whose.name)
        if matter.rung == Rung.SUPERVISE:
            words.append(_("under supervision"))
        return " · ".join(map(str, words))

    return say
