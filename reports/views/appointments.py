"""Appointments of invited informants: the office's list, one appointment, a new one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.reading import acts, add_duties, owed
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of, posted, status_of
from portal.pages.lists import Page, leads_back
from portal.people.rules import in_office, is_editor
from reports.forms.appointments import AppointForm, AppointmentFilter
from reports.models import Appointment
from reports.workflow import appointments as workflow

ROWS = ("person__organisation", "contact")


def appointments(request):
    """Who is appointed today or later, the first to end at the top; or whose term is over."""
    if not in_office(request.hats):
        raise PermissionDenied
    today, past = local_day(request.now), request.GET.get("past")
    form = AppointmentFilter(request.GET, today=today)
    rows, current = Appointment.objects.visible_to(request.hats), _not_over(today)
    rows = rows.exclude(current) if past else rows.filter(current)
    asked = asked_of(form)
    if q := asked.get("q"):
        rows = rows.filter(Q(person__name__icontains=q) | Q(field__icontains=q))
    if contact := asked.get("contact"):
        rows = rows.filter(contact=contact)
    first = "-until" if past else "until"
    page = Page(request, rows, COLUMNS, first=first, drawn=_drawn, fill=add_duties)
    return page.answer(
        "reports/appointments.html",
        _("Invited informants"),
        form,
        nothing=_nothing(asked, past),
        none_icon="person-badge",
        past=past,
        may_appoint=is_editor(request.hats),
    )


def _nothing(filtered, past):
    if filtered:
        return _("Nobody matches.")
    if past:
        return _("No term is over yet.")
    return _("Nobody is appointed yet. Whoever is stands here until the term is over.")


def _drawn(rows):
    return rows.select_related(*ROWS)


def _person(appointment, request):
    return format_html(
        "{}{}",
        cells.opened(request, appointment, appointment.person.name),
        cells.meta(appointment.person.organisation.name),
    )


def _until(appointment, request):
    """Its last day; what the office owes at its end, or how it ended."""
    day = date_format(appointment.until, "DATE_FORMAT")
    if appointment.duty:
        return format_html("{}<br>{}", day, cells.of_duty(request, appointment.duty))
    early = _("ended early") if appointment.ended_on else ""
    renewed = appointment.get_status_display() if appointment.renewed else ""
    return format_html("{}{}", day, cells.meta(early, renewed))


COLUMNS = [
    Column("person", gettext_lazy("Person"), "person.name", _person),
    Column("organisation", gettext_lazy("Organisation"), "person.organisation.name", cell=None),
    Column("field", gettext_lazy("Field of expertise"), "field"),
    Column("since", gettext_lazy("From"), "since", sort="since", look="tight"),
    Column("until", gettext_lazy("To"), "until", _until, sort="until", look="tight"),
    Column("ended", gettext_lazy("Ended on"), "ended_on", cell=None),
    Column("stage", gettext_lazy("Stage"), "get_status_display", cell=None),
    Column("contact", gettext_lazy("Contact officer"), "contact.name", look="tight"),
]


def _not_over(day):
    return Q(until__gte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))


def appoint(request):
    if not is_editor(request.hats):
        raise PermissionDenied
    today = local_day(request.now)
    form = AppointForm(posted(request), today=today, initial={"since": today, "contact": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(workflow.appoint(by=request.user, at=request.now, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "reports/appoint.html", {"form": form}, status=status_of(form))


@leads_back
def appointment(request, pk):
    """The term, whom to turn to, and this person's other terms."""
    found = get_object_or_404(_visible(request), pk=pk)
    others = _visible(request).filter(person=found.person).exclude(pk=pk).order_by("-since")
    context = {
        "appointment": found,
        "office": in_office(request.hats),
        "acts": acts(request, found),
        "duties": owed(found),
        "others": others,
    }
    return render(request, "reports/appointment.html", context)


def _visible(request):
    return Appointment.objects.visible_to(request.hats).select_related(*ROWS)
