"""One directive: what was written, what the units do, what came of it; and its steps."""

from datetime import date

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.workdays import local_day
from reports.models import Attachment, Entry
from reports.rules import in_office
from reports.views.files import send_file, show_file, show_page
from reports.views.steps import step_page
from routing.forms import STEP_FORMS
from routing.models import Assignment, Directive, Reply
from routing.procedures import acts, journey, nearest
from routing.rules import is_leader
from routing.suggest import for_all, suggest
from routing.workflow import directives as workflow

VERBS = {
    name: getattr(workflow, name)
    for name in ("name_units", "report_back", "amend_outcome", "open_wording", "close_wording")
}


def follow(directives, request):
    """Adds how long each has been running and who owes what on it by when. Two queries."""
    duties = nearest(Directive, directives)
    of_units = nearest(Assignment, [a for d in directives for a in d.assignments.all()])
    for directive in directives:
        until = local_day(directive.closed_at or request.now)
        directive.days = request.calendar.between(directive.written_on, until)
        directive.duty = duties.get(directive.pk)
        directive.parts = [(a, of_units.get(a.pk)) for a in directive.assignments.all()]


def directive(request, pk):
    """A unit sees what concerns the reports it has itself; the outcome as a whole is the leader's."""
    rows = Directive.objects.visible_to(request.hats).with_subject().select_related("recorded_by")
    found = get_object_or_404(rows.prefetch_related("assignments__unit", "assignments__report"), pk=pk)
    follow([found], request)
    office = in_office(request.hats)
    whole = office or found.leader_id == request.user.pk
    passed = Reply.objects.filter(assignment__directive=found).exclude(passed_at=None)
    if not whole:
        own = {a.report_id for a, _duty in found.parts if a.unit_id in request.hats.watched}
        found.parts = [(a, duty) for a, duty in found.parts if a.report_id in own]
        passed = passed.filter(assignment__report__in=own)
    context = {
        "directive": found,
        "office": office,
        "whole": whole,
        "listed": office or is_leader(request.hats),
        "issue_url": _issue_url(found, office, request.user),
        "files": Attachment.objects.about(found),
        "passed": passed.select_related("assignment__unit", "assignment__report", "by", "promise"),
        "acts": acts(request.hats, found),
        "told_before": told_before(found) if whole else [],
        "journey": journey(Entry.objects.about(found)),
    }
    return render(request, "routing/directive.html", context)


def told_before(directive):
    """What the leader was told each time before it was handled again, with the day."""
    entries = list(Entry.objects.about(directive).filter(kind="reopen_directive"))
    for entry in entries:
        entry.outcome, entry.told_on = (
            entry.changes["outcome"][0],
            date.fromisoformat(entry.changes["day"][0]),
        )
    return entries


def _issue_url(directive, office, user):
    """The office has the issue's page, the leader the reading room, a unit neither."""
    issue = directive.in_issue
    if not issue:
        return ""
    if office:
        return issue.get_absolute_url()
    return reverse("routing:read", args=[issue.pk]) if directive.leader == user else ""


def step(request, pk, name):
    rows = Directive.objects.visible_to(request.hats).with_subject()
    found = get_object_or_404(rows, pk=pk)
    given = None
    if name == "name_units":
        about = found.reports()
        given = {"issue": found.issue, "suggestions": for_all(suggest(about))}
    elif name == "amend_outcome":
        given = {"initial": {"outcome": found.outcome}}
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs=VERBS, forms=STEP_FORMS, form_kwargs=given
    )


def scan(request, pk):
    """The scan is for whoever may read the directive, never for the authors."""
    return send_file(_scan(request, pk)[0])


def scan_preview(request, pk):
    return show_file(request, *_scan(request, pk), "routing:scan")


def scan_page(request, pk, number):
    return show_page(_scan(request, pk)[0], number)


def _scan(request, pk):
    """(file, the directive it belongs to)"""
    found = get_object_or_404(Attachment.objects.filter(subject_type__model="directive"), pk=pk)
    return found, get_object_or_404(Directive.objects.visible_to(request.hats), pk=found.subject_id)
