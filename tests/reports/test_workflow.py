"""A report walked to every status by the real verbs, and what holds on the way."""

import pytest

from portal.ledger.models import Entry
from reports.models import Report
from reports.states import OPEN, State


@pytest.mark.parametrize("status", State)
def test_every_status_is_reached_and_an_open_report_is_owed_by_somebody(office, status):
    report = office.report(status)
    owed = report.duty_set.filter(settled_at=None).exists()
    assert owed == (status in OPEN)
    assert Report.objects.get(pk=report.pk).status == status


def test_the_journal_replayed_gives_the_present_state(office):
    report = office.report(State.CLOSED)
    status = State.DRAFT
    for entry in Entry.objects.about(report):
        assert entry.changes["status"][0] == status
        status = entry.changes["status"][1]
        assert entry.hash == entry.computed_hash()
    assert status == report.status == State.CLOSED
