"""What the clock does: turns journal entries and open duties into notices and mail, each exactly once.

Every sweep asks the tables what is owed at the moment `at`, never what a tick meant, so it may run late,
twice, or twice at once.
"""

from collections import defaultdict
from datetime import time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback import workflow
from feedback.models import Mail, Notice
from feedback.tells import TELLS, words
from portal import workdays
from portal.lights import light
from portal.models import Hat, Role, Seat
from reports.engine import TooLate
from reports.models import Duty, Entry, Report
from reports.states import State
from routing.procedures import DUTY_LABELS

BATCH = 500


@transaction.atomic
def tell(at):
    """Tells everybody concerned of what has happened since. Returns the number of entries told."""
    if not _alone("tell"):
        return 0
    untold = Entry.objects.filter(kind__in=TELLS, notices=None).select_related("report")[:BATCH]
    for entry in untold:
        people = list(TELLS[entry.kind].to(entry).distinct()) or _in_posts(at)["clerk"]
        for user in people:
            mail = _mail(user, f"entry/{entry.pk}/{user.pk}", at, [lambda e=entry: words(e)], resend=True)
            Notice.objects.create(user=user, entry=entry, day=workdays.local_day(at), at=at, mail=mail)
    return len(untold)


@transaction.atomic
def remind(at):
    """Reminds each holder of what is nearly due (once) and of what is late (once a day), in office hours."""
    day = workdays.local_day(at)
    opens, closes = (workdays.at_time(day, hour) for hour in settings.OFFICE_HOURS)
    if not (workdays.load().is_working(day) and opens <= at <= closes and _alone("remind")):
        return 0
    due_by_user = defaultdict(list)
    for duty, user in _unreminded(at, day):
        due_by_user[user].append(duty)
    for user, duties in due_by_user.items():
        lines = [lambda d=duty: duty_line(d, at) for duty in duties]
        mail = _mail(user, f"duties/{user.pk}/{day}/{duties[0].pk}", at, lines, resend=False)
        Notice.objects.bulk_create(Notice(user=user, duty=d, day=day, at=at, mail=mail) for d in duties)
    return sum(map(len, due_by_user.values()))


def _unreminded(at, day):
    """Open duties with each person to remind of them now: (duty, user)."""
    late = Q(due_at__lt=workdays.at_time(day, time.min))
    near = Q(remind_at__lte=at, due_at__gte=at)
    duties = list(Duty.objects.open().filter(near | late).select_related("person", "report"))
    reminded = Notice.objects.filter(duty__in=duties)
    today = set(reminded.filter(day=day).values_list("duty", "user"))
    ever = set(reminded.values_list("duty", "user"))
    posts, units = _in_posts(at), _in_units()
    for duty in duties:
        if duty.person:
            people = [duty.person]
        else:
            people = posts[duty.post_id] if duty.post_id else units[duty.unit_id]
        done = ever if duty.due_at >= at else today
        yield from ((duty, user) for user in people if (duty.pk, user.pk) not in done)


def _in_posts(at):
    """Who acts in each post today: the stand-ins where there are any, else the holders."""
    seats = Seat.objects.on(workdays.local_day(at)).select_related("user").order_by("stand_in", "id")
    people = defaultdict(list)
    for seat in seats:
        if seat.stand_in and people[seat.post_id] and not people[seat.post_id][0].stands_in:
            people[seat.post_id] = []
        seat.user.stands_in = seat.stand_in
        people[seat.post_id].append(seat.user)
    return people


def _in_units():
    people = defaultdict(list)
    worn = Hat.objects.filter(role=Role.OFFICER, user__is_active=True).select_related("user")
    for hat in worn:
        people[hat.organisation_id].append(hat.user)
    return people


def lapse(at):
    """Closes what the author has said nothing about in time."""
    overdue = Duty.objects.late(at).filter(kind="give_opinion").values("report")
    for report in Report.objects.filter(status=State.ANSWERED, pk__in=overdue):
        try:
            workflow.lapse(report, at=at)
        except TooLate:
            continue  # the author was faster


def duty_line(duty, at):
    """What is due, of which report, since or until when, in the active language."""
    number = duty.report.number if duty.report else duty.subject
    when = light(duty.due_at, at, workdays.load(), provisional=duty.provisional).words
    return f"{number} · {DUTY_LABELS[duty.kind]} · {when}"


def _mail(user, key, at, lines, *, resend):
    """Queues one message in the reader's language: numbers and a link, never a title or a text."""
    if not (user.email and user.is_active):
        return None
    with translation.override(user.language):
        said = [line() for line in lines]
        subject = said[0] if len(said) == 1 else ngettext(
            "%(count)s matter is waiting for you", "%(count)s matters are waiting for you", len(said)
        ) % {"count": len(said)}  # fmt: skip
        body = "\n".join(
            [_("Hello %(name)s,") % {"name": user.name}, "", *said, "", settings.BASE_URL + reverse("desk")]
        )
    return Mail.objects.create(
        key=key, user=user, subject=subject, body=body, resend=resend, created_at=at, next_try_at=at
    )


def _alone(name):
    """Whether this sweep is the only one of its name; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"sweep/{name}"])
        return cursor.fetchone()[0]
