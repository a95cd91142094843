"""A list: columns once for table, cards and file; its order; pages by key and by number; the way back."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.pages import lists
from portal.pages.columns import Column, Table
from portal.pages.lists import Page
from reports.models import Report
from reports.states import State
from tests.makers import NINE

NAME = Column("name", "Name", "name")
SORTED = [NAME, Column("due", "Due", "due_at", sort="due_at")]
LIST = "/reports/"


def ask(query=""):
    return RequestFactory().get(f"/there/?{query}")


@pytest.fixture
def small(monkeypatch):
    """Pages of three rows, or of five."""
    monkeypatch.setattr(lists, "ROWS", 3)
    monkeypatch.setattr(lists, "MORE_ROWS", 5)
    monkeypatch.setattr(lists, "SIZES", (3, 5))


@pytest.fixture
def many(office, small):
    """Eleven reports: two hours with four each, as of one second, and three drafts that have none."""
    first = [office.report(at=NINE) for _ in range(4)]
    later = [office.report(at=NINE + timedelta(hours=1)) for _ in range(4)]
    return first + later + [office.report(State.DRAFT) for _ in range(3)]


COLUMNS = [Column("number", "Number", "number"), Column("at", "At", "submitted_at", sort="submitted_at")]


def page(query="", rows=None, first="-at", **how):
    rows = Report.objects.all() if rows is None else rows
    return Page(ask(query), rows, COLUMNS, first=first, **how)


def query_of(address):
    return address.removeprefix("?")


# ---- Columns ----


class Row:
    pk, name, number, day, none = 7, "=A<b>", 0, date(2026, 3, 9), None

    def words(self):
        return "said"


def test_columns_once_give_table_cards_and_file():
    columns = [
        NAME,
        Column("number", "Number", "number"),
        Column("day", "Day", "day", look="tight"),
        Column("none", "None", "none"),
        Column("words", "Words", "words", cell=None),
        Column("mark", "", cell=lambda row, request: f"{row.pk}{request.path}"),
    ]
    table = Table(ask(), columns, rows=[Row()])
    assert [column.name for column, *_more in table.heads()] == ["name", "number", "day", "none", "mark"]
    assert table.body() == (
        '<tr data-row id="r7"><td>=A&lt;b&gt;</td><td class="nil" data-label="Number">0</td>'
        '<td class="tight" data-label="Day">2026年3月9日</td><td class="nil" data-label="None"></td>'
        "<td>7/there/</td></tr>"
    )
    headings, rows = table.sheet()
    assert headings == ["Name", "Number", "Day", "None", "Words"]
    assert list(rows) == [["=A<b>", 0, date(2026, 3, 9), None, "said"]]


def test_a_heading_sorts_and_the_next_time_the_other_way():
    def heads(sort):
        found = Table(ask(f"page=3&after=9&q=x&sort={sort}"), SORTED, sort).heads()
        return [(url, way) for _column, url, way, _icon in found]

    assert heads("") == [("", ""), ("?q=x&sort=due", "")]
    assert heads("due") == [("", ""), ("?q=x&sort=-due", "ascending")]
    assert heads("-due") == [("", ""), ("?q=x&sort=due", "descending")]


# ---- Pages ----


@pytest.mark.parametrize("sort", ["at", "-at"])
def test_pages_by_key_are_the_pages_by_number_with_ties_and_without_a_value(many, sort):
    """Forth by key from the first to the last, and back again."""
    nulls = {"nulls_last": True} if sort == "at" else {"nulls_first": True}
    field, pk = F("submitted_at"), F("pk")
    order = [field.asc(**nulls), pk.asc()] if sort == "at" else [field.desc(**nulls), pk.desc()]
    whole = list(Report.objects.order_by(*order))
    assert len(whole) == 11
    shown = page(f"sort={sort}")
    for start in (0, 3, 6, 9):
        expected = whole[start : start + 3]
        assert list(shown) == list(page(f"sort={sort}&page={start // 3 + 1}")) == expected
        assert shown.number == start // 3 + 1 and bool(shown.previous) == bool(start)
        last, shown = shown, page(query_of(shown.next)) if shown.next else None
    assert shown is None
    for start in (6, 3, 0):
        last = page(query_of(last.previous))
        assert list(last) == whole[start : start + 3] and last.number == start // 3 + 1
    assert not last.previous and last.next


def test_without_the_key_as_tie_breaker_rows_are_lost(many, monkeypatch):
    """The control."""

    def following(field, value, pk, down):
        return [lists.Q(**{f"{field}__{'lt' if down else 'gt'}": value})]

    monkeypatch.setattr(lists, "following", following)
    rows = Report.objects.exclude(submitted_at=None)
    first = page("sort=at", rows)
    second = page(query_of(first.next), rows)
    assert many[3] not in [*first, *second] and many[4] in second


def test_what_comes_in_meanwhile_shifts_no_page(many, office):
    shown = page("sort=-at", Report.objects.exclude(submitted_at=None))
    rest = [report for report in many[7::-1] if report not in list(shown)][:3]
    office.report(at=NINE + timedelta(hours=2))
    rows = Report.objects.exclude(submitted_at=None)
    assert list(page(query_of(shown.next), rows)) == rest
    assert list(page("sort=-at&page=2", rows)) != rest  # which by number it does


def test_a_row_that_is_gone_leads_to_the_page_by_its_number(many):
    gone = many[10]
    rows = Report.objects.exclude(pk=gone.pk)
    assert list(page(f"sort=at&page=2&after={gone.pk}", rows)) == list(page("sort=at&page=2", rows))


def test_a_page_before_which_less_than_a_page_is_left_is_the_first(many):
    second = page("sort=at&page=2")
    rows = Report.objects.exclude(pk=many[0].pk)
    shown = page(query_of(second.previous), rows)
    assert list(shown) == many[1:4] and shown.number == 1 and not shown.previous


def test_numbers_sizes_and_counts(many):
    shown = page("page=2")
    assert shown.count == 11 and shown.last == 4
    assert [n for n, _url in shown.turns] == [1, 2, 3, 4]
    assert dict(shown.turns)[3] == "?page=3" and dict(shown.turns)[1] == "?"
    assert [(size, here) for size, here, _url in shown.sizes] == [(3, True), (5, False)]
    larger = page(query_of(shown.sizes[1][2]))
    assert len(larger) == 5 and larger.number == 1
    assert len(page("page=99")) == 2  # the last


def test_far_pages_leave_a_gap(many, monkeypatch):
    monkeypatch.setattr(lists, "ROWS", 1)
    assert [n for n, _url in page("page=6").turns] == [1, None, 4, 5, 6, 7, 8, None, 11]


@pytest.mark.parametrize(("query", "counted"), [("", 1), ("page=2", 1), ("page=4", 0), ("size=5&page=3", 0)])
def test_at_most_one_statement_counts(many, query, counted):
    with CaptureQueriesContext(connection) as queries:
        shown = page(query)
        assert shown.count == 11 and shown.sized and list(shown.turns)
    assert len([q for q in queries if "COUNT(" in q["sql"]]) == counted
    assert len(queries) == 1 + counted


def test_a_list_of_one_page_is_not_counted_at_all(many):
    with CaptureQueriesContext(connection) as queries:
        shown = page("", Report.objects.filter(submitted_at=None))
        assert shown.count == 3 and not shown.sized and not shown.next and not shown.previous
    assert len(queries) == 1


def test_more_than_can_be_counted_says_so_and_takes_no_file_at_once(many, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 6)
    monkeypatch.setattr(lists, "WAITED_FOR", 5)
    shown = page("export=1")
    assert shown.uncounted and shown.last == 2 and shown.file("x") is None
    after = page(query_of(page("page=2").next))
    assert list(after) == list(Report.objects.order_by("-submitted_at", "-pk")[6:9])


@pytest.mark.parametrize(
    "query",
    [
        "page=x", "page=-1", "page=0", f"page={'9' * 40}", "page=٣", "after=x", "after=-1",
        f"before={'9' * 17}", "after=&before=", "sort=x", "sort=--at", "sort=-", "sort=number", "size=0",
        "size=x", "sort=at&sort=-at", "after=1&before=1&page=1", f"after={'9' * 30}", "export=0&page=x",
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_the_address_breaks_nothing(many, query, client, office):
    assert len(page(query)) in (2, 3)
    client.force_login(office.clerk)
    assert client.get(f"{LIST}?{query}").status_code == 200


# ---- The list of reports ----


def book(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def test_the_file_holds_all_that_the_filters_let_through(many, office, client):
    client.force_login(office.clerk)
    rural = office.report(at=NINE + timedelta(hours=3), category="rural")
    sheet = book(client.get(LIST, {"export": 1, "sort": "submitted"}))
    assert sheet.max_row == 1 + 9  # more than one page, without drafts
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    assert sheet.column_dimensions["B"].width > 10
    sheet = book(client.get(LIST, {"export": 1, "category": "rural"}))
    head, only = sheet.iter_rows(values_only=True)
    found = dict(zip(head, only, strict=True))
    assert found["编号"] == rural.number and found["类别"] == "农业农村"
    local = timezone.localtime(rural.submitted_at)
    assert found["报送时间"] == local.replace(tzinfo=None, microsecond=0)
    assert found["办理期限"] == timezone.localtime(rural.sign_by).replace(tzinfo=None)


def test_no_text_is_read_that_is_not_shown(many, office, client):
    client.force_login(office.clerk)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert not [q for q in queries if "situation" in q["sql"] or "advice" in q["sql"]]
    with CaptureQueriesContext(connection) as queries:  # the control: words are searched in the texts
        client.get(LIST, {"q": "热水器"})
    assert [q for q in queries if "situation" in q["sql"]]


def test_what_is_set_is_a_chip_that_takes_it_away(office, client):
    client.force_login(office.clerk)
    office.report(category="rural")
    answer = client.get(LIST, {"category": "rural", "since": "2026-01-02", "sort": "submitted", "page": 1})
    chips = [(str(words), url) for _label, words, url in answer.context["filters_set"]]
    assert chips == [
        ("农业农村", "?since=2026-01-02&sort=submitted"),
        ("2026年1月2日", "?category=rural&sort=submitted"),
    ]
    assert answer.context["unfiltered"] == "?sort=submitted"
    assert '<input type="hidden" name="sort" value="submitted">' in answer.content.decode()


# ---- The way back ----


def trail(client, url):
    words = client.get(url).content.decode()
    return unescape(re.search(r'class="trail">.*?<a href="([^"]*)"', words, re.DOTALL)[1])


def test_a_record_leads_back_to_its_place_in_the_list(many, office, client):
    client.force_login(office.clerk)
    words = client.get(f"{LIST}?sort=submitted&page=2&category=urban").content.decode()
    link = unescape(re.search(r'<tr data-row id="r(\d+)">.*?href="([^"]*)"', words, re.DOTALL)[2])
    place = re.search(r'<tr data-row id="(r\d+)">', words)[1]
    back = f"{LIST}?sort=submitted&page=2&category=urban#{place}"
    assert trail(client, link) == back
    plain = link.partition("?")[0]
    assert trail(client, f"{plain}?tab=journey") == back  # its tabs know it still
    other = next(r for r in many if r.submitted_at and r.get_absolute_url() != plain)
    assert trail(client, other.get_absolute_url()) == LIST  # and no other record does


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
        "\\\\evil.example",
        "///evil.example", "reports/", "http:///evil.example", "/\t/evil.example", "",
    ],
)  # fmt: skip
def test_the_way_back_leads_nowhere_else(office, client, back):
    report = office.report()
    client.force_login(office.clerk)
    url = report.get_absolute_url()
    assert client.get(url, {"back": back}).context["request"].back == ""
    client.cookies["back"] = f"{url} {back}"
    assert client.get(url).context["request"].back == ""
