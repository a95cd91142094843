"""Who may take which step of a report in which status, written out; every other combination is refused."""

from datetime import date

import pytest

from portal.ledger.registry import procedure_of
from portal.people.models import Role
from reports.models import Appointment, Commission, Lead, Report
from reports.states import (
    DIRECTABLE,
    IN_REVIEW,
    AppointmentState,
    CommissionState,
    LeadState,
    State,
)
from reports.workflow import appointments, commissions, leads
from tests.makers import NINE, person
from tests.policies import ask_vetting
from tests.triples import cast, surprises, tried

EDITORS = "clerk taker editor"
CLERKS = "clerk taker"
NOBODY = ""
MARKED = " ".join({*IN_REVIEW, *DIRECTABLE, State.MERGED})
# step: (in these statuses, by these people). The taker is the clerk who has taken the report up.
ALLOWED = {
    "submit": ("draft returned", "author"),
    "withdraw": ("submitted returned", "author"),
    "take_up": ("submitted", EDITORS),
    "reconsider": ("kept refused", EDITORS),
    "write_again": ("withdrawn", "author"),
    "delete_draft": ("draft", "author"),
    "take_over": ("editing", "clerk editor"),
    "hand_over": ("editing", "taker"),
    "edit": ("editing", "taker"),
    "explain_delay": (
        "submitted editing awaiting_vetting with_chair awaiting_signoff signed placed",
        f"{EDITORS} vetter chair signer supervisor",
    ),
    "vet": ("awaiting_vetting", "vetter"),
    "send_back_to_editor": ("awaiting_vetting", "vetter"),
    "mark_important": ("editing awaiting_vetting awaiting_signoff", "taker vetter signer"),
    "ask_chair": ("awaiting_signoff", "signer"),
    "endorse": ("with_chair", "chair"),
    "send_back_from_chair": ("with_chair", "chair"),
    "merge": ("editing", "taker"),
    "unmerge": ("merged", "taker"),
    "return_to_author": ("submitted editing", CLERKS),
    "keep_on_file": ("submitted editing returned", CLERKS),
    "refuse": ("submitted editing returned", CLERKS),
    "take_back": ("awaiting_vetting with_chair awaiting_signoff", CLERKS),
    "sign_off": ("awaiting_signoff", "signer"),
    "recall_signature": ("signed placed", "signer chair"),
    "send_back": ("awaiting_signoff", "signer"),
    "place": ("signed", CLERKS),
    "take_out": ("placed", CLERKS),
    "publish": ("placed", CLERKS),
    "correct": ("issued handling answered contested closed", NOBODY),
    "publish_handled": ("handling answered contested closed", CLERKS),
    "conclude": ("issued", CLERKS),
    "transfer": ("signed issued", CLERKS),
    "refuse_classified": (
        "submitted returned editing awaiting_vetting with_chair awaiting_signoff signed placed kept refused "
        "withdrawn",
        f"{EDITORS} vetter chair signer",
    ),
    "mark_files": (MARKED, EDITORS),
    "purge": ("sealed", "security_admin"),
    "unseal": ("sealed", "security_admin"),
    "give_opinion": ("answered", "author"),
    "contest": ("answered", "author"),
    "reopen_handling": ("contested", CLERKS),
    "close_contested": ("contested", CLERKS),
    "handle": ("signed placed issued handling answered contested closed", NOBODY),
    "answer": ("handling", NOBODY),
    "lapse": ("answered", NOBODY),
    "close_with_host": ("merged", NOBODY),
    "reopen_with_host": ("closed", NOBODY),
}
LEAD = {"close_lead": ("open", "clerk taker editor")}
# The author is the holder, whom it was asked of.
COMMISSION = {
    "accept_commission": ("asked", "author"),
    "decline_commission": ("asked", "author"),
    "cancel_commission": ("asked accepted", EDITORS),
    "deliver_commission": ("accepted", NOBODY),
}
# The supervisor is the contact officer.
APPOINTMENT = {
    "renew_appointment": ("current", f"{EDITORS} supervisor"),
    "end_appointment": ("current", f"{EDITORS} supervisor"),
}
# Whether the vetter stands between the editor and the signer.
CHAIN = {
    False: {"submit_for_signoff": ("editing", "taker"), "submit_for_vetting": ("editing", NOBODY)},
    True: {"submit_for_signoff": ("editing", NOBODY), "submit_for_vetting": ("editing", "taker")},
}
TAKEN = [
    "awaiting_vetting", "with_chair",
    "editing", "merged", "awaiting_signoff", "signed", "placed", "issued", "handling", "answered",
    "contested", "closed",
]  # fmt: skip


