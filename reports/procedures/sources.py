"""The procedures of what reports come out of: leads, commissions, matters; and of appointments."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import ReasonedForm, StepForm
from portal.ledger.reading import own_page, said
from portal.ledger.registry import Procedure
from portal.ledger.rows import NOBODY, Line, Owed, Sees, Step, Tell, anybody, person
from portal.people.models import Role
from portal.people.roles import entitled
from portal.people.rules import is_editor, nobody
from reports import deadlines
from reports.concerned import appointed, asker, holder, liaisons, proposers, readers
from reports.forms.appointments import RenewForm
from reports.forms.consultations import PassOnForm, SetAsideForm, SettledForm
from reports.forms.public import CheckedForm, CorrectForm
from reports.models import Appointment, Commission, Consultation, Intake, Lead, Proposal, SetAside
from reports.rules import handles_matter, is_holder, keeps_appointment, serves_citizen
from reports.states import (
    MATTER_OPEN,
    AppointmentState,
    CommissionState,
    LeadState,
    MatterState,
    State,
)
from reports.views import consultations as pages
from reports.workflow import appointments, commissions, consultations, leads, out_of


def words_of(_request, source):
    """What was asked for, or brought before the station."""
    return {"about": "reports/matter.html", "matter": source}


LEAD = Procedure(
    Lead, place="leads", told=Lead.objects.prefetch_related("readers__user"), beside=words_of,
    lines=[
        Line(
            "publish_lead", _("Lead published"), author=Sees.NOTHING,
            tell=Tell(readers, _("Lead %(number)s has been published to you.")),
        ),
    ],
    rows=[
        Step(
            "close_lead", _("Close now"), {LeadState.OPEN}, LeadState.ENDED, may=is_editor,
            verb=leads.close_lead, offered=leads.is_open, tell=NOBODY, author=Sees.NOTHING,
        ),
    ],
)  # fmt: skip


def asked(commission):
    return commission.holder


def writing(duty):
    """The holder writes, or goes on; the office, which has it for one who is gone, sees what was asked."""
    if not duty.person_id:
        return duty.subject.get_absolute_url()
    begun = duty.subject.reports.filter(author=duty.person_id, status=State.DRAFT).last()
    if begun:
        return reverse("reports:write", args=[begun.pk])
    return reverse("reports:new", query={"commission": duty.subject_id})


HOLDER = person(asked, _("whoever was asked"), able=anybody, gone="clerk", above=False)
C = CommissionState
COMMISSION = Procedure(
    Commission, place="commissions", told=Commission.objects.select_related("holder", "begun_by"),
    beside=words_of,
    lines=[
        Line(
            "ask_for_report", _("Report commissioned"), author=Sees.NOTHING,
            tell=Tell(holder, _("The office asks you for a report (commission %(number)s).")),
        ),
    ],
    rows=[
        Step(
            "accept_commission", _("Accept"), {C.ASKED}, C.ACCEPTED, may=is_holder,
            verb=commissions.accept_commission, form=StepForm, main=True, at_once=True, author=Sees.NOTHING,
            tell=Tell(asker, _("Commission %(number)s has been accepted.")),
        ),
        Step(
            "decline_commission", _("Decline"), {C.ASKED}, C.DECLINED, may=is_holder,
            verb=commissions.decline_commission, form=ReasonedForm, author=Sees.NOTHING,
            tell=Tell(asker, _("Commission %(number)s has been declined, with a reason.")),
        ),
        Step(
            "deliver_commission", _("Delivered"), {C.ACCEPTED}, C.DELIVERED, may=nobody, author=Sees.NOTHING,
            tell=Tell(asker, _("Commission %(number)s has been delivered.")),
        ),
        Step(
            "cancel_commission", _("Withdraw the commission"), {C.ASKED, C.ACCEPTED}, C.CANCELLED,
            may=is_editor, verb=commissions.cancel_commission, form=ReasonedForm, author=Sees.NOTHING,
            tell=Tell(holder, _("Commission %(number)s has been withdrawn by the office.")),
        ),
    ],
    owes={
        C.ASKED: [
            Owed("answer_commission", _("Accept or decline"), HOLDER, deadlines.answer_commission),
        ],
        C.ACCEPTED: [
            Owed("deliver_commission", _("Deliver the report"), HOLDER, deadlines.commissioned, page=writing),
        ],
    },
)  # fmt: skip


def set_aside_for(entry):
    return SetAside(entry.changes["reason"]).label


def keeper(matter):
    return matter.keeper


def checked(entry):
    return dict(CheckedForm.CHECKED)[entry.changes["checked"]]


def has_citizen(matter, _at, _calendar):
    return bool(matter.citizen or matter.phone)


def has_words(matter, _at, _calendar):
    return bool(matter.text)


GOES = _(
    "Topic, text, name and phone are erased at once and for good; number and days stay. A report that came "
    "out of it keeps its own text."
)
LIAISON = person(
    keeper, _("the liaison of the station"), able=lambda day: entitled([Role.LIAISON], day), gone="clerk",
    above=True,
)  # fmt: skip
RESOLVE = Owed(
    "resolve_matter", _("Say what became of it"), LIAISON, deadlines.RESOLVE_MATTER,
    page=own_page("settle_matter"),
)  # fmt: skip
M = MatterState
CONSULTATION = Procedure(
    Consultation, place="consultations", told=Consultation.objects.prefetch_related("station__hats__user"),
    beside=words_of,
    lines=[
        Line("record_matter", _("Recorded"), tell=NOBODY, author=Sees.NOTHING),
        Line(
            "receive_matter", _("Received through the public form"), author=Sees.NOTHING,
            tell=Tell(liaisons, _("%(number)s: a citizen has sent a suggestion to your station.")),
        ),
        Line(
            "hand_matter", _("Went over to another station"), author=Sees.NOTHING, says=said("station"),
            tell=Tell(liaisons, _("%(number)s went over to your station.")),
        ),
    ],
    rows=[
        Step(
            "accept_matter", _("Accept the matter"), {M.RECEIVED}, M.OPEN, may=handles_matter,
            verb=consultations.accept_matter, form=StepForm, main=True, at_once=True, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "set_aside", _("Set aside"), {M.RECEIVED}, M.SET_ASIDE, may=handles_matter,
            verb=consultations.set_aside, form=SetAsideForm, says=set_aside_for, tell=NOBODY,
            author=Sees.NOTHING,
        ),
        Step(
            "settle_matter", _("Settled"), {M.OPEN, M.WRITING}, M.SETTLED, may=handles_matter,
            verb=consultations.settle_matter, form=SettledForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "turn_into_report", _("Not settled: make it a report"), {M.OPEN, M.WRITING}, M.WRITING,
            may=handles_matter, verb=out_of.turn_into_report, form=StepForm, page=pages.turn_into_report,
            at_once=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "pass_on", _("Pass on"), {M.OPEN, M.WRITING}, M.PASSED_ON, may=handles_matter,
            verb=consultations.pass_on, form=PassOnForm, says=said("to"), tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "correct_citizen", _("Correct name and phone"), set(M), None, may=serves_citizen,
            verb=consultations.correct_citizen, form=CorrectForm, offered=has_citizen, says=checked,
            aside=True, tell=NOBODY, author=Sees.NOTHING, done=_("Name or phone corrected"),
        ),
        Step(
            "erase_citizen", _("Erase name and phone"), set(M), None, may=serves_citizen,
            verb=consultations.erase_citizen, form=CheckedForm, offered=has_citizen, says=checked,
            danger=True, aside=True, tell=NOBODY, author=Sees.NOTHING, done=_("Name and phone erased"),
            warning=_("Nobody can be asked back about the matter any more. This cannot be taken back."),
        ),
        Step(
            "erase_matter", _("Erase all that was written"), set(M) - MATTER_OPEN, None, may=serves_citizen,
            verb=consultations.erase_matter, form=CheckedForm, offered=has_words, says=checked, danger=True,
            tell=NOBODY, author=Sees.NOTHING, done=_("All that was written erased"), warning=GOES,
        ),
        Step(
            "withdraw_matter", _("The citizen withdraws it"), MATTER_OPEN, M.SET_ASIDE, may=serves_citizen,
            verb=consultations.withdraw_matter, form=CheckedForm, says=checked, danger=True, tell=NOBODY,
            author=Sees.NOTHING, done=_("Withdrawn by the citizen, and erased"), warning=GOES,
        ),
        Step(
            "report_matter", _("Report filed"), {M.OPEN, M.WRITING}, M.REPORTED, may=nobody,
            says=said("report"), tell=NOBODY, author=Sees.NOTHING,
        ),
    ],
    owes={
        M.RECEIVED: [Owed("look_at_matter", _("Look at it"), LIAISON, deadlines.LOOK_AT_MATTER)],
        M.OPEN: [RESOLVE],
        M.WRITING: [RESOLVE],  # until the report is filed, its draft being nobody else's concern
    },
)  # fmt: skip
INTAKE = Procedure(
    Intake,
    lines=[Line("make_address", _("Public address made"), tell=NOBODY, author=Sees.NOTHING)],
)
PROPOSAL = Procedure(
    Proposal, told=Proposal.objects.prefetch_related("asked"),
    lines=[
        Line(
            "ask_proposers", _("Proposers asked"), author=Sees.NOTHING,
            tell=Tell(
                proposers, _("You are named as a proposer. Please say whether the proposal is yours."),
                leads_to=lambda _proposal, _hats: reverse("desk"),
            ),
        ),
        Line("accept_proposal", _("Is the proposer"), tell=NOBODY, author=Sees.NOTHING),
        Line("decline_proposal", _("Is not the proposer"), tell=NOBODY, author=Sees.NOTHING),
    ],
)  # fmt: skip


def officer(appointment):
    return appointment.contact


CONTACT = person(officer, _("the contact officer"), able=anybody, gone="clerk", above=True)
A = AppointmentState
APPOINTMENT = Procedure(
    Appointment, place="appointments",
    seen=lambda hats: Appointment.objects.visible_to(hats).select_related("person__organisation", "contact"),
    told=Appointment.objects.select_related("person"),
    lines=[
        Line(
            "appoint", _("Appointment made"), author=Sees.NOTHING,
            tell=Tell(appointed, _("You have been appointed as an invited informant (%(number)s).")),
        ),
    ],
    rows=[
        Step(
            "renew_appointment", _("Renew"), {A.CURRENT}, A.RENEWED, may=keeps_appointment,
            verb=appointments.renew_appointment, form=RenewForm, main=True, tell=NOBODY, author=Sees.NOTHING,
        ),
        Step(
            "end_appointment", _("End the appointment"), {A.CURRENT}, A.ENDED, may=keeps_appointment,
            verb=appointments.end_appointment, form=ReasonedForm, author=Sees.NOTHING,
            tell=Tell(appointed, _("Your appointment %(number)s has been ended, with a reason.")),
        ),
    ],
    owes={
        A.CURRENT: [
            Owed(
                "renew_appointment", _("Renew the appointment or end it"), CONTACT, deadlines.term_ends,
                page=own_page("renew_appointment"),
            ),
        ],
    },
)  # fmt: skip
