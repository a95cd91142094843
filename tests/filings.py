"""Filings and news of adoption for tests, made by the real verbs."""

import uuid
from datetime import timedelta

from reports.states import State
from routing.models import Filing
from routing.states import FilingState
from routing.workflow import adoption, upward
from tests.makers import NINE


def filing(office, *reports, status=FilingState.SENT, at=NINE, **fields):
    """A filing of these reports, or of a signed one, walked to this status a minute a step."""
    said = {"key": uuid.uuid4(), "body": "政协南江省委员会", "level": "province"} | fields
    found = upward.begin_filing(by=office.clerk, at=at, **said)
    later = at + timedelta(minutes=20)
    chosen = reports or [office.report(State.SIGNED, at)]
    upward.put_in(found, by=office.clerk, at=later, reports=chosen)
    if status == FilingState.DROPPED:
        upward.drop_filing(found, by=office.clerk, at=later, note="改由专题报送。")
    elif status != FilingState.DRAFT:
        upward.send_filing(found, by=office.clerk, at=later)
    if status in (FilingState.RECEIVED, FilingState.CLOSED):
        upward.record_receipt(found, by=office.clerk, at=later, received_on=later.date())
    if status == FilingState.CLOSED:
        upward.close_filing(found, by=office.clerk, at=later, note="对方已反馈。")
    assert found.status == status
    return found


def event(office, subject, at=NINE + timedelta(minutes=30), **fields):
    """News of a report, or of all reports of a filing."""
    said = {"key": uuid.uuid4(), "level": "province", "kind": "alone", "happened_on": at.date()} | fields
    if isinstance(subject, Filing):
        reports = [piece.report for piece in subject.pieces.all()]
        return adoption.record_events(subject, by=office.clerk, at=at, reports=reports, **said)
    return adoption.record_event(subject, by=office.clerk, at=at, **said)
