"""Assignments: the unit's desk and the office's review of replies."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lists import page_of
from reports.models import Attachment, Entry, Report
from reports.rules import in_office
from reports.views.steps import step_page
from reports.workflow import PROCEDURE as REPORT
from routing import deadlines
from routing.forms import STEP_FORMS, AssignmentFilter
from routing.models import Assignment
from routing.outcome import paragraph, passed
from routing.procedures import acts, journey, nearest, owed
from routing.states import UNDER_WAY, AssignmentState
from routing.suggest import instead, suggest
from routing.workflow import assignments as workflow
from routing.workflow import returning, waiting
from routing.workflow.closing import ends_directive, pass_reply

VERBS = {
    "wait_for": waiting.wait_for, "go_on": waiting.go_on,
    "sign_for": workflow.sign_for, "request_time": workflow.request_time, "grant_time": workflow.grant_time,
    "refuse_time": workflow.refuse_time, "reply": workflow.reply, "send_opinion": workflow.send_opinion,
    "send_reply_back": workflow.send_reply_back, "pass_reply": pass_reply,
    "request_return": returning.request_return, "agree_return": returning.agree_return,
    "refuse_return": returning.refuse_return,
}  # fmt: skip
GIVEN = ("text", "grade", "promised_for", "advice", "advice_why", "talked", "talked_on", "approved_by")
# What the office answered, and the entry's words for it.
ANSWERS = {
    "send_reply_back": _("The reply was sent back"), "refuse_time": _("More time was refused"),
    "grant_time": _("More time was granted"), "refuse_return": _("The return was refused"),
    "reopen": _("To be answered anew: the author was not satisfied"),
}  # fmt: skip

BETWEEN = ["chase", "move_date", "wait_for", "nudge", "go_on", "end_waiting"]  # leave it the unit's turn


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
    group = Assignment.objects.group_of(found).select_related("unit", "opinion__by")
    ask_until = returning.ask_until(found, request.calendar)
    context = {
        "assignment": found,
        "asked": request_of(found, request.calendar),
        "office": office,
        "author_named": office or found.report.name_shown,
        "acts": in_time(acts(request.hats, found), ask_until >= request.now),
        "duties": owed(found),
        "answer": latest_answer(entries),
        "replies": with_files(found.replies.select_related("by", "promise")),
        "kind": group.kind(),
        "others": [other for other in group if other != found],
        "opinions": with_files([a.opinion for a in group if hears(request.hats, a, found)], "unitopinion"),
        "ask_until": ask_until,
        "wait_until": found.waits and waiting.wait_until(found, request.calendar),
        "ask_again_at": found.waits and waiting.ask_again_at(found, request.calendar),
        "findings": found.findings.with_subject(),
        "journey": journey(entries),
    }
    return render(request, "routing/assignment.html", context)


def request_of(found, calendar):
    """What the unit asks the office to decide, and what its date would become; None where it asks nothing."""
    if found.status not in (AssignmentState.TIME_REQUESTED, AssignmentState.RETURN_REQUESTED):
        return None
    entry = Entry.objects.about(found).filter(kind__in=["request_time", "request_return"]).last()
    asked = {"note": entry.note}
    if found.status == AssignmentState.TIME_REQUESTED:
        duty = workflow.owes_answer(found)
        asked |= {"due": duty.due_at, "later": deadlines.extended(duty, found.time_asked, calendar).at}
    return asked


def in_time(acts, may_return):
    """Without what it is too late to ask for."""
    return [act for act in acts if may_return or not act["url"].endswith("/request_return/")]


def hears(hats, given, seen_on):
    """Whether a co-unit's opinion stands on this page: for the office, the lead unit and whoever gave it."""
    return hasattr(given, "opinion") and (in_office(hats) or seen_on.hears_opinions or given == seen_on)


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
    last = entries.exclude(kind__in=BETWEEN).last()
    return {"words": ANSWERS[last.kind], "entry": last} if last and last.kind in ANSWERS else None


def with_files(given, model="reply"):
    """[(reply or opinion, its files)] in two queries."""
    given = list(given)
    files = Attachment.objects.filter(subject_type__model=model, subject_id__in=[each.pk for each in given])
    return [(each, [f for f in files if f.subject_id == each.pk]) for each in given]


def step(request, pk, name):
    found = get_object_or_404(_visible(request), pk=pk)
    given = None
    if name == "reply":
        last = found.replies.values(*GIVEN, "passed_at").last()
        again = last if last and not last.pop("passed_at") else None  # one sent back is gone on from
        given = {"today": timezone.localdate(request.now), "initial": again}
    elif name == "request_time":
        most = deadlines.most_time(found, request.now, request.calendar)
        duty = workflow.owes_answer(found)
        until = duty and deadlines.extended(duty, most, request.calendar).at
        given = {"most": most, "until": until}
    elif name == "pass_reply" and ends_directive(found):
        given = {
            "outcome": paragraph(
                found.directive, [*passed(found.directive), found.replies.last()], request.now
            )
        }
    elif name == "agree_return":
        given = {"assignment": found, "suggestions": instead(found)}
    last = found.replies.select_related("by", "promise").order_by("-pk")[:1]
    beside = {
        "about": "routing/assignment_about.html", "assignment": found, "replies": with_files(last),
        "asked": request_of(found, request.calendar),
    }  # fmt: skip
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=given,
        beside=beside,
    )  # fmt: skip


def transfer(request, pk):
    """From the report's page to units, without a directive."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, report, REPORT, "transfer", verbs={"transfer": workflow.transfer}, forms=STEP_FORMS,
        form_kwargs={"suggestions": suggest([report])[report.pk]},
    )  # fmt: skip
