"""Files that units hand in: with a reply, and with a co-unit's opinion."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from reports.models import Attachment, Report
from reports.rules import in_office
from reports.views.files import send_file, show_file, show_page
from routing.models import Assignment, Reply, UnitOpinion
from routing.states import AssignmentState


def reply_file(request, pk):
    return send_file(_reply_file(request, pk)[0])


def reply_file_preview(request, pk):
    return show_file(request, *_reply_file(request, pk), "routing:reply_file")


def reply_file_page(request, pk, number):
    return show_page(_reply_file(request, pk)[0], number)


def _reply_file(request, pk):
    """(file, where it lies): for the office and the unit; a passed reply, for all who see the report."""
    found = get_object_or_404(Attachment.objects.filter(subject_type__model="reply"), pk=pk)
    reply = get_object_or_404(Reply.objects.select_related("assignment"), pk=found.subject_id)
    if Assignment.objects.visible_to(request.hats).filter(pk=reply.assignment_id).exists():
        return found, reply.assignment
    rows = Report.objects.visible_to(request.hats)
    return found, get_object_or_404(rows if reply.passed_at else rows.none(), pk=reply.assignment.report_id)


def opinion_file(request, pk):
    return send_file(_opinion_file(request, pk)[0])


def opinion_file_preview(request, pk):
    return show_file(request, *_opinion_file(request, pk), "routing:opinion_file")


def opinion_file_page(request, pk, number):
    return show_page(_opinion_file(request, pk)[0], number)


def _opinion_file(request, pk):
    """(file, where it is read): for the office, whoever gave it, and the lead unit, never for the author."""
    found = get_object_or_404(Attachment.objects.filter(subject_type__model="unitopinion"), pk=pk)
    opinion = get_object_or_404(UnitOpinion.objects.select_related("assignment"), pk=found.subject_id)
    group = Assignment.objects.group_of(opinion.assignment).visible_to(request.hats)
    if not in_office(request.hats):
        leads = Q(part=Assignment.Part.LEAD) & ~Q(status=AssignmentState.RETURNED)
        group = group.filter(Q(pk=opinion.assignment_id) | leads)
    return found, get_object_or_404(group[:1])
