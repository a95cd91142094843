"""Inspections and visits for tests, made by the real verbs."""

import uuid
from datetime import date, timedelta

from reports.states import State
from routing.states import FindingState, InspectionState
from routing.workflow import inspections, visits
from tests.makers import NINE, organisation
from tests.uploads import picture

HOUR = timedelta(hours=1)
FOUND = {"text": "现场仍有两处未整改。", "to_mend": "限期拆除并复查。"}


def inspection(office, *slips, status=InspectionState.PLANNED, at=NINE, **fields):
    """One of these assignments, or of a unit's; walked to this status."""
    chosen = slips or [office.report(State.HANDLING, at).assignments.get(part="lead")]
    said = {"key": uuid.uuid4(), "held_on": at.date(), "place": "东湖区幸福小区", "partner": "市委督查室"}
    said |= {"people": [office.clerk], "others": "督查室甲、乙"} | fields
    found = inspections.plan_inspection(by=office.clerk, at=at + HOUR, assignments=chosen, **said)
    later = {"by": office.clerk, "at": at + 2 * HOUR}
    if status == InspectionState.CANCELLED:
        inspections.cancel_inspection(found, **later, note="另行安排。")
    elif status != InspectionState.PLANNED:
        inspections.hold_inspection(found, **later, held_on=at.date(), account="总体进展较好。")
    if status in (InspectionState.MENDING, InspectionState.DONE):
        reached = FindingState.MENDED if status == InspectionState.DONE else FindingState.MENDING
        for item in found.findings.all():
            walk(office, item, reached)
    found.refresh_from_db()
    assert found.status == status
    return found


def walk(office, item, status, at=NINE + 3 * HOUR):
    """An item of an inspection that was held, to this status."""
    clerk = {"by": office.clerk, "at": at}
    if status == FindingState.FINE:
        inspections.find_nothing(item, **clerk, text="办理到位。")
    elif status != FindingState.LISTED:
        inspections.record_finding(item, **clerk, mend_by=at.date() + timedelta(days=7), **FOUND)
    if status in (FindingState.ANSWERED, FindingState.MENDED):
        officer = office.officer if item.unit == office.unit else office.co_officer
        inspections.mend_finding(item, by=officer, at=at, answer="已拆除。")
    if status == FindingState.MENDED:
        inspections.pass_mended(item, **clerk, result="现场核实，已整改。")
    return item


def finding(office, status=FindingState.LISTED, held=True):
    """An item in this status."""
    whole = InspectionState.HELD if held else InspectionState.PLANNED
    if status == FindingState.DROPPED:
        return inspection(office, status=InspectionState.CANCELLED).findings.get()
    item = inspection(office, status=whole).findings.with_subject().get()
    walk(office, item, status)
    assert item.status == status
    return item


def visit(office, at=NINE, **fields):
    said = {"key": uuid.uuid4(), "kind": "visit", "held_on": date(2026, 3, 10), "people": "李慧如、何芳草"}
    said |= {"topic": "信息工作经验交流", "agreed": "每季度报送一期选题。", "organisations": [organisation()]}
    return visits.record_visit(by=office.clerk, at=at, **said | fields)


def followed(o, attach):
    """Inspections and items at each stage, one of them with files, and a visit: {name: what it is}."""
    answered = finding(o, FindingState.ANSWERED)
    return {
        "planned": inspection(o), "held": inspection(o, status=InspectionState.HELD),
        "listed": finding(o), "to_mend": finding(o, FindingState.MENDING),
        "mended_file": attach(answered, o.officer),
        "answered_item": answered,
        "mended_picture": attach(answered, o.officer, "照.png", picture("PNG")),
        "visit": visit(o),
    }  # fmt: skip
