"""Leads: published by the office, read and answered by those they were published to."""

from collections import Counter
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.ledger.reading import acts
from portal.ledger.views import conflict
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_editor
from reports.forms.leads import LeadFilter, LeadForm
from reports.models import Appointment, Lead, Reached, Report
from reports.rules import sees_leads
from reports.views.came import CAME
from reports.workflow import leads as workflow


def leads(request):
    """Those that are still open, or the closed ones."""
    office = in_office(request.hats)
    if not sees_leads(request.hats):
        raise PermissionDenied
    every, form = Lead.objects.visible_to(request.hats), LeadFilter(request.GET)
    closed, still_open = request.GET.get("closed"), Lead.objects.open(local_day(request.now))
    rows = every.exclude(pk__in=still_open) if closed else every.filter(pk__in=still_open)
    words = asked_of(form).get("q", "")
    if words:
        rows = rows.filter(Q(topic__icontains=words) | Q(why__icontains=words))
    fill = partial(_with_reading, office=office, user=request.user)
    page = Page(request, rows, list(_columns(office, closed)), first="-published", drawn=_drawn, fill=fill)
    return page.answer(
        "reports/leads.html",
        _("Leads"),
        form,
        nothing=_nothing(words, closed),
        none_icon="lightbulb",
        closed=closed,
        may_publish=is_editor(request.hats),
    )


def _nothing(words, closed):
    if words:
        return _("No lead is like that. Try fewer or other words.")
    if closed:
        return _("No lead has been closed yet.")
    return _("No lead is open. When the office publishes one to you, you are told.")


def _drawn(rows):
    return rows.counted().defer("why")


def _with_reading(leads, office, user):
    """Adds how many have read each of how many, for the office; whether one has read it, for a reader."""
    rows = Reached.objects.filter(lead__in=leads)
    rows = rows if office else rows.filter(user=user)
    reached, read = Counter(), Counter()
    for lead, at in rows.values_list("lead", "read_at"):
        reached[lead] += 1
        read[lead] += at is not None
    for lead in leads:
        lead.reached, lead.read = reached[lead.pk], read[lead.pk]


def _topic(lead, request, *, marked):
    """Its reader sees which ones are new."""
    new = format_html(' <span class="chip">{}</span>', _("new")) if marked and not lead.read else ""
    return format_html("{}{}{}", cells.opened(request, lead, lead.topic), new, cells.meta(lead.number))


def _closes(lead, request):
    return format_html(
        "{}<br>{}", date_format(lead.closes_on, "DATE_FORMAT"), cells.light(request, lead.closes_at)
    )


def _read(lead, _request):
    return _("%(read)s of %(all)s") % {"read": lead.read, "all": lead.reached}


def _columns(office, closed):
    topic = partial(_topic, marked=not (office or closed))
    yield Column("number", _("Number"), "number", cell=None)
    yield Column("topic", _("Topic"), "topic", topic)
    yield Column("published", _("Published on"), "begun_at", sort="begun_at", look="tight")
    closes = True if closed else _closes
    yield Column("closes", _("Open until"), "closes_on", closes, sort="closes_on", look="tight")
    if office:
        yield Column("reached", _("Reached"), "reached", cell=None)
        yield Column("read", _("Have read it"), "read", _read, look="tight")
    yield from CAME


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


@leads_back
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
        page = Page(request, found.readers.with_answered(), READERS, first="read", drawn=_with_organisation)
        called = _("Whom %(lead)s reached") % {"lead": found.number}
        return page.answer("reports/lead.html", called, reading=reading(found), **context)
    return render(request, "reports/lead.html", context)


def _with_organisation(readers):
    return readers.select_related("user__organisation")


def _answered(reader, _request):
    return _("Yes") if reader.answered else ""


READERS = [
    Column("person", gettext_lazy("Person"), "user.name"),
    Column("organisation", gettext_lazy("Organisation"), "user.organisation.name"),
    Column("read", gettext_lazy("Has read it"), "read_at", sort="read_at", look="tight"),
    Column("answered", gettext_lazy("Has answered"), _answered, sort="answered", look="tight"),
]


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
