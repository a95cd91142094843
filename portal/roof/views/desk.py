"""My desk: what waits for me, by when, and the one act that moves it on."""

from collections import Counter
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback import standstill, undelivered
from feedback.restoring import standing
from feedback.rules import may_release_sending
from portal.backup.standing import alarms
from portal.days.views.calendar import alarm
from portal.days.workdays import local_day
from portal.jobs.models import Job
from portal.ledger.models import Duty
from portal.ledger.reading import step_url
from portal.ledger.registry import OWED, procedure_of
from portal.people.models import Role
from portal.people.rules import (
    acts_for_units,
    in_office,
    is_administrator,
    is_editor,
    is_informant,
    is_leader,
    is_liaison,
    is_security,
)
from portal.people.throttle import guessed
from portal.roof.waiting import waiting
from portal.unsent.models import Unsent
from reports.models import Appointment, Report
from reports.views.lists import listed
from routing.models import Inspection

GROUPS = {"late": _("Late"), "today": _("Today"), "week": _("This week"), "later": _("Later")}
SHOWN = 100  # rows; a desk with more shows the nearest and says how many there are
WEEK = 5  # working days
SUBJECTS = GenericPrefetch("subject", [Inspection.objects.prefetch_related("findings")])
RECENT = 8  # of one's own reports
WRITERS = (Role.INFORMANT, Role.LIAISON, Role.CONVENER)  # who looks here what became of them
# What is no row of the desk and still waits for somebody: nothing is said to be done beside it.
ALARMS = (
    "missing_year", "restored", "undelivered", "sweeps", "standstill", "backup_alarms", "late_at_unit",
    "jobs", "guessed",
)  # fmt: skip
ELSEWHERE = [  # where one goes from an empty desk
    ("reports:queue", _("Review queue"), is_editor), ("routing:reading", _("Reading room"), is_leader),
    ("overview", _("Where everything is"), in_office), ("reports:leads", _("Leads"), is_informant),
    ("routing:assignments", _("Assignments"), acts_for_units),
    ("reports:stations", _("Stations"), is_liaison),
    ("procedures", _("Table of procedures"), is_administrator),
]  # fmt: skip


def desk(request):
    """Duties by urgency, of all kinds or of one; for whoever writes also what became of the reports."""
    rows = waiting(request.hats, request.now)
    owed, resting = by_matter(Duty.objects.on_desk(request.hats, request.now))
    kinds = Counter(kind for (_pk, kind), *_more in owed.values())
    asked = request.GET.get("kind")
    of_kind = {matter: duties for matter, duties in owed.items() if asked in (None, duties[0][1])}
    drawn = shown(nearest(of_kind), nearest(resting))
    to_read = rows["to_read"].prefetch_related("issue__pieces") if "to_read" in rows else ()
    queue = rows.get("queue", Report.objects.none())
    context = {
        "groups": groups([row for row in drawn if row.matter in of_kind], request),
        "with_others": [row for row in drawn if row.matter in resting],
        "office": in_office(request.hats),
        "count": len(owed),
        "shown": SHOWN,
        "asked": asked,
        "kinds": [(kind, OWED[kind].label, n, kind == asked) for kind, n in kinds.items()],
        "authorships": rows["authorships"],
        "proposals": rows["proposals"],
        "to_read": to_read,
        "queue": listed(queue)[:SHOWN],
        "queue_count": queue.count(),
        "leave": request.user.absences.on(local_day(request.now)).first(),
        "missing_year": alarm(request),
        "restored": standing(request.hats),
        "may_release_sending": may_release_sending(request.hats),
        "undelivered": undelivered.alarm(request.hats),
        "sweeps": standstill.sweeps(request.hats, request.now),
        "standstill": standstill.since(request.hats, request.now),
        "backup_alarms": alarms(request.hats, request.now),
        "guessed": _guessed(request),
        "late_at_unit": _late_at_unit(request),
        "jobs": Job.objects.on_desk(request.user),
        "unsent": Unsent.objects.filter(user=request.user).count(),
    }
    if request.hats.has(*WRITERS):
        mine = Report.objects.written_by(request.user).order_by("-created_at")
        appointed = Appointment.objects.contact_of(request.user, local_day(request.now))
        context |= {"mine": mine.with_owed()[:RECENT], "mine_count": mine.count(), "appointed": appointed}
    besides = sum(len(context[name]) for name in ("authorships", "proposals", "to_read"))
    context["waits"] = context["count"] + context["queue_count"] + besides
    context["quiet"] = not (context["waits"] or any(context[name] for name in ALARMS))
    context["elsewhere"] = [(label, reverse(name)) for name, label, rule in ELSEWHERE if rule(request.hats)]
    return render(request, "roof/desk.html", context)


