"""Supervision: the same counts as rows, filters in the address, a word to many at once, once a day."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from feedback import sweeps
from feedback.deadlines import SUPERVISE, reached
from feedback.models import Notice
from feedback.supervision import by_unit, counted, of_units, standings
from portal.days import workdays
from portal.ledger.engine import PermissionDenied
from portal.ledger.models import Duty, Entry
from reports.states import State
from routing.workflow import assignments
from routing.workflow.chasing import chase
from tests.directive_rows import REPLY
from tests.makers import NINE, moment
from tests.races import at_once, kinds

NOW = moment("04-01 10:00")
NOTE = {"note": "请抓紧办理。"}


def of_unit(office, **fields):
    """A lead unit's slip that was signed for; its reply is due 15 working days after `at`."""
    found = office.report(State.HANDLING, **fields).assignments.get(part="lead")
    at = fields.get("at", NINE) + timedelta(hours=1)
    assignments.sign_for(found, by=office.officer, at=at)
    return found


def owed(slip):
    return Duty.objects.about(slip).open().get()


@pytest.fixture
def late(office):
    """Due long ago for the page, which reads the clock."""
    return of_unit(office)


def test_each_count_is_as_long_as_its_list(office):
    office.report(State.HANDLING)
    for at in ("02-02", "02-25", "03-09", "03-10", "03-13", "03-30"):
        of_unit(office, at=moment(f"{at} 09:00"))
    calendar = workdays.load()
    seen, how = of_units(office.hats(office.clerk)), standings(NOW, calendar)
    rows = by_unit(counted(seen, how))
    assert len(rows) == 2
    for row in rows:
        for name in ("late", "near", "supervised", "all"):
            assert seen.filter(how[name], unit=row["unit"]).count() == row[name], name
    mine = next(row for row in rows if row["unit"] == office.unit.pk)
    assert {k: mine[k] for k in ("late", "near", "supervised", "all")} == {
        "late": 6, "near": 1, "supervised": 3, "all": 8,
    }  # fmt: skip
    assert reached(SUPERVISE, NOW.date(), calendar).date() == moment("03-25 00:00").date()


def test_the_page_shows_lateness_rung_and_last_chase_and_what_was_asked(office, late, client):
    assignments.request_time(late, by=office.officer, at=moment("03-30 10:00"), days=5, note="需入户。")
    sweeps.remind(moment("04-01 09:00"))
    chase([owed_reply(late)], by=office.clerk, at=NOW, note="请抓紧。")
    client.force_login(office.supervisor)
    page = client.get("/supervision/", {"how": "late", "unit": office.unit.pk}).content.decode()
    for words in (late.report.title, "延期待批", "列入督办", "4月1日", "clerk"):
        assert words in page, words
    assert client.get("/supervision/", {"how": "near"}).context["page"].count == 0


def owed_reply(slip):
    return Duty.objects.about(slip).open().get(kind="reply")


def test_many_are_chased_with_one_word_and_officers_and_heads_hear_it(office, client):
    slips = [of_unit(office) for _ in range(3)]
    client.force_login(office.clerk)
    ticked = NOTE | {"duty": [owed(slip).pk for slip in slips]}
    address = "/supervision/?how=late"
    answer = client.post(address, ticked, follow=True)
    assert answer.redirect_chain == [(address, 302)] and "已催办 3 件" in answer.content.decode()
    for slip in slips:
        entry = Entry.objects.about(slip).get(kind="chase")
        assert (entry.note, entry.actor, entry.report) == (NOTE["note"], office.clerk, slip.report)
    sweeps.tell(timezone.now())
    told = Notice.objects.filter(entry__kind="chase").values_list("user__username", flat=True)
    assert sorted(told) == sorted(["officer", "head"] * 3)
    again = client.post(address, ticked, follow=True).content.decode()
    assert "今日已催办过" in again and Entry.objects.filter(kind="chase").count() == 3
    client.force_login(office.officer)
    assert NOTE["note"] in client.get(slips[0].get_absolute_url()).content.decode()


