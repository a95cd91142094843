"""Filing upward: what may be filed, what is frozen, who is told, when it is asked after, when it is over."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from feedback import sweeps
from feedback.models import Notice
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import User
from reports.models import Credit, Report
from reports.states import State
from routing import cover_list
from routing.models import Body, FiledPiece, Filing, FilingYear
from routing.workflow import adoption, upward
from tests.filings import event, filing
from tests.makers import NINE, Office, moment
from tests.policies import policy
from tests.races import at_once, kinds

HOUR = timedelta(hours=1)
UNSIGNED = [State.SUBMITTED, State.RETURNED, State.EDITING, State.AWAITING_SIGNOFF, State.KEPT, State.REFUSED]
SIGNED = [State.SIGNED, State.PLACED, State.ISSUED, State.HANDLING, State.ANSWERED, State.CLOSED]


def open_duties(subject):
    return {duty.kind: duty.due_at for duty in Duty.objects.about(subject).open()}


@pytest.mark.parametrize("status", UNSIGNED)
def test_what_is_not_signed_is_not_filed(office, status):
    found, report = filing(office, status="draft"), office.report(status)
    with pytest.raises(TooLate):
        upward.put_in(found, by=office.clerk, at=NINE, reports=[report])
    assert found.pieces.count() == 1


@pytest.mark.parametrize("status", SIGNED)
def test_whatever_is_signed_is_filed_with_its_signed_text_and_stays_where_it_stands(office, status):
    report = office.report(status)
    found = filing(office, report)
    piece = found.pieces.get()
    report.refresh_from_db()
    assert (piece.text_hash, report.status) == (report.signed_hash, status)
    assert Entry.objects.about(report).last().kind == "report_up"


def test_a_report_goes_to_several_committees_and_once_to_each(office):
    report = office.report(State.SIGNED)
    filing(office, report)
    other = filing(office, report, body="民盟南江省委员会", level="party")
    assert other.pieces.get().report == report
    again = filing(office, status="draft")
    with pytest.raises(ValidationError, match="政协南江省委员会.*上报〔2026〕1号"):
        upward.put_in(again, by=office.clerk, at=NINE, reports=[report])
    with pytest.raises(ValidationError):  # nor by the way round of another address
        upward.arrange_filing(
            found := filing(office, report, status="draft", body="政协全国委员会", level="national"),
            by=office.clerk, at=NINE, version=found_version(found), body="政协南江省委员会",
            level="province", note="",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        FiledPiece.objects.create(
            filing=again, body=again.body, report=report, position=9, sha256="0" * 64, author_line=""
        )


def found_version(found):
    return Filing.objects.get(pk=found.pk).version


def test_a_committee_has_one_level(office):
    filing(office)
    with pytest.raises(ValidationError):
        filing(office, level="national")
    assert Body.objects.count() == 1


def test_an_empty_filing_is_not_sent_and_uses_no_number(office):
    found = filing(office, status="draft")
    upward.leave_out(found, by=office.clerk, at=NINE, piece=found.pieces.get())
    with pytest.raises(ValidationError):
        upward.send_filing(found, by=office.clerk, at=NINE)
    assert filing(office).number == "上报〔2026〕1号"


def test_a_filing_given_up_frees_its_reports_keeps_its_reason_and_uses_no_number(office):
    first, second = office.report(State.SIGNED), office.report(State.SIGNED)
    given_up = filing(office, first, second, status="draft")
    upward.drop_filing(given_up, by=office.clerk, at=NINE, note="改由专题报送。")
    assert not given_up.pieces.exists() and not Duty.objects.about(given_up).open().exists()
    said = Entry.objects.about(given_up).last()
    assert said.note == "改由专题报送。" and f"{first.number}、{second.number}" in str(said.line.says(said))
    assert given_up in Filing.objects.all() and given_up not in Filing.objects.sent()
    assert filing(office, first, second).number == "上报〔2026〕1号"
    for verb in (upward.send_filing, upward.drop_filing):
        with pytest.raises((TooLate, ValidationError)):
            verb(given_up, by=office.clerk, at=NINE, note="再办。")


def test_numbers_begin_anew_with_each_year(office):
    first, second = filing(office), filing(office)
    new_year = filing(office, at=moment("03-10 09:00").replace(year=2027))
    numbers = [found.number for found in (first, second, new_year)]
    assert numbers == ["上报〔2026〕1号", "上报〔2026〕2号", "上报〔2027〕1号"]


def test_whatever_happens_later_the_same_filing_gives_the_same_bytes(office, settings):
    report = office.report(State.SIGNED, joint=[Credit("连署人", office.joint)])
    found = filing(office, report, note="现将有关情况报上。")
    before = {kind: cover_list.made(found, kind) for kind in cover_list.KINDS}
    Report.objects.filter(pk=report.pk).update(title="改过的标题", advice="改过的建议", status=State.CLOSED)
    User.objects.filter(pk=office.author.pk).update(name="改过的姓名", position="改过的职务")
    report.authors.all().delete()
    settings.COMMITTEE_NAME = "改过的名称"
    policy(filing_prefix="改过的字号")
    assert {kind: cover_list.made(Filing.objects.get(), kind) for kind in cover_list.KINDS} == before


def test_what_was_sent_is_not_changed_by_any_verb(office):
    found = filing(office)
    said, another = {"by": office.clerk, "at": NINE}, office.report(State.SIGNED)
    version = found_version(found)
    with pytest.raises(TooLate):
        upward.put_in(found, reports=[another], **said)
    with pytest.raises(TooLate):
        upward.leave_out(found, piece=found.pieces.get(), **said)
    with pytest.raises(TooLate):
        upward.arrange_filing(found, version=version, body="甲", level="province", note="新", **said)
    with pytest.raises(TooLate):
        upward.send_filing(found, **said)
    assert (found.pieces.count(), FilingYear.objects.get().last) == (1, 1)


def test_the_same_form_sent_twice_is_one_filing(office):
    key = uuid.uuid4()
    said = {"by": office.clerk, "at": NINE, "key": key, "body": "政协南江省委员会", "level": "province"}
    assert upward.begin_filing(**said) == upward.begin_filing(**said)
    assert Entry.objects.filter(kind="begin_filing").count() == 1


def test_the_receipt_is_due_after_five_working_days_and_the_outcome_after_sixty(office):
    found = filing(office)  # Tuesday 10 March
    assert open_duties(found) == {"record_receipt": moment("03-17 23:59").replace(second=59)}
    late = moment("04-20 10:00")
    upward.record_receipt(found, by=office.clerk, at=late, received_on=date(2026, 3, 12))
    assert open_duties(found) == {"ask_outcome": moment("06-09 23:59").replace(second=59)}


def test_a_receipt_recorded_very_late_leaves_until_today(office):
    found = filing(office)
    late = moment("11-16 10:00")
    upward.record_receipt(found, by=office.clerk, at=late, received_on=date(2026, 3, 12))
    assert open_duties(found) == {"ask_outcome": moment("11-16 17:30")}


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 11), date.max])
def test_a_receipt_is_neither_of_tomorrow_nor_from_before_it_was_sent(office, day):
    found = filing(office)
    with pytest.raises(ValidationError) as refused:
        upward.record_receipt(found, by=office.clerk, at=NINE + HOUR, received_on=day)
    assert list(refused.value.message_dict) == ["received_on"]
    assert Filing.objects.get().status == "sent"


def test_whoever_has_asked_asks_again_sixty_working_days_on(office):
    found = filing(office, status="received")
    again = moment("06-01 10:00")
    upward.ask_outcome(found, by=office.clerk, at=again, note="省里答复：正在编辑。")
    assert open_duties(found) == {"ask_outcome": moment("08-25 23:59").replace(second=59)}
    stale = Filing.objects.get()
    stale.asked_at = None
    with pytest.raises(TooLate):
        upward.ask_outcome(stale, by=office.clerk, at=again, note="又问。")


def test_it_is_over_when_something_was_heard_of_each_report(office):
    first, second = office.report(State.SIGNED), office.report(State.SIGNED)
    found = filing(office, first, second, status="received")
    said = {"key": uuid.uuid4(), "level": "province", "happened_on": NINE.date()}
    upward_events(office, found, [first], kind="alone", **said)
    assert Filing.objects.get().status == "received"
    upward_events(office, found, [second], kind="forwarded", **said | {"key": uuid.uuid4()})
    found.refresh_from_db()
    assert (found.status, found.closed_by, open_duties(found)) == ("closed", None, {})


def upward_events(office, found, chosen, **said):
    return adoption.record_events(found, by=office.clerk, at=NINE + HOUR, reports=chosen, **said)


def test_news_before_the_receipt_closes_it_with_the_receipt(office):
    found = filing(office)
    event(office, found)
    assert Filing.objects.get().status == "sent"
    upward.record_receipt(found, by=office.clerk, at=NINE + HOUR, received_on=NINE.date())
    assert Filing.objects.get().status == "closed"


def test_what_is_struck_is_outstanding_again_unless_somebody_has_closed_it(office):
    by_itself, by_hand = filing(office, status="received"), filing(office, status="received")
    events = [event(office, found)[0] for found in (by_itself,)]
    upward.close_filing(by_hand, by=office.clerk, at=NINE + HOUR, note="不再等候。")
    events += event(office, by_hand)
    for each in events:
        adoption.strike_event(each, by=office.clerk, at=NINE + HOUR, note="登记有误。")
    by_itself.refresh_from_db(), by_hand.refresh_from_db()
    assert (by_itself.status, by_hand.status) == ("received", "closed")
    assert list(open_duties(by_itself)) == ["ask_outcome"]


def test_only_the_clerk_files(office):
    for who in (
        office.editor,
        office.signer,
        office.supervisor,
        office.author,
        office.leader,
        office.officer,
    ):
        with pytest.raises(PermissionDenied):
            upward.begin_filing(by=who, at=NINE, key=uuid.uuid4(), body="甲", level="province")
    assert not Filing.objects.exists()


def test_all_authors_hear_of_it_those_of_merged_reports_too(office):
    merged = office.report(State.MERGED, by=office.joint)
    host = merged.carried_by
    office.sent(host, NINE + HOUR), office.signed(host, NINE + HOUR)
    event(office, filing(office, host, at=NINE + 2 * HOUR), at=NINE + 3 * HOUR)
    sweeps.tell(NINE + 4 * HOUR)
    news = Notice.objects.filter(entry__kind__in=["report_up", "record_event"])
    told = sorted(news.values_list("entry__kind", "user__username"))
    assert told == [(kind, who) for kind in ("record_event", "report_up") for who in ("author", "joint")]
    assert "author" in host.filed.get().author_line and "joint" in host.filed.get().author_line


def send_all_at_once(count=10):
    """So many filings, and each is sent by two clerks at the same moment."""
    office = Office()
    waiting = [filing(office, status="draft") for _ in range(count)]
    twice = [Filing.objects.get(pk=found.pk) for found in waiting * 2]

    def send(n):
        upward.send_filing(twice[n], by=User.objects.get(username="clerk"), at=NINE + HOUR)

    return kinds(at_once(2 * count, send))


@pytest.mark.django_db(transaction=True)
def test_each_is_sent_once_and_the_numbers_have_no_gap():
    assert send_all_at_once() == {"done": 10, "TooLate": 10}
    assert sorted(Filing.objects.values_list("serial", flat=True)) == list(range(1, 11))
    assert Entry.objects.filter(kind="report_up").count() == 10


def unlocked_serial(year):
    """As it is often written: the highest one plus one."""
    return (
        Filing.objects.filter(year=year).order_by("-serial").values_list("serial", flat=True).first() or 0
    ) + 1


@pytest.mark.django_db(transaction=True)
def test_without_the_locked_row_numbers_would_meet(monkeypatch):
    monkeypatch.setattr(upward, "next_serial", unlocked_serial)
    assert send_all_at_once().get("IntegrityError", 0) > 0


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_put_in_the_same_report_put_it_in_once():
    office = Office()
    drafts = [filing(office, status="draft") for _ in range(2)]
    report = office.report(State.SIGNED)

    def put(n):
        upward.put_in(drafts[n], by=User.objects.get(username="clerk"), at=NINE, reports=[report])

    assert kinds(at_once(2, put)) == {"done": 1, "ValidationError": 1}
    assert FiledPiece.objects.filter(report=report).count() == 1