def due(request, pk):
    """How the date of a duty on one's desk was reached; js/part.js shows it beside the date."""
    duty = get_object_or_404(Duty.objects.on_desk(request.hats, request.now), pk=pk)
    return render(request, "roof/due.html", {"duty": duty})


def by_matter(duties):
    """({(type, id) of a matter: [(id, kind) of each of these duties on it, the nearest first]}, the same of
    matters that others have at the moment).
    """
    owed, resting = {}, {}
    rows = duties.with_matter().with_rest().order_by("due_at", "id")
    for pk, kind, rests, *matter in rows.values_list("pk", "kind", "rests", "matter_type", "matter_id"):
        (resting if rests else owed).setdefault(tuple(matter), []).append((pk, kind))
    return owed, {matter: found for matter, found in resting.items() if matter not in owed}


def nearest(owed):
    return dict(islice(owed.items(), SHOWN))


def shown(owed, resting):
    """The nearest duty of each of these matters, with all that its row shows, in one statement.

    `has` is the duty that one waits for: who has the matter now, for what, and until when.
    """
    both = owed | resting
    wanted = Q(pk__in=[pk for duties in both.values() for pk, _kind in duties]) | on(resting)
    duties = Duty.objects.filter(wanted).select_related("report", "unit", "person", "post")
    known = {duty.pk: duty for duty in duties.prefetch_related(SUBJECTS)}
    rows = []
    for matter, duties in both.items():
        first, *more = (known.pop(pk) for pk, _kind in duties)
        rows.append(present(first, matter, more))
    _name_wholes(rows)
    mine = {row.matter: row for row in rows if row.matter in resting}
    for each in known.values():
        for matter in ((each.subject_type_id, each.subject_id), (_reports(), each.report_id)):
            if matter in mine and not mine[matter].has:
                mine[matter].has = each
    return rows


def on(matters):
    """What whoever has these matters owes on them."""
    found, reports = Q(pk=None), _reports()
    for kind, pk in matters:
        found |= Q(report=pk) if kind == reports else Q(subject_type=kind, subject_id=pk)
    return Q(pk__in=Duty.objects.open().to_act_on().filter(found).values("pk")) if matters else found


def _reports():
    return ContentType.objects.get_for_model(Report).pk


def groups(rows, request):
    """[(key, label, rows)] by urgency."""
    found = {key: [] for key in GROUPS}
    for duty in rows:
        found[_group(duty, request)].append(duty)
    return [(key, GROUPS[key], rows) for key, rows in found.items() if rows]


def _name_wholes(rows):
    """A row that stands for what its subject is part of is called by that, the parts standing below."""
    rows = [duty for duty in rows if duty.whole]
    prefetch_related_objects([duty.whole for duty in rows], "subject")
    for duty in rows:
        duty.part_of = duty.whole.subject
        duty.title, duty.meta = str(duty.part_of), "、".join(duty.parts)


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


def present(duty, matter, more):
    """Adds what a row shows: its title, the number of its report, whom it waits for, what is owed besides.

    `press` is the address of a step that is one press, which is done on the desk.
    """
    report, duty.matter, duty.has = duty.report, matter, None
    own = matter == (duty.subject_type_id, duty.subject_id)
    duty.whole = None if own else Duty(subject_type_id=matter[0], subject_id=matter[1])
    duty.parts = dict.fromkeys(each.report.heading for each in (duty, *more) if each.report)
    duty.then = [each for each in more if each.kind != duty.kind]
    duty.title = report.heading if report else str(duty.subject)
    duty.waiting_for = duty.subject.waiting_for if getattr(duty.subject, "waits", False) else ""
    duty.meta = report.number if report else ""
    step = procedure_of(duty.subject).steps.get(duty.kind)
    duty.press = step_url(duty.subject, step.name) if step and step.at_once else ""
    return duty


def _guessed(request):
    """In words, for the security administrator; "" for anybody else, and where nobody guessed."""
    counts = guessed(request.now) if is_security(request.hats) else (0, 0)
    words = _(
        "Passwords are being guessed: in the last 24 hours the door was closed to %(accounts)d accounts and "
        "%(addresses)d addresses."
    )
    return words % dict(zip(("accounts", "addresses"), counts, strict=True)) if any(counts) else ""
