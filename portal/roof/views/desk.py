"""My desk: what waits for me, by when, and the one act that moves it on."""

from collections import Counter

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from feedback import standstill, undelivered
from feedback.models import Notice
from feedback.restoring import standing
from feedback.rules import may_release_sending
from portal.backup.standing import alarms
from portal.days.views.calendar import alarm
from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.ledger.registry import OWED
from portal.people.models import Role
from portal.people.rules import is_leader
from portal.unsent.models import Unsent
from reports.models import Appointment, Author, Proposal, Report
from routing.states import SENT

GROUPS = {"late": _("Late"), "today": _("Today"), "week": _("This week"), "later": _("Later")}
SHOWN = 100  # rows; a desk with more shows the nearest and says how many there are
WEEK = 5  # working days
RECENT = 8  # of one's own reports


def desk(request):
    """Duties by urgency; for an informant also what became of the reports."""
    owed = Duty.objects.on_desk(request.hats, request.now)
    rows = (
        owed.select_related("report", "unit")
        .prefetch_related("subject", "report__pieces")
        .order_by("due_at", "id")
    )
    groups = {key: [] for key in GROUPS}
    for duty in rows[:SHOWN]:
        groups[_group(duty, request)].append(present(duty))
    kinds = Counter(owed.order_by("due_at").values_list("kind", flat=True))
    unread = request.user.recipient_set.filter(read_at=None, issue__status__in=SENT)
    context = {
        "groups": [(key, GROUPS[key], duties) for key, duties in groups.items() if duties],
        "count": kinds.total(),
        "shown": SHOWN,
        "tallies": [(OWED[kind].label, count) for kind, count in kinds.items()],
        "authorships": Author.objects.asked(request.hats),
        "proposals": Proposal.objects.asking(request.hats),
        "to_read": is_leader(request.hats) and unread.prefetch_related("issue__pieces"),
        "leave": request.user.absences.on(local_day(request.now)).first(),
        "missing_year": alarm(request),
        "restored": standing(request.hats),
        "may_release_sending": may_release_sending(request.hats),
        "undelivered": undelivered.alarm(request.hats),
        "sweeps": standstill.sweeps(request.hats, request.now),
        "standstill": standstill.since(request.hats, request.now),
        "backup_alarms": alarms(request.hats, request.now),
        "late_at_unit": _late_at_unit(request),
        "unsent": Unsent.objects.filter(user=request.user).count(),
        "news": Notice.objects.filter(user=request.user, read_at=None).count(),
    }
    if request.hats.has(Role.INFORMANT):
        mine = Report.objects.written_by(request.user).order_by("-created_at")
        appointed = Appointment.objects.contact_of(request.user, local_day(request.now))
        context |= {"mine": mine.with_owed()[:RECENT], "mine_count": mine.count(), "appointed": appointed}
    return render(request, "roof/desk.html", context)


def _late_at_unit(request):
    """For the head of a unit: how much is late there. It is owed by the officers, so no row stands here."""
    headed = request.hats.headed
    return headed and Duty.objects.late(request.now).filter(unit__in=headed).count()


def _group(duty, request):
    today, day = local_day(request.now), local_day(duty.due_at)
    if duty.due_at < request.now:
        return "late"
    if day == today:
        return "today"
    return "week" if request.calendar.between(today, day) <= WEEK else "later"


def present(duty):
    """Adds what a row shows: its title, the number of its report, whom it waits for."""
    report = duty.report
    duty.title = report.heading if report else str(duty.subject)
    duty.waiting_for = duty.subject.waiting_for if getattr(duty.subject, "waits", False) else ""
    duty.meta = report.number if report else ""
    return duty
