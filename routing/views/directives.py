"""Directives: which are open, for how long, with whom."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.lists import page_of
from portal.workdays import local_day
from reports.models import Entry
from reports.rules import in_office
from reports.views.steps import step_page
from routing.forms import STEP_FORMS
from routing.models import Assignment, Directive, Reply
from routing.procedures import acts, journey, nearest
from routing.rules import is_leader
from routing.workflow import directives as workflow


def directives(request):
    """Open ones first, the oldest at the top."""
    if not (in_office(request.hats) or is_leader(request.hats)):
        raise PermissionDenied
    rows = Directive.objects.visible_to(request.hats).select_related(
        "piece__issue__series", "leader", "report"
    )
    closed = request.GET.get("closed")
    rows = rows.exclude(closed_at=None) if closed else rows.open()
    rows = rows.order_by("-closed_at" if closed else "written_at").prefetch_related("assignments__unit")
    page = page_of(rows, request)
    follow(page, request)
    context = {"page": page, "closed": closed, "office": in_office(request.hats)}
    return render(request, "routing/directives.html", context)


def follow(directives, request):
    """Adds how long each has been running and who owes what on it by when. Two queries."""
    duties = nearest(Directive, directives)
    of_units = nearest(Assignment, [a for d in directives for a in d.assignments.all()])
    for directive in directives:
        until = local_day(directive.closed_at or request.now)
        directive.days = request.calendar.between(local_day(directive.written_at), until)
        directive.duty = duties.get(directive.pk)
        directive.parts = [(a, of_units.get(a.pk)) for a in directive.assignments.all()]


def directive(request, pk):
    """The wording, the piece, and what each unit has done so far."""
    rows = Directive.objects.visible_to(request.hats).select_related(
        "piece__issue__series", "leader", "report"
    )
    found = get_object_or_404(rows.prefetch_related("assignments__unit"), pk=pk)
    follow([found], request)
    office = in_office(request.hats)
    passed = Reply.objects.filter(assignment__directive=found).exclude(passed_at=None)
    context = {
        "directive": found,
        "office": office,
        "listed": office or is_leader(request.hats),
        "issue_url": _issue_url(found, office, request.user),
        "passed": passed.select_related("assignment__unit", "by"),
        "acts": acts(request.hats, found),
        "journey": journey(Entry.objects.about(found)),
    }
    return render(request, "routing/directive.html", context)


def _issue_url(directive, office, user):
    """The office has the issue's page, the leader the reading room, a unit neither."""
    if office:
        return directive.piece.issue.get_absolute_url()
    return reverse("routing:read", args=[directive.piece.issue_id]) if directive.leader == user else ""


def step(request, pk, name):
    found = get_object_or_404(Directive.objects.visible_to(request.hats), pk=pk)
    return step_page(
        request, found, workflow.PROCEDURE, name, verbs={"name_units": workflow.name_units}, forms=STEP_FORMS
    )