def test_the_next_day_one_may_chase_again(office, late):
    said = {"by": office.signer, "note": "请抓紧。"}
    assert chase([owed(late)], at=NOW, **said)
    assert not chase([owed(late)], at=NOW + timedelta(hours=3), **said)
    assert chase([owed(late)], at=NOW + timedelta(days=1), **said)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_chase_once(office, late):
    duty = owed(late)
    results = at_once(2, lambda _n: len(chase([duty], by=office.clerk, at=NOW, note="请抓紧。")))
    assert kinds(results) == {"done": 2} and sorted(results) == [0, 1]
    assert Entry.objects.filter(kind="chase").count() == 1


def test_what_was_answered_meanwhile_is_not_chased(office, late):
    duty = owed(late)
    office.replied(late, NOW)
    assert chase([duty], by=office.clerk, at=NOW, note="请抓紧。") == []


def test_a_chase_does_not_get_in_the_way_of_whoever_is_writing_the_reply(office, late, client):
    client.force_login(office.officer)
    address = f"{late.get_absolute_url()}reply/"
    seen = client.get(address).context["seen"]
    chase([owed(late)], by=office.clerk, at=NOW, note="请抓紧。")
    assert client.post(address, REPLY | {"seen": seen}).status_code == 302


def test_a_chase_does_not_hide_why_a_reply_was_sent_back(office, late, client):
    office.replied(late, NOW)
    assignments.send_reply_back(late, by=office.clerk, at=NOW, note="请写明时限。")
    chase([owed(late)], by=office.clerk, at=NOW, note="请抓紧。")
    client.force_login(office.officer)
    assert client.get(late.get_absolute_url()).context["answer"].note == "请写明时限。"


@pytest.mark.parametrize("wrong", [{}, {"note": ""}, {"note": "长" * 201}, {"note": "请抓紧。", "duty": "x"}])
def test_nothing_is_chased_without_a_word_or_a_tick_and_what_was_typed_stands(office, late, client, wrong):
    client.force_login(office.clerk)
    answer = client.post("/supervision/", {"duty": [owed(late).pk]} | wrong)
    assert answer.status_code == 400 and not Entry.objects.filter(kind="chase").exists()
    assert wrong.get("note", "") in answer.content.decode()


def test_a_wrong_filter_is_said_so(office, client):
    client.force_login(office.clerk)
    for asked in ({"how": "x"}, {"unit": "0"}, {"kind": "y"}):
        assert client.get("/supervision/", asked).status_code == 400


@pytest.mark.parametrize("who", ["editor", "vetter", "chair", "head", "officer", "author", "leader"])
def test_only_the_clerk_and_those_who_answer_for_the_office_chase(office, late, who):
    with pytest.raises(PermissionDenied):
        chase([owed(late)], by=getattr(office, who), at=NOW, note="请抓紧。")


def test_a_head_sees_the_own_unit_only_and_chases_nobody(office, late, client):
    client.force_login(office.head)
    page = client.get("/supervision/", {"how": "all"})
    assert {duty.unit for duty in page.context["page"]} == {office.unit}
    assert not page.context["tickable"] and "1 件事项已超期" in client.get("/").content.decode()
    assert client.post("/supervision/", NOTE | {"duty": [owed(late).pk]}).status_code == 403


def test_the_workbook_holds_exactly_what_is_shown(office, client):
    slips = [of_unit(office) for _ in range(32)]
    chase([owed(slips[0])], by=office.clerk, at=NOW, note="=1+1 请抓紧。")
    client.force_login(office.clerk)
    asked = {"how": "late", "kind": "reply", "unit": office.unit.pk}
    shown = client.get("/supervision/", asked).context["page"].count
    book = load_workbook(io.BytesIO(client.get("/supervision/", asked | {"export": 1}).content))
    rows = list(book.active.values)
    assert len(rows) - 1 == shown == 32
    assert {row[0] for row in rows[1:]} == {slip.report.number for slip in slips}
    assert [row[-1] for row in rows[1:] if row[-1]] == ["=1+1 请抓紧。"]
