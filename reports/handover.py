"""What a station or another source of reports leaves to its successor; its filed reports stay its own."""

from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ledger.engine import write
from portal.register.registry import Handover, Leaving
from reports.models import Appointment, Author, Commission, Consultation, Intake, Report
from reports.states import MATTER_OPEN, AppointmentState, CommissionState, State
from reports.workflow.appointments import end_appointment
from reports.workflow.commissions import cancel_commission

NOTE = "换届，不再担任委员。"  # kept in the journal, in the language that its readers write
ASKED = {CommissionState.ASKED, CommissionState.ACCEPTED}


def drafts(organisation):
    return Report.objects.filter(organisation=organisation, status=State.DRAFT)


def hand_drafts(organisation, successor, *, by, at):
    """What is filed from now on is filed for the successor."""
    Author.objects.filter(report__in=drafts(organisation), organisation=organisation).update(
        organisation=successor
    )
    drafts(organisation).update(organisation=successor)


def matters(organisation):
    return Consultation.objects.filter(station=organisation, status__in=MATTER_OPEN)


def hand_matters(organisation, successor, *, by, at):
    for matter in list(matters(organisation)):
        matter.station = successor
        matter.save(update_fields=["station"])
        said = {"station": f"{organisation.name} → {successor.name}"}
        write("hand_matter", matter, by=by, at=at, changes=said)


def address(organisation):
    return Intake.objects.filter(organisation=organisation)


def hand_address(organisation, successor, *, by, at):
    """Posters that hang go on leading somewhere: where the successor has an address of its own, both do."""
    if not address(successor).exists():
        address(organisation).update(organisation=successor)


def commissions(organisation):
    return Commission.objects.filter(organisation=organisation, status__in=ASKED)


def hand_commissions(organisation, successor, *, by, at):
    commissions(organisation).update(organisation=successor)


def commissions_stuck(organisation, successor):
    for row in commissions(organisation):
        if Commission.objects.filter(key=row.key, holder=row.holder, organisation=successor).exists():
            yield gettext("Both were asked for a report (%(number)s): take one back first.") % {
                "number": row.number
            }


def appointments(people, first):
    """Those that would run on in the new term."""
    current = Appointment.objects.filter(status=AppointmentState.CURRENT, ended_on=None, until__gte=first)
    return current.filter(person__in=people).select_related("person").order_by("pk")


def asked_of(people, _first):
    """Of the persons themselves: what an organisation is asked for, its next liaison answers."""
    mine = Commission.objects.filter(holder__in=people, organisation=None, status__in=ASKED)
    return mine.select_related("holder").order_by("pk")


LEAVINGS = [
    Leaving(
        _("Appointment ends"), appointments, partial(end_appointment, note=NOTE),
        lambda row: row.person, lambda row: f"{row.number} {row.since} – {row.until}",
    ),
    Leaving(
        _("Commission withdrawn"), asked_of, partial(cancel_commission, note=NOTE), lambda row: row.holder,
        lambda row: f"{row.number} {row.due_on}",
    ),
]  # fmt: skip
HANDOVERS = [
    Handover(_("Drafts that are to be filed for it"), drafts, hand_drafts),
    Handover(_("Open matters of the station"), matters, hand_matters),
    Handover(_("The public address behind the QR code"), address, hand_address),
    Handover(_("Reports that it was asked for"), commissions, hand_commissions, stuck=commissions_stuck),
]
