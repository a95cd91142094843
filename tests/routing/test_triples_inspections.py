"""Who may take which step of an inspection and of its items, and when; all else is refused."""

from portal.ledger.registry import procedure_of
from routing.models import Finding, Inspection
from routing.states import FindingState, InspectionState
from tests.inspections import finding, inspection
from tests.makers import NINE
from tests.triples import cast, surprises

CLERKS = "clerk taker"
NOBODY = ""
# step: (in these statuses, by these people)
WHOLE = {
    "hold_inspection": ("planned", CLERKS),
    "arrange_inspection": ("planned", CLERKS),
    "cancel_inspection": ("planned", CLERKS),
    "await_mending": ("held", NOBODY),
    "finish_inspection": ("held mending", NOBODY),
}
RECORDERS = "recording_clerk recording_taker"
ITEM = {
    "record_finding": ("listed", RECORDERS),
    "find_nothing": ("listed", RECORDERS),
    "mend_finding": ("mending", "officer"),
    "pass_mended": ("answered", f"{CLERKS} {RECORDERS}"),
    "send_mended_back": ("answered", f"{CLERKS} {RECORDERS}"),
    "drop_finding": ("listed planned", NOBODY),
}
MENDING = {"mend_by": NINE.date(), "to_mend": "限期整改。"}


def recording(status, name):
    """What was found is written down once the inspection was held, and until it has gone on."""
    return f"recording_{name}" if status == "listed" and name in CLERKS.split() else name


def test_inspection(office):
    subjects = {status: inspection(office, status=status) for status in InspectionState}
    assert set(WHOLE) == set(procedure_of(Inspection).steps)
    assert not surprises(WHOLE, subjects, cast(office, NINE), at=NINE)


def test_item(office):
    """`planned` is one whose inspection has not been held."""
    subjects = {status: finding(office, status) for status in FindingState}
    subjects["planned"] = finding(office, held=False)
    assert set(ITEM) == set(procedure_of(Finding).steps)
    fields = {"record_finding": MENDING}
    found = surprises(ITEM, subjects, cast(office, NINE), at=NINE, alias=recording, fields=fields)
    assert not found
