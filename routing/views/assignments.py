"""Assignments: the unit's desk and the office's review of replies."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portal.lists import page_of
from reports.models import Attachment, Entry, Report
from reports.rules import in_office
from reports.views.files import send_file, show_file, show_page
from reports.views.steps import step_page
from reports.workflow import PROCEDURE as REPORT
from routing.forms import STEP_FORMS, AssignmentFilter
from routing.models import Assignment, Reply
from routing.outcome import paragraph, passed
from routing.procedures import acts, journey, nearest, owed
from routing.states import UNDER_WAY
from routing.suggest import suggest
from routing.workflow import assignments as workflow
from routing.workflow.closing import ends_directive, pass_reply

VERBS = {
    name: getattr(workflow, name)
    for name in ("sign_for", "request_time", "grant_time", "refuse_time", "reply", "send_reply_back")
} | {"pass_reply": pass_reply}


def assignments(request):
    """What the own units have to do, or all that is with the units."""
    office = in_office(request.hats)
    if not (office or request.hats.watched):
        raise PermissionDenied
    rows = Assignment.objects.visible_to(request.hats).select_related("report", "unit", "directive")
    form = AssignmentFilter(request.GET)
    if form.is_valid() and form.cleaned_data["unit"]:
        rows = rows.filter(unit=form.cleaned_data["unit"])
    if ended := request.GET.get("ended"):
        rows = rows.exclude(status__in=UNDER_WAY).order_by("-ended_at", "id")
    else:
        rows = rows.under_way().due_first()
    page = page_of(rows, request)
    duties = nearest(Assignment, page)
    rows = [(assignment, duties.get(assignment.pk)) for assignment in page]
    context = {"page": page, "rows": rows, "ended": ended, "office": office, "filter_form": form}
    return render(request, "routing/assignments.html", context, status=200 if form.is_valid() else 400)


def assignment(request, pk):
    """The slip: what is asked, by when and how the date was reached, the signed text, the replies."""
    found = get_object_or_404(_visible(request), pk=pk)
    office = in_office(request.hats)
    entries = Entry.objects.about(found)
    others = found.report.assignments.filter(directive=found.directive).exclude(pk=found.pk)
    context = {
        "assignment": found,
        "office": office,
        "author_named": office or found.report.name_shown,
        "acts": acts(request.hats, found),
        "duties": owed(found),
        "answer": latest_answer(entries),
        "replies": with_files(found.replies.select_related("by")),
        "others": others.select_related("unit"),
        "journey": journey(entries),
    }
    return render(request, "routing/assignment.html", context)


def _visible(request):
    return Assignment.objects.visible_to(request.hats).select_related(
        "report__author",
        "report__organisation",
        "unit",
        "directive__leader",
        "directive__report",
        "directive__piece__issue__series",
        "directive__issue__series",
    )


def latest_answer(entries):
    """What the office answered to the unit's last move, while it is the unit's turn again."""
    last = entries.last()
    return last if last and last.kind in ("send_reply_back", "refuse_time", "grant_time") else None


def with_files(replies):
    """[(reply, its files)] in two queries."""
    replies = list(replies)
    files = Attachment.objects.filter(subject_type__model="reply", subject_id__in=[r.pk for r in replies])
    return [(reply, [f for f in files if f.subject_id == reply.pk]) for reply in replies]


def step(request, pk, name):
    found = get_object_or_404(_visible(request), pk=pk)
    given = None
    if name == "reply":
        last = found.replies.values("text", "grade", "promised_for", "approved_by").last()
        given = {"today": timezone.localdate(request.now), "initial": last}  # one sent back is gone on from
    elif name == "pass_reply" and ends_directive(found):
        given = {
            "outcome": paragraph(
                found.directive, [*passed(found.directive), found.replies.last()], request.now
            )
        }
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=given
    )


def transfer(request, pk):
    """From the report's page to units, without a directive."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, report, REPORT, "transfer", verbs={"transfer": workflow.transfer}, forms=STEP_FORMS,
        form_kwargs={"suggestions": suggest([report])[report.pk]},
    )  # fmt: skip


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
