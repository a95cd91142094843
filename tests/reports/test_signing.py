"""The signature: of exactly one text, on the same day, by whoever sits in the post that day."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.days.workdays import SHANGHAI
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from reports import workflow as reports
from reports.models import Report, Revision
from reports.states import State
from tests.makers import NINE, TEXT, person, seat

DAY = timedelta(days=1)


def moment(month, day, hour, minute=0, second=0):
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


def test_the_signature_names_the_hash_of_exactly_this_text(office):
    report = office.report(State.SIGNED)
    signed = Revision.objects.get(report=report, kind="signed")
    entry = Entry.objects.get(kind="sign_off")
    assert {signed.text_hash, report.signed_hash, entry.changes["text"], report.text_hash} == {
        report.text_hash
    }
    author = Revision.objects.get(report=report, kind="author")
    assert (author.parts(), signed.advice) == (TEXT, "一是排查；二是定责。")


@pytest.mark.parametrize("part", TEXT)
def test_every_part_of_the_text_counts(office, part):
    report = office.report(State.AWAITING_SIGNOFF)
    other = Report(**report.working.parts() | {part: report.working.parts()[part] + "。"})
    with pytest.raises(TooLate):
        reports.sign_off(report, by=office.signer, at=NINE, text_hash=other.text_hash)


def test_a_sentence_moved_to_another_part_is_another_text(office):
    one, other = Report(situation="甲乙", analysis="丙"), Report(situation="甲", analysis="乙丙")
    assert one.text_hash != other.text_hash


@pytest.mark.parametrize("loaded", ["before", "after"])
def test_a_text_changed_between_reading_and_signing_is_not_signed(office, loaded):
    """Sent back, edited, sent again: the page the signer still has open shows the text of before."""
    report = office.report(State.AWAITING_SIGNOFF)
    page = Report.objects.get(pk=report.pk)
    read = page.working.text_hash
    reports.send_back(report, by=office.signer, at=NINE, note="数字请核实。")
    reports.edit(
        report, by=office.clerk, at=NINE, version=report.version, **TEXT | {"advice": "换了的建议。"}
    )
    reports.submit_for_signoff(report, by=office.clerk, at=NINE)
    page = page if loaded == "before" else report
    with pytest.raises(TooLate):
        reports.sign_off(page, by=office.signer, at=NINE, text_hash=read)
    report.refresh_from_db()
    assert (report.status, report.signed_hash) == (State.AWAITING_SIGNOFF, "")
    assert not Revision.objects.filter(kind="signed").exists()


@pytest.mark.parametrize(
    ("filed", "sign_by"),
    [
        (moment(3, 10, 9), moment(3, 10, 17, 30)),
        (moment(3, 10, 17, 30), moment(3, 10, 17, 30)),
        (moment(3, 10, 17, 30, 1), moment(3, 11, 17, 30)),
        (moment(3, 13, 18), moment(3, 16, 17, 30)),  # Friday evening: Monday
        (moment(3, 14, 10), moment(3, 16, 17, 30)),  # Saturday
        (moment(2, 13, 20), moment(2, 14, 17, 30)),  # Saturday the 14th is worked for the Spring Festival
        (moment(2, 14, 20), moment(2, 24, 17, 30)),  # the nine days of the Spring Festival
    ],
)
def test_after_the_cut_off_the_clock_runs_to_the_next_working_day(office, filed, sign_by):
    report = office.draft(filed)
    reports.submit(report, by=office.author, at=filed)
    assert report.sign_by == sign_by
    assert Duty.objects.get(kind="review").due_at == sign_by


@pytest.mark.parametrize(("late", "kept"), [(0, True), (1, False)])
def test_whether_the_promise_was_kept_counts_to_the_second(office, late, kept):
    report = office.report(State.AWAITING_SIGNOFF)
    office.signed(report, report.sign_by + timedelta(seconds=late))
    assert report.signed_same_day is kept


def test_filing_again_after_a_return_starts_the_clock_anew(office):
    report = office.report(State.RETURNED)
    reports.submit(report, by=office.author, at=NINE + 2 * DAY)
    assert report.sign_by == moment(3, 12, 17, 30)


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), True),
        (date(2026, 3, 1), None, True),
        (date(2026, 3, 1), date(2026, 3, 9), False),
        (date(2026, 3, 11), None, False),
    ],
)
def test_a_stand_in_signs_on_the_days_of_the_seat_and_no_others(office, since, until, may):
    deputy = person("deputy")
    seat("signer", deputy, since=since, until=until, stand_in=True)
    report = office.report(State.AWAITING_SIGNOFF)
    sign = {"by": deputy, "at": NINE + timedelta(hours=1), "text_hash": report.working.text_hash}
    if may:
        reports.sign_off(report, **sign)
        assert Entry.objects.get(kind="sign_off").actor == deputy
    else:
        with pytest.raises(PermissionDenied):
            reports.sign_off(report, **sign)
        assert Report.objects.get(pk=report.pk).status == State.AWAITING_SIGNOFF


def test_the_day_of_a_seat_is_a_day_in_shanghai(office):
    """At 00:30 of the 10th it is still the 9th in Greenwich."""
    deputy = person("deputy")
    seat("signer", deputy, since=date(2026, 3, 10))
    report = office.report(State.AWAITING_SIGNOFF, NINE - 2 * DAY)
    with pytest.raises(PermissionDenied):
        reports.sign_off(report, by=deputy, at=moment(3, 9, 23, 59, 59), text_hash=report.working.text_hash)
    reports.sign_off(report, by=deputy, at=moment(3, 10, 0, 30), text_hash=report.working.text_hash)
    assert report.status == State.SIGNED


def test_one_press_keeps_the_edit_and_sends_it(office, client):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    said = TEXT | {
        "advice": "一是查；二是改。",
        "version": report.version,
        "note": "压缩。",
        "action": "send",
    }
    assert client.post(f"/reports/{report.pk}/edit/", said).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.working.advice) == (State.AWAITING_SIGNOFF, "一是查；二是改。")
    client.force_login(office.signer)
    assert "压缩。" in client.get("/signing/", follow=True).content.decode()


def test_a_stale_edit_is_neither_kept_nor_sent(office, client):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    said = TEXT | {"advice": "旧页上的话。", "version": report.version - 1, "action": "send"}
    assert client.post(f"/reports/{report.pk}/edit/", said).status_code == 409
    report.refresh_from_db()
    assert (report.status, report.working.advice) == (State.EDITING, "一是排查；二是定责。")
