"""Registering a directive from paper: on what it stands, then what it says and to whom it goes on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.ledger.engine import TooLate
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.people.rules import is_clerk
from portal.unsent.handing import with_files
from reports.forms import ReportFilter
from reports.models import Report
from reports.search import hits
from reports.states import DIRECTABLE
from routing.forms import RegisterForm
from routing.models import Issue, Piece
from routing.suggest import for_all, suggest
from routing.workflow.directives import issue_of, register_directive

SHOWN = 10  # issues or reports to choose from


def choose(request):
    """The newest issues with their pieces; any other report by its number or by words."""
    require_clerk(request)
    form = ReportFilter(request.GET, office=True)
    words = form.is_valid() and form.cleaned_data["q"]
    context = {"form": form, "words": words, "reports": directable(request.hats, words) if words else []}
    issues = Issue.objects.published().prefetch_related("pieces").order_by("-published_at")
    context["issues"] = issues[:SHOWN]
    return render(request, "routing/register_on.html", context, status=200 if form.is_valid() else 400)


def directable(hats, words):
    rows = Report.objects.visible_to(hats).filter(status__in=DIRECTABLE, carried_by=None)
    found, _more = hits(rows.order_by("-submitted_at", "-pk"), words, office=True)
    rows = (
        rows.filter(pk__in=found[:SHOWN])
        .select_related("author", "organisation")
        .prefetch_related("pieces__issue__series")
    )
    return rows.order_by("-submitted_at", "-pk")


def register(request, kind, pk):
    """What stands on the paper. What was typed stays with every error."""
    require_clerk(request)
    subject = subject_of(kind, pk, request.hats)
    issue = issue_of(subject)
    on = issue or subject
    if not is_out(subject):
        return conflict(request, on, _("No leader can have read this yet."))
    today = timezone.localdate(request.now)
    reports = reports_of(subject)
    given = {"subject": subject, "today": today, "reports": reports, "suggestions": for_all(suggest(reports))}
    given["rank"] = request.hats.office.leaders_rank
    form = with_files(RegisterForm(posted(request), **given), request, subject.report)
    if form.is_valid():
        try:
            directive = register_directive(subject, by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, on, reason, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The directive has been registered."))
            return redirect(directive)
    context = {"form": form, "subject": subject, "on": on, "issue": issue, "whole": subject == issue}
    return render(request, "routing/register_directive.html", context, status=status_of(form))


def require_clerk(request):
    if not is_clerk(request.hats):
        raise PermissionDenied


def subject_of(kind, pk, hats):
    rows = {
        "issues": Issue.objects.visible_to(hats),
        "pieces": Piece.objects.filter(issue__in=Issue.objects.visible_to(hats)).select_related(
            "issue", "report"
        ),
        "reports": Report.objects.visible_to(hats),
    }
    if kind not in rows:
        raise Http404(kind)
    return get_object_or_404(rows[kind], pk=pk)


def reports_of(subject):
    if isinstance(subject, Issue):
        return [piece.report for piece in subject.pieces.select_related("report")]
    return [subject.report]


def is_out(subject):
    """Whether a leader can have it: the issue is published, the report signed."""
    if issue := issue_of(subject):
        return Issue.objects.published().filter(pk=issue.pk).exists()
    return subject.status in DIRECTABLE and not subject.carried_by_id
