"""What can become part of a piece: the own reports, the review queue, what is alike or kept on file."""

from datetime import timedelta

import pytest

from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.ledger.reading import step_url
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from tests.makers import NINE, TEXT

LATER = NINE + timedelta(hours=2)
OTHER = {
    "title": "关于增设夜间公交的建议", "situation": "城北产业园三班倒职工夜间下班无车可乘，步行四十分钟。",
    "analysis": "线路按白天客流排班。", "advice": "一是延时收班；二是开行定制班车。",
}  # fmt: skip


@pytest.fixture
def host(office):
    return office.report(State.EDITING)


@pytest.fixture
def page(office, client, host):
    """The groups of the page on which it is chosen: {heading: [(report, share)]}."""

    def opened(**sent):
        client.force_login(office.clerk)
        client.cookies["django_language"] = "en"
        answer = client.post(step_url(host, "merge"), sent) if sent else client.get(step_url(host, "merge"))
        assert answer.status_code == 200
        return {str(heading): rows for heading, rows in answer.context["candidates"]}

    return opened


def test_it_offers_the_queue_the_own_ones_and_what_is_alike_first(office, page):
    alike = office.report(State.KEPT)
    queue, own = office.report(**OTHER), office.report(State.EDITING, **OTHER)
    away, refused = office.report(State.KEPT, **OTHER), office.report(State.REFUSED)
    elsewhere = office.report(State.EDITING, **OTHER)
    reports.take_over(elsewhere, by=office.editor, at=NINE, note="值班交接。")
    found = page()
    [(row, share)] = found.pop("Similar")
    assert row == alike and share > 90
    assert found == {"Being edited by you": [(own, None)], "In the review queue": [(queue, None)]}
    assert {away, refused, elsewhere}.isdisjoint(row for rows in found.values() for row, _share in rows)


def test_what_is_kept_on_file_is_found_and_nothing_typed_is_lost_by_looking(office, page, host):
    kept, queue = office.report(State.KEPT, **OTHER), office.report(**OTHER)
    found = page(find="", q="夜间公交", reports=[queue.pk], note="同类情况。")
    assert found["Ticked"] == [(queue, None)] and found["Kept on file"] == [(kept, None)]
    assert "In the review queue" not in found, "each stands once"
    assert not host.carried.exists()


@pytest.mark.parametrize("status", [State.SUBMITTED, State.KEPT])
def test_what_waits_or_is_kept_is_taken_up_and_merged_with_one_press(office, client, host, status):
    report = office.report(status)
    client.force_login(office.clerk)
    answer = client.post(step_url(host, "merge"), {"reports": [report.pk], "note": "同类情况。"})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.status, report.carried_by, report.ended_at) == (State.MERGED, host, None)
    taken = {State.SUBMITTED: "take_up", State.KEPT: "reconsider"}[status]
    kinds = Entry.objects.about(report).order_by("pk").values_list("kind", flat=True)
    assert [*kinds][-2:] == [taken, "merge"]
    assert [duty.kind for duty in Duty.objects.about(report).open()] == ["follow_host"]
    reports.unmerge(report, by=office.clerk, at=LATER)
    duty = Duty.objects.about(report).open().get()
    assert (report.status, duty.kind, duty.person) == (State.EDITING, "edit", office.clerk)


def test_all_of_them_or_none(office, host):
    first, second = office.report(), office.report()
    seen = Report.objects.get(pk=second.pk)
    reports.take_up(second, by=office.editor, at=NINE)
    with pytest.raises(TooLate):
        reports.merge_all(host, by=office.clerk, at=LATER, reports=[first, seen], note="")
    first = Report.objects.get(pk=first.pk)
    assert (first.status, first.taken_by) == (State.SUBMITTED, None)


def test_its_text_is_the_material_that_was_kept(office, client, host):
    kept = office.report(State.KEPT, **OTHER)
    reports.merge_all(host, by=office.clerk, at=LATER, reports=[kept], note="留存件综合。")
    client.force_login(office.clerk)
    assert OTHER["situation"] in client.get(step_url(host, "edit")).content.decode()
    assert TEXT["situation"] in host.working.situation
