"""News of adoption: dated back, never of tomorrow, struck and never deleted; the ledger made of it."""

import html
import io
import re
import uuid
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.days import workdays
from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.pages.workbooks import workbook
from reports.states import State
from routing import adoption as figures
from routing.models import AdoptionEvent
from routing.workflow import adoption
from tests.filings import event, filing
from tests.makers import NINE

HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)


def told(office, subject, **fields):
    said = {"key": uuid.uuid4(), "level": "province", "kind": "alone", "happened_on": NINE.date()} | fields
    return adoption.record_event(subject, by=office.clerk, at=NINE + MONTH, **said)


def test_news_is_dated_back(office):
    found = filing(office)
    [news] = event(office, found, at=NINE + MONTH, happened_on=date(2026, 3, 20))
    assert (news.happened_on, news.entered_at, news.filing) == (date(2026, 3, 20), NINE + MONTH, found)
    entry = Entry.objects.filter(kind="record_event").get()
    assert entry.changes["happened_on"] == "2026-03-20" and entry.report == news.report


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 3, 9), "早于2026年3月10日"), (date(2026, 4, 10), "晚于今天")]
)
def test_never_of_a_day_to_come_nor_from_before_it_was_filed(office, day, why):
    found = filing(office)
    with pytest.raises(ValidationError) as refused:
        event(office, found, at=NINE + MONTH, happened_on=day)
    assert why in refused.value.message_dict["happened_on"][0]
    assert not AdoptionEvent.objects.exists()


@pytest.mark.parametrize("status", [State.KEPT, State.REFUSED, State.SUBMITTED, State.CLOSED])
def test_news_that_came_otherwise_needs_no_filing(office, status):
    news = told(office, office.report(status))
    assert (news.filing, news.stands) == (None, True)


@pytest.mark.parametrize("status", [State.DRAFT, State.SEALED])
def test_of_a_draft_and_of_what_is_sealed_there_is_no_news(office, status):
    with pytest.raises(ValidationError):
        told(office, office.report(status))


def test_our_own_adoption_is_read_off_the_issues_and_not_entered(office):
    report = office.report(State.ISSUED)
    with pytest.raises(ValidationError) as refused:
        told(office, report, level="city")
    assert list(refused.value.message_dict) == ["level"]
    assert told(office, report, level="city", kind="used").stands


def test_the_same_form_sent_twice_enters_each_once_and_the_same_news_is_not_entered_twice(office):
    found = filing(office, office.report(State.SIGNED), office.report(State.SIGNED))
    key = uuid.uuid4()
    first = event(office, found, key=key, source="信息专报第3期")
    assert event(office, found, key=key, source="信息专报第3期") == first
    with pytest.raises(ValidationError):
        event(office, found, source="信息专报第3期")
    assert AdoptionEvent.objects.count() == Entry.objects.filter(kind="record_event").count() == 2


def test_one_proof_is_kept_with_each_event(office):
    found = filing(office, office.report(State.SIGNED), office.report(State.SIGNED))
    events = event(office, found, files=[SimpleUploadedFile("通知.pdf", b"%PDF-1.4")])
    assert [Attachment.objects.about(each).get().name for each in events] == ["通知.pdf"] * 2


def test_before_it_is_sent_there_is_no_news_of_a_filing(office):
    found = filing(office, status="draft")
    with pytest.raises(ValidationError):
        event(office, found)
    with pytest.raises(ValidationError):
        adoption.record_events(
            filing(office), by=office.clerk, at=NINE + HOUR, reports=[], key=uuid.uuid4(), level="province",
            kind="alone", happened_on=NINE.date(),
        )  # fmt: skip


def test_what_was_wrong_is_struck_once_and_stays(office):
    news = told(office, office.report(State.SIGNED))
    adoption.strike_event(news, by=office.clerk, at=NINE + MONTH, note="张冠李戴。")
    kept = AdoptionEvent.objects.get()
    assert (kept.status, kept.struck_for, kept.struck_by) == ("struck", "张冠李戴。", office.clerk)
    assert not AdoptionEvent.objects.standing().exists()
    with pytest.raises(TooLate):
        adoption.strike_event(kept, by=office.clerk, at=NINE + MONTH, note="再划一次。")
    assert told(office, kept.report).stands, "what was struck may be entered anew"


def ledger(year=2026):
    return {row.level: row for row in figures.ledger(year, NINE + 9 * MONTH, workdays.load())}


def test_the_ledger_counts_what_was_filed_and_what_happened(office):
    """Three to the province: adopted alone after 3 working days, with others after 8, not at all."""
    a, b, c = (office.report(State.SIGNED) for _ in range(3))
    found, last = filing(office, a, b), filing(office, c, status="received")
    one = {"by": office.clerk, "at": NINE + MONTH, "key": uuid.uuid4(), "level": "province"}
    adoption.record_events(found, reports=[a], kind="alone", happened_on=date(2026, 3, 13), **one)
    one["key"] = uuid.uuid4()
    adoption.record_events(found, reports=[b], kind="combined", happened_on=date(2026, 3, 20), **one)
    told(office, a, level="national", kind="combined", happened_on=date(2026, 4, 1))
    struck = told(office, c, kind="alone", happened_on=date(2026, 4, 1))
    adoption.strike_event(struck, by=office.clerk, at=NINE + MONTH, note="登记有误。")
    event(office, last, at=NINE + MONTH, kind="forwarded")
    province, national = ledger()["province"], ledger()["national"]
    assert (province.filed, province.received, province.taken, province.percent) == (3, 1, 2, "66.7%")
    assert province.days == (3 + 8) / 2
    assert (province.alone, province.combined, province.adopted, province.other) == (1, 1, 2, 1)
    assert (national.filed, national.percent, national.combined) == (0, "", 1)
    assert ledger(2025)["province"].filed == 0
    assert ledger(None)["province"].filed == 3


