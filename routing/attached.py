"""Who may have what units hand in, scans of directives, and the office's correspondence with those above."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from portal.people.rules import in_office
from reports.models import Report
from routing.models import (
    AdoptionEvent,
    Assignment,
    Directive,
    Filing,
    Finding,
    Promise,
    Reply,
    UnitOpinion,
)
from routing.states import HANDED_OVER


def of_reply(hats, attachment):
    """For the office and the unit; with a passed reply, for all who see the report."""
    reply = get_object_or_404(Reply.objects.select_related("assignment"), pk=attachment.subject_id)
    if Assignment.objects.visible_to(hats).filter(pk=reply.assignment_id).exists():
        return reply.assignment
    rows = Report.objects.visible_to(hats)
    return get_object_or_404(rows if reply.passed_at else rows.none(), pk=reply.assignment.report_id)


def of_opinion(hats, attachment):
    """For the office, whoever gave it, and the lead unit, never for the author."""
    opinion = get_object_or_404(UnitOpinion.objects.select_related("assignment"), pk=attachment.subject_id)
    group = Assignment.objects.group_of(opinion.assignment).visible_to(hats)
    if not in_office(hats):
        leads = Q(part=Assignment.Part.LEAD) & ~Q(status__in=HANDED_OVER)
        group = group.filter(Q(pk=opinion.assignment_id) | leads)
    return get_object_or_404(group[:1])


def of_assignment(hats, attachment):
    """The report's files that went along: for the office, and the unit while the matter is its own."""
    rows = Assignment.objects.visible_to(hats)
    rows = rows if in_office(hats) else rows.exclude(status__in=HANDED_OVER)
    return get_object_or_404(rows, pk=attachment.subject_id)


def of_directive(hats, attachment):
    """The scan is for whoever may read the directive, never for the authors."""
    return get_object_or_404(Directive.objects.visible_to(hats), pk=attachment.subject_id)


def of_promise(hats, attachment):
    """For the office and the unit."""
    return get_object_or_404(Promise.objects.visible_to(hats), pk=attachment.subject_id)


def of_finding(hats, attachment):
    """For those who see the item."""
    return get_object_or_404(Finding.objects.visible_to(hats).with_subject(), pk=attachment.subject_id)


def of_filing(hats, attachment):
    """A receipt is for the office, whose correspondence it is."""
    if not in_office(hats):
        raise PermissionDenied
    return get_object_or_404(Filing.objects.visible_to(hats), pk=attachment.subject_id)


def of_event(hats, attachment):
    """A proof is for the office, too: it may quote a directive."""
    if not in_office(hats):
        raise PermissionDenied
    events = AdoptionEvent.objects.filter(report__in=Report.objects.visible_to(hats)).select_related("report")
    return get_object_or_404(events, pk=attachment.subject_id)


FILES = {
    Assignment: of_assignment, Reply: of_reply, UnitOpinion: of_opinion, Directive: of_directive,
    Promise: of_promise, Finding: of_finding, Filing: of_filing, AdoptionEvent: of_event,
}  # fmt: skip
