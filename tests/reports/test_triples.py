"""Who may take which step of a report in which status, written out; every other combination is refused."""

from reports.states import State
from reports.workflow import PROCEDURE
from tests.makers import NINE
from tests.triples import cast, surprises, tried

EDITORS = "clerk taker editor"
CLERKS = "clerk taker"
NOBODY = ""
# step: (in these statuses, by these people). The taker is the clerk who has taken the report up.
ALLOWED = {
    "submit": ("draft returned", "author"),
    "withdraw": ("submitted returned", "author"),
    "take_up": ("submitted", EDITORS),
    "take_over": ("editing", "clerk editor"),
    "hand_over": ("editing", "taker"),
    "edit": ("editing", "taker"),
    "submit_for_signoff": ("editing", "taker"),
    "return_to_author": ("submitted editing", CLERKS),
    "keep_on_file": ("submitted editing returned", CLERKS),
    "refuse": ("submitted editing returned", CLERKS),
    "sign_off": ("awaiting_signoff", "signer"),
    "send_back": ("awaiting_signoff", "signer"),
    "place": ("signed", CLERKS),
    "take_out": ("placed", CLERKS),
    "publish": ("placed", CLERKS),
    "conclude": ("issued", CLERKS),
    "transfer": ("signed issued", CLERKS),
    "give_opinion": ("answered", "author"),
    "handle": ("issued handling answered closed", NOBODY),
    "answer": ("handling", NOBODY),
    "lapse": ("answered", NOBODY),
}
TAKEN = ["editing", "awaiting_signoff", "signed", "placed", "issued", "handling", "answered", "closed"]


def what_the_taker_is(status, name):
    """Before anybody has taken it up, the later taker is a clerk like the other."""
    return "clerk" if name == "taker" and status not in TAKEN else name


def test_every_combination_of_status_step_and_person(office):
    people = cast(office, NINE)
    report_in = {status: office.report(status) for status in State}
    fields = {
        "submit": {"submitted_at": NINE, "sign_by": NINE},
        "take_up": {"taken_by": office.clerk},
        "take_over": {"taken_by": office.editor},
        "hand_over": {"taken_by": office.editor},
    }
    assert set(ALLOWED) == set(PROCEDURE.steps)
    assert not surprises(
        PROCEDURE, ALLOWED, report_in, people, at=NINE, alias=what_the_taker_is, fields=fields
    )


def test_what_follows_by_itself_follows_only_from_its_statuses(office):
    for status in State:
        report = office.report(status)
        for step in ("handle", "answer", "lapse"):
            expected = "taken" if status in ALLOWED[step][0].split() else "too late"
            assert tried(PROCEDURE, step, report, by=None, at=NINE) == expected, (status, step)
            report.refresh_from_db()