def test_each_number_is_as_long_as_the_list_behind_it(office, client):
    merged = office.report(State.MERGED)
    host = merged.carried_by
    for name in ("sent", "signed", "placed", "issued"):
        getattr(office, name)(host, NINE + HOUR)
        host.refresh_from_db()
    office.report(State.ISSUED)
    found = filing(office, host, office.report(State.SIGNED), at=NINE + 2 * HOUR, status="received")
    event(office, found, at=NINE + 3 * HOUR)
    told(office, host, kind="directive", level="national", happened_on=date(2026, 3, 30))
    client.force_login(office.clerk)
    answer = client.get("/adoption/", {"year": 2026})
    own = next(row for row in answer.context["page"] if row.own)
    assert (own.alone, own.combined) == (1, 1)
    table = answer.content.decode().partition('<tbody class="rows">')[2]
    links = re.findall(r'href="([^"]+)">(\d+)</a>', table)
    assert len(links) == 9, "what is none is no link"
    for url, number in links:
        listed = client.get(html.unescape(url)).context["page"].count
        assert listed == int(number), url


def test_the_workbook_is_what_is_shown(office, client):
    event(office, filing(office, office.report(State.SIGNED, title="=HYPERLINK(1)的建议")))
    client.force_login(office.clerk)
    answer = client.get("/adoption/", {"year": 2026, "export": 1})
    assert "2026.xlsx" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    province = next(row for row in sheet.values if row[0] == "省级")
    assert province[1:5] == (1, 0, 1, 1.0) and province[6:9] == (1, 1, 0)
    assert sheet["E4"].number_format == "0.0%"
    rows = openpyxl.load_workbook(io.BytesIO(client.get("/adoption/events/", {"export": 1}).content)).active
    assert [cell.data_type for cell in rows["A"]] == ["s", "s"] and "=HYPERLINK" in rows["B2"].value


def test_in_the_workbook_days_are_days_and_a_rate_is_a_share(office, client):
    a, b = (office.report(State.SIGNED) for _ in range(2))
    found = filing(office, a, b)
    for report, day in ((a, 13), (b, 16)):
        said = {"key": uuid.uuid4(), "level": "province", "kind": "alone", "happened_on": date(2026, 3, day)}
        adoption.record_events(found, reports=[report], by=office.clerk, at=NINE + MONTH, **said)
    client.force_login(office.clerk)
    answer = client.get("/adoption/", {"year": 2026, "export": 1})
    head, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    of = dict(
        zip([cell.value for cell in head], next(row for row in rows if row[0].value == "省级"), strict=True)
    )
    days, rate = of["用时中位数（工作日）"], of["采用率"]
    assert (days.value, days.number_format) == (3.5, "General")
    assert (rate.value, rate.number_format) == (1, "0.0%")


def test_a_workbook_keeps_words_words():
    book = openpyxl.load_workbook(io.BytesIO(workbook("甲", ["乙"], [["=1+1"], ["\x01丙"], [3], [None]])))
    cells = [(cell.value, cell.data_type) for cell in book.active["A"]]
    assert cells[:4] == [("乙", "s"), ("=1+1", "s"), ("丙", "s"), (3, "n")]


def test_authors_find_it_in_the_list_of_their_reports(office, client):
    news = told(office, office.report(State.KEPT))
    struck = told(office, office.report(State.KEPT), kind="combined")
    adoption.strike_event(struck, by=office.clerk, at=NINE + MONTH, note="登记有误。")
    client.force_login(office.author)
    page = client.get("/reports/").content.decode()
    assert "省级 · 单篇采用" in page and "综合采用" not in page
    assert str(news) == "省级 · 单篇采用"


def test_the_tab_of_a_report_tells_the_author_and_keeps_what_is_the_offices(office, client):
    report = office.report(State.ISSUED)
    event(office, filing(office, report), source="社情民意第3期", note="内部备注")
    told(office, report, kind="directive", source="批示原话")
    said = {}
    for who in (office.author, office.clerk):
        client.force_login(who)
        answer = client.get(f"/reports/{report.pk}/", {"tab": "adoption"})
        assert answer.status_code == 200
        said[who.username] = answer.content.decode()
    assert "社情民意第3期" in said["author"] and "上报〔2026〕1号" in said["author"]
    assert "内部备注" in said["clerk"] and "批示原话" in said["clerk"]
    assert "内部备注" not in said["author"] and "批示原话" not in said["author"]
