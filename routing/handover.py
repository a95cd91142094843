"""What a handling unit leaves to its successor: matters in hand, promises, lines of who owns what."""

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ledger.engine import lock, write
from portal.register.registry import Handover
from routing.models import Assignment, Competence, Promise
from routing.states import PROMISED


def assignments(organisation):
    return Assignment.objects.under_way().filter(unit=organisation)


def reports_of_assignments(organisation):
    return assignments(organisation).values_list("report", flat=True)


def hand_assignments(organisation, successor, *, by, at):
    """The same part with the same dates: its new unit is told, and the journey says so."""
    for assignment in assignments(organisation).select_related("report"):
        _to(assignment, organisation, successor, by=by, at=at)
    named = Assignment.objects.under_way().filter(better_unit=organisation)
    named.exclude(unit=successor).update(better_unit=successor)


def assignments_stuck(organisation, successor):
    """One unit has one part in a matter."""
    there = Assignment.objects.under_way().filter(unit=successor)
    for mine in assignments(organisation).select_related("report"):
        if there.filter(report=mine.report, directive=mine.directive_id).exists():
            yield gettext("Both have a part in %(number)s: take one back, or wait for its end.") % {
                "number": mine.report.number
            }


def promises(organisation):
    return Promise.objects.filter(unit=organisation, status__in=PROMISED)


def reports_of_promises(organisation):
    return promises(organisation).values_list("reply__assignment__report", flat=True)


def hand_promises(organisation, successor, *, by, at):
    for promise in promises(organisation).select_related("reply__assignment__report"):
        _to(promise, organisation, successor, by=by, at=at)


def _to(subject, organisation, successor, *, by, at):
    subject.unit = successor
    subject.save(update_fields=["unit"])
    kind = "hand_assignment" if isinstance(subject, Assignment) else "hand_promise"
    write(kind, subject, by=by, at=at, changes={"unit": f"{organisation.name} → {successor.name}"})


def competences(organisation):
    return Competence.objects.filter(unit=organisation, holds=True)


def hand_competences(organisation, successor, *, by, at):
    """A matter that the successor owns already no longer holds for the old one."""
    owned = set(Competence.objects.filter(unit=successor).values_list("matter", flat=True))
    for line in list(competences(organisation)):
        lock(line)
        if line.matter in owned:
            change, said = {"holds": False}, {"holds": ["True", "False"]}
        else:
            change, said = {"unit": successor}, {"unit": [organisation.name, successor.name]}
        Competence.objects.filter(pk=line.pk).update(version=F("version") + 1, **change)
        write("edit_competence", line, by=by, at=at, changes=said)


HANDOVERS = [
    Handover(
        _("Assignments under way"), assignments, hand_assignments, reports_of_assignments, assignments_stuck
    ),
    Handover(_("Promises to be kept"), promises, hand_promises, reports_of_promises),
    Handover(_("Lines of who owns what"), competences, hand_competences),
]
