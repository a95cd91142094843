"""One directive: what was written, what the units do, what came of it; and its steps."""

from datetime import date

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.days.workdays import local_day
from portal.files.models import Attachment
from portal.ledger.models import Duty, Entry
from portal.ledger.reading import acts, journey, past
from portal.pages.lists import leads_back
from portal.people.rules import in_office, is_leader
from routing.models import Directive, Reply


def follow(directives, request):
    """Adds how long each has been running and who owes what on it by when. Two queries."""
    duties = Duty.objects.nearest(directives)
    parts = [a for d in directives for a in d.assignments.all()]
    of_units = Duty.objects.nearest(parts)
    for directive in directives:
        until = local_day(directive.closed_at or request.now)
        directive.days = request.calendar.between(directive.written_on, until)
        directive.duty = duties.get(directive.pk)
        directive.parts = [(a, of_units.get(a.pk)) for a in directive.assignments.all()]


@leads_back
def directive(request, pk):
    """A unit sees what concerns the reports it has itself; the outcome as a whole is the leader's."""
    rows = visible(request.hats).select_related("recorded_by")
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
        "acts": acts(request, found),
        "told_before": told_before(found) if whole else [],
        "journey": journey(past(found)),
    }
    return render(request, "routing/directive.html", context)


def visible(hats):
    return Directive.objects.visible_to(hats).with_subject()


def words_of(_request, found):
    """Beside a step: what the leader has written."""
    return {"about": "routing/said.html", "directive": found}


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
