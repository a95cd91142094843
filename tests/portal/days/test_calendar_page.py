"""The page of a year, and what people send to change it."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portal import middleware
from portal.days import workdays
from portal.days.calendar_file import as_lines, parse_day, read_lines, read_upload
from portal.days.models import CalendarDay
from portal.days.workdays import SHANGHAI, missing_years
from portal.days.workflow.calendar import Change, change_days
from portal.ledger.models import Entry
from reports.states import State
from tests.books import workbook
from tests.makers import NINE
from tests.reports.test_proposals import UNREADABLE

HEAD = ["日期", "类型", "名称"]


@pytest.fixture
def clerk(office, client):
    client.force_login(office.clerk)
    return client


def file(content, name="放假安排.csv"):
    return SimpleUploadedFile(name, content)


def load(client, year=2027, **sent):
    return client.post(reverse("load_year", args=[year]), {"source": "国办发明电〔2026〕8号"} | sent)


def days_of(year):
    return list(CalendarDay.objects.filter(date__year=year).values_list("date", "kind", "name"))


GOOD = """日期,类型,名称
2027-01-01,休,元旦
2027年1月3日,班,元旦
2027.2.5,放假,春节
20270208,休息,春节
2027/2/9,休,春节
"""
FOUND = [
    (date(2027, 1, 1), "off", "元旦"), (date(2027, 1, 3), "work", "元旦"), (date(2027, 2, 5), "off", "春节"),
    (date(2027, 2, 8), "off", "春节"), (date(2027, 2, 9), "off", "春节"),
]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(), GOOD.encode("utf-8-sig"), GOOD.encode("gb18030"), GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r").encode(),
        GOOD.replace(",", "\t").encode(), GOOD.replace(",", ";").encode(), GOOD.replace(",", "，").encode(),
        GOOD.partition("\n")[2].encode(), GOOD.replace("元旦", " 元旦　").encode(),
    ],
)  # fmt: skip
def test_a_file_is_read_however_it_was_written(content):
    assert read_upload(file(content), 2027) == FOUND


def test_a_workbook_is_read_with_dates_as_dates_or_words():
    rows = [
        [date(2027, 1, 1), "休", "元旦"],
        ["2027年1月3日", "班", "元旦"],
        [date(2027, 2, 5), "休", "春节"],
    ]
    rows += [["2027.2.8", "休", "春节"], [20270209, "休", "春节"]]
    assert read_upload(file(workbook(*rows, head=HEAD), "安排.xlsx"), 2027) == FOUND

    def counted_from_1904(book):
        book.epoch = CALENDAR_MAC_1904

    raw = workbook(*rows, head=HEAD, change=counted_from_1904)
    assert read_upload(file(raw, "安排.xlsx"), 2027) == FOUND


def test_what_was_read_can_be_read_again():
    assert read_lines(as_lines(FOUND), 2027) == FOUND
    assert parse_day("2027 年 1 月 5 日(周二)") == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的|提交的是空文件|empty"),
        ("日期,类型,名称\n".encode(), "没有找到任何日期"),
        ("2027-02-30,休,春节\n2027-01-01,休,元旦".encode(), "第 1 行：“2027-02-30”不是有效日期"),
        ("2027-01-01,休,元旦\n46388,休,元旦".encode(), "第 2 行：“46388”不是有效日期"),
        ("2027-01-01,休,元旦\n60,休,元旦".encode(), "第 2 行：“60”不是有效日期"),
        ("2027-01-01,休,元旦\n2027-01-01,休,元旦".encode(), "第 2 行：2027-01-01 在文件中出现了两次"),
        ("2028-01-03,休,元旦".encode(), "第 1 行：2028-01-03 不属于 2027 年"),
        ("2027-01-04,可能,元旦".encode(), "第 1 行：“可能”看不出"),
        ("2027-01-04,班,元旦".encode(), "第 1 行：2027-01-04 是周一至周五"),
        ("2027-01-04,休,".encode(), "第 1 行：请写明节日名称"),
        ('2027-01-04,休,"元旦'.encode(), "引号没有成对"),
        (b"\x81\xff\xfe\x00\x81", "无法识别文件的文字编码"),
        ("\n".join(f"2027-01-{n:02},休" for n in range(1, 31)).encode(), "另有 10 行有误"),
        (("2027-01-01,休,元旦\n" * 401).encode(), "最多 400 行"),
    ],
)
def test_a_bad_file_is_told_by_its_lines_and_nothing_is_stored(clerk, content, words):
    before, entries = list(CalendarDay.objects.values()), Entry.objects.count()
    answer = load(clerk, file=file(content))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert any(word in page for word in words.split("|")), page[page.find("problem") :][:600]
    assert "国办发明电〔2026〕8号" in page, "what was typed is still there"
    assert (list(CalendarDay.objects.values()), Entry.objects.count()) == (before, entries)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        *((make, "安排.xlsx") for make in UNREADABLE.values()),
        (lambda: b"%PDF-", "通知.pdf"), (lambda: workbook(head=HEAD), "空.xlsx"), (GOOD.encode, "安排.xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(clerk, content, name):
    answer = load(clerk, file=file(content(), name))
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"file"}
    assert days_of(2027) == []


def test_a_line_break_in_a_cell_is_a_space_and_lines_keep_their_number(clerk):
    found = read_lines('2027-01-01,休,"元\n旦"\n2027-02-05,休,春节', 2027)
    assert found[0][2] in ("元 旦", "元旦")
    raw = workbook([date(2027, 1, 1), "休", "元\n旦"], head=HEAD)
    assert read_upload(file(raw, "安排.xlsx"), 2027) == [(date(2027, 1, 1), "off", "元 旦")]
    with pytest.raises(ValidationError, match="第 3 行|Line 3"):
        read_lines('2027-01-01,休,"元\n旦"\n2027-02-30,休,春节', 2027)


def test_a_plan_that_leaves_out_days_of_the_law_says_which(clerk):
    page = load(clerk, lines="2027-01-01,休,元旦")
    assert (date(2027, 10, 1), "国庆节") in page.context["missed"]
    assert date(2027, 1, 1) not in dict(page.context["missed"])
    assert "10月1日 国庆节" in page.content.decode()


def test_a_notice_may_change_a_day_of_the_december_before(clerk, office):
    lines = "2026-12-31,休,元旦\n2027-01-01,休,元旦"
    shown = load(clerk, lines=lines)
    assert load(clerk, lines=lines, seen=shown.context["seen"]).status_code == 302
    assert CalendarDay.objects.get(date=date(2026, 12, 31)).name == "元旦"
    chains = set(Entry.objects.filter(kind="change_year").values_list("chain", flat=True))
    assert chains == {"calendaryear/2026", "calendaryear/2027"}
    assert CalendarDay.objects.filter(date__year=2026).count() > 20


def test_neither_or_both_is_asked_again(clerk):
    assert load(clerk).status_code == 400
    assert load(clerk, file=file(GOOD.encode()), lines=GOOD).status_code == 400
    assert days_of(2027) == []


def test_a_good_file_stands_as_lines_beside_whatever_else_is_wrong(clerk):
    answer = load(clerk, file=file(GOOD.encode()), source="")
    form = answer.context["form"]
    assert answer.status_code == 400 and form.errors.keys() == {"source"}
    page = answer.content.decode()
    assert form["lines"].value() == as_lines(read_lines(GOOD, 2027))
    assert "2027-01-03,work,元旦" in page and "放假安排.csv" in page
    shown = load(clerk, lines=form["lines"].value())
    assert shown.status_code == 200 and shown.context["seen"]


def test_the_same_file_twice_moves_nothing_the_second_time(clerk, office):
    for _ in range(2):
        shown = load(clerk, file=file(GOOD.encode()))
        sent = {"lines": as_lines(FOUND), "seen": shown.context["seen"]}
        assert load(clerk, **sent).status_code == 302
        assert days_of(2027) == FOUND
    assert Entry.objects.filter(kind="change_year").last().changes["put"] == []


def test_first_it_is_shown_and_then_stored(clerk, office):
    office.report(State.HANDLING)
    duty = office.report(State.ISSUED).duty_set.open().get(kind="follow_up")
    day = workdays.load().next_working(workdays.local_day(duty.due_at))
    sent = {"date": day, "kind": "off", "name": "临时放假", "source": "市政府通知"}
    shown = clerk.post(reverse("set_day"), sent)
    assert shown.status_code == 200 and "查看" not in shown.context["reason"]
    assert not CalendarDay.objects.filter(date=day).exists()
    again = clerk.post(reverse("set_day"), sent | {"seen": "something else"})
    assert again.status_code == 409
    assert "本次未保存" in again.content.decode()
    assert not CalendarDay.objects.filter(date=day).exists()
    done = clerk.post(reverse("set_day"), sent | {"seen": again.context["seen"]})
    assert done["Location"] == reverse("calendar_year", args=[day.year])
    row = CalendarDay.objects.get(date=day)
    assert "临时放假" in clerk.get(done["Location"]).content.decode()
    struck = clerk.get(reverse("strike_day", args=[row.pk]))
    assert "取消" in struck.content.decode()
    clerk.post(reverse("strike_day", args=[row.pk]), {"seen": struck.context["seen"]})
    assert not CalendarDay.objects.filter(date=day).exists()
    assert Entry.objects.filter(kind="change_year").count() == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"date": "2026-02-30"}, "日期"), ({"date": "0001-01-01"}, "2000-01-01"),
        ({"until": "2026-03-01"}, "早于"), ({"until": "2026-12-31"}, "一次最多 30 天"),
        ({"kind": "work"}, "周一至周五本来就上班"), ({"organisation": "999999"}, "organisation"),
        ({"name": ""}, "name"), ({"name": "长" * 51}, "name"),
    ],
)  # fmt: skip
def test_a_bad_day_is_told_beside_its_field(clerk, sent, words):
    before = list(CalendarDay.objects.values())
    good = {"date": "2026-03-25", "kind": "off", "name": "临时放假", "source": "通知"}
    answer = clerk.post(reverse("set_day"), good | sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert list(CalendarDay.objects.values()) == before


def test_each_month_says_how_many_days_are_worked(clerk):
    months = clerk.get(reverse("calendar_year", args=[2026])).context["months"]
    assert [month["worked"] for month in months] == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(month["worked"] for month in months) == 248


def test_a_local_day_counts_in_the_organisations_own_calendar(clerk, office):
    CalendarDay.objects.create(
        date=date(2026, 3, 20), kind="off", name="肉孜节", source="通知", organisation=office.unit
    )
    url = reverse("calendar_year", args=[2026])
    assert clerk.get(url).context["months"][2]["worked"] == 22
    assert clerk.get(url, {"of": office.unit.pk}).context["months"][2]["worked"] == 21
    assert clerk.get(url, {"of": "999999"}).status_code == 404
    assert "肉孜节（住房和城乡建设局）" in clerk.get(url).content.decode()


def test_a_year_without_data_says_so_and_does_not_crash(clerk):
    page = clerk.get(reverse("calendar_year", args=[2031])).content.decode()
    assert "暂定" in page and "国庆节" in page


@pytest.mark.parametrize(
    ("today", "years"),
    [((2026, 11, 14), []), ((2026, 11, 15), [2027]), ((2026, 12, 31), [2027]), ((2027, 1, 1), [2027])],
)
def test_from_the_middle_of_november_the_next_year_is_missing(db, office, today, years):
    assert missing_years(workdays.load(), date(*today)) == years


@pytest.mark.parametrize(("who", "told"), [("clerk", True), ("author", False)])
def test_the_alarm_stands_on_the_desk_until_the_year_is_there(office, client, monkeypatch, who, told):
    client.force_login(getattr(office, who))
    at = datetime(2026, 11, 15, 9, 0, tzinfo=SHANGHAI)
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    words = reverse("load_year", args=[2027])
    assert (words in client.get("/").content.decode()) is told
    CalendarDay.objects.create(date=date(2027, 1, 1), kind="off", name="元旦", source="通知")
    assert words not in client.get("/").content.decode()


def test_what_stands_there_and_who_changed_it_last_is_shown_before_it_is_replaced(office, client):
    day = {"date": date(2027, 3, 10), "kind": "off", "name": "开斋节", "source": "自治区通知"}
    change_days(Change(put=(CalendarDay(**day),)), by=office.clerk, at=NINE)
    client.force_login(office.clerk)
    for name, shown in (("开斋节", False), ("县庆", True)):
        page = client.post(reverse("set_day"), day | {"name": name}).content.decode()
        assert ("自治区通知" in page.partition('<ul class="days">')[2].partition("</ul>")[0]) is shown
        assert ("最近由clerk于2026年3月10日" in page) is shown
