"""A co-unit is added, a wrong unit corrected: with all that belongs to it, and nothing lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from reports.models import Report
from reports.states import State
from routing.models import Assignment
from routing.workflow import assignments, changing, closing, returning
from tests.makers import NINE, unit
from tests.routing.test_changing import LATER, WEEK, changed, due, fresh, text_of, told


@pytest.fixture
def directed(office):
    return office.report(State.HANDLING).assignments.get(part="lead")


def test_a_co_unit_joins_with_all_that_belongs_to_it(office):
    report, school = office.report(State.SIGNED), unit("教育局")
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit], due_on=WEEK, due_why="急。")
    lead = report.assignments.get()
    changing.add_co_unit(
        lead, by=office.clerk, at=LATER, note="需教育部门配合。", units=[school], request="供数据。"
    )
    helper = report.assignments.get(unit=school)
    assert (helper.part, helper.status, helper.request, due(helper)) == ("co", "assigned", "供数据。", WEEK)
    assert Assignment.objects.group_of(lead).kind() == "joint"
    assert told(office, office.officer) == ["add_co_unit"]
    with pytest.raises(ValidationError):
        changing.add_co_unit(fresh(lead), by=office.clerk, at=LATER, note="再加。", units=[school])
    assignments.sign_for(fresh(lead), by=office.officer, at=LATER)
    office.replied(fresh(lead), LATER)
    closing.pass_reply(fresh(lead), by=office.clerk, at=LATER)
    assert (fresh(helper).status, Report.objects.get().status) == ("released", State.ANSWERED)


def test_where_each_answers_for_its_part_nobody_helps(office):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit, office.co_unit])
    one = report.assignments.first()
    assert not changing.has_one_lead(one, NINE, None)
    with pytest.raises(ValidationError):
        changing.add_co_unit(one, by=office.clerk, at=NINE, note="配合。", units=[unit("教育局")])


def test_a_wrong_unit_is_corrected_and_keeps_what_it_wrote(office, directed, client):
    """Also after it has replied once and its reply came back."""
    changed(office, directed, due_on=date(2026, 4, 20), urgency="urgent")
    row, school = fresh(directed), unit("教育局")
    assignments.sign_for(row, by=office.officer, at=LATER)
    office.replied(row, LATER)
    assignments.send_reply_back(row, by=office.clerk, at=LATER, note="请补充。")
    returning.recall_unit(row, by=office.clerk, at=LATER, note="应由教育局办理。", unit=school)
    taken = row.taken_on
    assert (row.status, taken.unit, taken.status) == ("recalled", school, "assigned")
    same = ("report", "directive", "part", "request", "urgency")
    assert all(getattr(row, name) == getattr(taken, name) for name in same)
    assert due(taken) == date(2026, 4, 20) and not Duty.objects.about(row).open().exists()
    assert "recall_unit" in told(office, office.officer)
    for user in (office.officer, office.clerk):
        text = text_of(client, user, row.get_absolute_url())
        assert "已完成排查。" in text and "应由教育局办理。" in text
    group = Assignment.objects.group_of(taken)
    assert group.kind() == "joint" and row not in group.in_force()


def test_what_was_being_typed_when_it_was_taken_back_is_shown(office, directed, client):
    assignments.sign_for(directed, by=office.officer, at=NINE)
    url = reverse("step", args=["assignments", directed.pk, "reply"])
    client.force_login(office.officer)
    seen = client.get(url).context["seen"]
    returning.recall_unit(fresh(directed), by=office.clerk, at=LATER, note="交办有误。", unit=unit("教育局"))
    answer = client.post(url, {"text": "正在写的答复。", "seen": seen})
    assert answer.status_code == 409 and "正在写的答复。" in answer.content.decode()


def test_a_lead_units_part_is_never_with_nobody(office, directed):
    with pytest.raises(ValidationError):
        returning.recall_unit(fresh(directed), by=office.clerk, at=LATER, note="交办有误。")
    helper = directed.report.assignments.get(part="co")
    returning.recall_unit(helper, by=office.clerk, at=LATER, note="交办有误。")
    assert fresh(helper).status == "recalled" and not Assignment.objects.exclude(instead_of=None).exists()


def test_what_was_answered_is_not_taken_back(office, directed):
    assignments.sign_for(directed, by=office.officer, at=NINE)
    office.replied(directed, NINE)
    for verb, more in (
        (returning.recall_unit, {"unit": unit("教育局")}),
        (changing.add_co_unit, {"units": [unit("教育局")]}),
    ):
        with pytest.raises(TooLate):
            verb(fresh(directed), by=office.clerk, at=LATER, note="交办有误。", **more)
    with pytest.raises(TooLate):
        changed(office, fresh(directed), request="别的。")