def what_the_taker_is(status, name):
    """Before anybody has taken it up, the later taker is a clerk like the other."""
    return "clerk" if name == "taker" and status not in TAKEN else name


@pytest.mark.parametrize("vetting", [False, True])
def test_every_combination_of_status_step_and_person(office, vetting):
    people = cast(office, NINE)
    report_in = {status: office.report(status) for status in State}
    ask_vetting(office, vetting)
    allowed = ALLOWED | CHAIN[vetting]
    fields = {
        "submit": {"submitted_at": NINE, "sign_by": NINE},
        "take_up": {"taken_by": office.clerk},
        "reconsider": {"ended_at": None},
        "take_over": {"taken_by": office.editor},
        "hand_over": {"taken_by": office.editor},
        "merge": {"carried_by": office.report()},
        "unmerge": {"carried_by": None},
    }
    assert set(allowed) == set(procedure_of(Report).steps)
    assert not surprises(allowed, report_in, people, at=NINE, alias=what_the_taker_is, fields=fields)


def test_what_follows_by_itself_follows_only_from_its_statuses(office):
    reopened = {"carried_by": office.report()}
    for status in State:
        report = office.report(status)
        for step in ("handle", "answer", "lapse", "close_with_host", "reopen_with_host"):
            expected = "taken" if status in ALLOWED[step][0].split() else "too late"
            given = reopened if step == "reopen_with_host" else {}
            assert tried(step, report, by=None, at=NINE, **given) == expected, (status, step)
            report.refresh_from_db()


def test_lead(office):
    people, subjects = cast(office, NINE), {status: lead_in(office, status) for status in LeadState}
    assert set(LEAD) == set(procedure_of(Lead).steps)
    assert not surprises(LEAD, subjects, people, at=NINE)


def lead_in(office, status):
    lead = office.lead()
    if status == LeadState.ENDED:
        leads.close_lead(lead, by=office.clerk, at=NINE)
    assert lead.status == status
    return lead


def test_commission(office):
    people = cast(office, NINE)
    subjects = {status: commission_in(office, status) for status in CommissionState}
    assert set(COMMISSION) == set(procedure_of(Commission).steps)
    assert not surprises(COMMISSION, subjects, people, at=NINE)


def commission_in(office, status):
    commission, said = office.commission(), {"at": NINE, "note": "另有安排。"}
    if status == CommissionState.DECLINED:
        commissions.decline_commission(commission, by=office.author, **said)
    if status == CommissionState.CANCELLED:
        commissions.cancel_commission(commission, by=office.editor, **said)
    if status in (CommissionState.ACCEPTED, CommissionState.DELIVERED):
        commissions.accept_commission(commission, by=office.author, at=NINE)
    if status == CommissionState.DELIVERED:
        office.report(source=commission)
        commission.refresh_from_db()
    assert commission.status == status
    return commission


def test_a_commission_is_delivered_only_from_being_accepted(office):
    for status in CommissionState:
        expected = "taken" if status == CommissionState.ACCEPTED else "too late"
        commission = commission_in(office, status)
        assert tried("deliver_commission", commission, by=None, at=NINE) == expected


def test_appointment(office):
    people = cast(office, NINE)
    subjects = {status: appointment_in(office, status) for status in AppointmentState}
    assert set(APPOINTMENT) == set(procedure_of(Appointment).steps)
    assert not surprises(APPOINTMENT, subjects, people, at=NINE)


def appointment_in(office, status):
    """Each of somebody else: nobody has two terms on one day."""
    appointment = office.appointment(person=person(f"appointed_{status}", Role.INFORMANT))
    if status == AppointmentState.RENEWED:
        said = {"until": date(2028, 1, 1), "field": "海洋生态", "contact": office.clerk}
        appointments.renew_appointment(appointment, by=office.clerk, at=NINE, **said)
    if status == AppointmentState.ENDED:
        appointments.end_appointment(appointment, by=office.clerk, at=NINE, note="另有任用。")
    assert appointment.status == status
    return appointment
