"""What became of reports elsewhere: events entered, and the tab of a report that shows them."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.people.rules import is_clerk
from portal.unsent.handing import with_files
from reports.models import Report
from routing.adoption import days_taken
from routing.forms.upward import EventForm, EventsForm
from routing.models import AdoptionEvent, FiledPiece, Piece
from routing.states import NEVER_SENT, EventState
from routing.views.upward import visible_filing
from routing.workflow import adoption as workflow


def record_events(request, pk):
    """One notice from above, entered for all the reports that it names."""
    filing = visible_filing(request, pk)
    if not is_clerk(request.hats):
        raise PermissionDenied
    if filing.status in NEVER_SENT:
        return conflict(request, filing)
    reports = workflow.eventful().filter(filed__filing=filing).order_by("filed__position")
    initial = {"level": filing.body.level, "reports": request.GET.getlist("report")}
    form = with_files(EventsForm(posted(request), reports=reports, initial=initial), request)
    verb = partial(workflow.record_events, filing)
    return _recorded(request, filing, form, verb, filing.get_absolute_url())


def record_event(request, pk):
    """News of a report that came otherwise than through a filing."""
    report = get_object_or_404(Report.objects.visible_to(request.hats), pk=pk)
    if not is_clerk(request.hats):
        raise PermissionDenied
    form = with_files(EventForm(posted(request)), request, report)
    verb = partial(workflow.record_event, report)
    return _recorded(request, report, form, verb, _tab(report))


def _tab(report):
    return reverse("report", args=[report.pk], query={"tab": "adoption"})


def _recorded(request, subject, form, verb, then):
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=request.user, at=request.now, **form.cleaned_data)
        except TooLate as reason:
            return conflict(request, subject, reason, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Entered. The authors are told."))
            return redirect(then)
    context = {"subject": subject, "form": form, "back": then}
    return render(request, "routing/record_event.html", context, status=status_of(form))


def of_report(report, office, request):
    """The tab of a report's page: where it was filed, what was heard, by level. Six queries."""
    hosts = [report.pk]
    if report.carried_by_id and report.carried_by.signed_at:
        hosts.append(report.carried_by_id)
    events = AdoptionEvent.objects.filter(report__in=hosts).select_related("filing", "entered_by")
    events = list(events if office else events.filter(status=EventState.STANDS))
    proofs = Attachment.objects.filter(subject_type__model="adoptionevent", report__in=hosts)
    proofs = list(proofs) if office else []  # they may quote a directive
    for event in events:
        event.acts = acts(request, event)
        event.proofs = [file for file in proofs if file.subject_id == event.pk]
        sent_at = event.filing and event.filing.sent_at
        event.days = sent_at and days_taken(sent_at, event.happened_on, request.calendar)
        event.told = event.source if office or event.kind != AdoptionEvent.Kind.DIRECTIVE else ""
    filed = FiledPiece.objects.filter(report__in=hosts).exclude(filing__status__in=NEVER_SENT)
    published = Piece.objects.filter(report__in=hosts, live=True).exclude(issue__published_at=None)
    return {
        "levels": by_level(events),
        "filed": filed.select_related("filing", "body").order_by("filing__sent_at"),
        "published": published.select_related("issue__series"),
        "together": Report.objects.filter(carried_by=hosts[-1]).exists(),
        "may_record": is_clerk(request.hats) and workflow.eventful().filter(pk=report.pk).exists(),
    }


def by_level(events):
    """[(level, its events by day)], the highest level first."""
    order = AdoptionEvent._meta.get_field("level").choices
    found = [(label, [e for e in events if e.level == level]) for level, label in reversed(order)]
    return [(label, rows) for label, rows in found if rows]
