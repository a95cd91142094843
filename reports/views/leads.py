"""Leads: published by the office, read and answered by those they were published to."""

from collections import Counter
from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts
from portal.ledger.views import conflict
from portal.pages.forms import posted, status_of
from portal.pages.lists import page_of
from portal.people.rules import in_office, is_editor
from reports.forms.leads import LeadForm
from reports.models import Appointment, Lead, Reached, Report
from reports.rules import sees_leads
from reports.workflow import leads as workflow


def leads(request):
    """Those that are still open, or the closed ones."""
    office = in_office(request.hats)
    if not sees_leads(request.hats):
        raise PermissionDenied
    every = Lead.objects.visible_to(request.hats)
    closed, still_open = request.GET.get("closed"), Lead.objects.open(local_day(request.now))
    rows = every.exclude(pk__in=still_open) if closed else every.filter(pk__in=still_open)
    context = {
        "page": page_of(rows.counted(), request), "closed": closed, "office": office,
        "may_publish": is_editor(request.hats),
    }  # fmt: skip
    _with_reading(context["page"], office, request.user)
    return render(request, "reports/leads.html", context)


def _with_reading(page, office, user):
    """Adds how many have read each of how many, for the office; whether one has read it, for a reader."""
    rows = Reached.objects.filter(lead__in=list(page))
    rows = rows if office else rows.filter(user=user)
    reached, read = Counter(), Counter()
    for lead, at in rows.values_list("lead", "read_at"):
        reached[lead] += 1
        read[lead] += at is not None
    for lead in page:
        lead.reached, lead.read = reached[lead.pk], read[lead.pk]


def publish_lead(request):
    """The form; then whom it reaches; then, for exactly these people, the button that publishes it."""
    if not is_editor(request.hats):
        raise PermissionDenied
    form = LeadForm(posted(request), today=local_day(request.now), calendar=request.calendar)
    reached = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("reached") == form.reached_digest and request.POST.get("action") == "publish":
            verb = partial(workflow.publish_lead, by=request.user, at=request.now)
            return _published(request, form, verb)
        homes = Counter(user.organisation.get_kind_display() for user in form.reached)
        reached = {"count": len(form.reached), "digest": form.reached_digest, "homes": homes.most_common()}
    context = {"form": form, "reached": reached}
    return render(request, "reports/publish_lead.html", context, status=status_of(form))


def _published(request, form, verb):
    try:
        return redirect(verb(**form.cleaned_data))
    except TooLate as reason:
        return conflict(request, None, reason, form)


def lead(request, pk):
    """For its readers what is wanted until when and their own answers; for the office what came of it too."""
    found = get_object_or_404(Lead.objects.visible_to(request.hats), pk=pk)
    office = in_office(request.hats)
    reports = Report.objects.visible_to(request.hats).out_of(found).select_related("author", "organisation")
    context = {
        "lead": found,
        "office": office,
        "is_open": found.is_open(request.now),
        "answerable": found.answerable(request.hats, request.now),
        "acts": acts(request, found),
        "counts": found.counts(),
        "appointed": Appointment.objects.contact_of(request.user, local_day(request.now)),
        "reports": reports.with_owed(),
        "unread": found.readers.filter(user=request.user, read_at=None).exists(),
    }
    if office:
        readers = found.readers.select_related("user__organisation").with_answered()
        context |= {"page": page_of(readers, request), "reading": reading(found)}
    return render(request, "reports/lead.html", context)


@require_POST
def mark_lead_read(request, pk):
    """The reader came to its end: by scrolling to it, or by saying so."""
    found = get_object_or_404(Lead.objects.visible_to(request.hats), pk=pk)
    workflow.mark_lead_read(found, by=request.user, at=request.now)
    return redirect(found)


def reading(lead):
    """How many it reached, how many of them have read it and have answered it."""
    readers = lead.readers.with_answered().order_by()
    read, answered = readers.exclude(read_at=None), readers.filter(answered=True)
    return {"reached": readers.count(), "read": read.count(), "answered": answered.count()}
