"""Why the office sent something back stands on the form on which the unit answers it."""

from datetime import timedelta

import pytest

from portal.ledger.reading import step_url
from reports.states import State
from routing.states import FindingState
from routing.workflow import assignments, inspections, promises
from tests.handlings import promise
from tests.inspections import finding
from tests.makers import NINE

WHY = "未说明完成时限，请补充后重报。"


def reply(office):
    part = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(part, by=office.officer, at=NINE)
    office.replied(part, NINE)
    assignments.send_reply_back(part, by=office.clerk, at=NINE, note=WHY)
    return part


def more_time(office):
    part = office.report(State.HANDLING, at=NINE).assignments.get(part="lead")
    assignments.sign_for(part, by=office.officer, at=NINE)
    assignments.request_time(part, by=office.officer, at=NINE, days=5, note="需入户核实。")
    assignments.refuse_time(part, by=office.clerk, at=NINE, note=WHY)
    return part


def kept(office):
    found = promise(office, "reported")
    promises.send_promise_back(found, by=office.clerk, at=NINE, note=WHY)
    return found


def mended(office):
    found = finding(office, FindingState.ANSWERED)
    said = {"note": WHY, "mend_by": NINE.date() + timedelta(days=20)}
    inspections.send_mended_back(found, by=office.clerk, at=NINE, **said)
    return found


@pytest.mark.parametrize(
    ("sent", "step"),
    [(reply, "reply"), (more_time, "reply"), (kept, "report_promise"), (mended, "mend_finding")],
)
def test_the_reason_stands_where_the_unit_answers(office, client, sent, step):
    subject = sent(office)
    client.force_login(office.officer)
    assert WHY in client.get(step_url(subject, step)).content.decode()
