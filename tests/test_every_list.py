"""Every list of the portal, found by opening every page: it sorts, filters, turns.

Its file is what it shows, and many rows cost no more statements than one. A new list is met by itself.
"""

import io
import re
from collections import Counter
from datetime import date, timedelta
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django import forms
from django.core import paginator
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.pages import lists
from portal.pages.columns import Table
from portal.pages.lists import Page
from tests.every_list import LINK, asked, crowded, found, keys_of, page_in
from tests.known import known  # noqa: F401 (a fixture)
from tests.many import copied

# Tables that are no lists: fixed rows, a calendar, a file that was read, what an issue is made of.
OF_ANOTHER_KIND = {
    "calendar", "calendar_year", "feedback:briefing", "feedback:year", "leave", "limits", "policy", "posts",
    "procedures", "reports:canned", "reports:import", "routing:issue", "second_factors",
}  # fmt: skip
MANY = 5000  # rows
# What begins with digits and is no number: the name of a proposal or a document, what came of a directive.
NAMED_BY_DIGITS = {"number", "document", "outcome", "sha256"}
WRITTEN = re.compile(r"-?\d+([.,]\d+)?\s*%?|\d{4}-\d\d?-\d\d?\b.*|\d{4}年\d+月\d+日.*")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Made once: no test changes anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield crowded()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers():
    """{(who, address): the page}. No test changes anything, so each page is opened once for all of them."""
    return {}


@pytest.fixture
def show(built, db, known, answers):  # noqa: F811
    """Gives what somebody sees at an address, and signs each person in once."""
    clients = {}

    def page(who, url):
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(built.people[who])
        if (who, url) not in answers:
            answers[who, url] = clients[who].get(url)
        return answers[who, url]

    page.world, page.clients = built, clients
    return page


@pytest.fixture
def opened(show):
    return found(show)


@pytest.fixture
def every_list(opened, monkeypatch):
    """Each with pages of one row, or of a thousand."""
    monkeypatch.setattr(lists, "ROWS", 1)
    monkeypatch.setattr(lists, "MORE_ROWS", 1000)
    monkeypatch.setattr(lists, "SIZES", (1, 1000))
    return [key for key, answer in opened.items() if isinstance(page_in(answer), Table)]


def whole(show, key, **change):
    return show(key.who, asked(key, size=lists.MORE_ROWS, **change))


# ---- What is a list ----


def test_every_list_is_the_one_list(opened):
    """None pages by other means."""
    own = {key.route for key, answer in opened.items() if isinstance(page_in(answer), paginator.Page)}
    assert not own


def test_what_stands_in_a_table_is_a_list_or_of_another_kind(opened):
    whole_pages = {key: answer for key, answer in opened.items() if not answer.streaming}
    drawn = {key.route for key, answer in whole_pages.items() if b"<table" in answer.content}
    assert drawn - {key.route for key, answer in opened.items() if page_in(answer)} == OF_ANOTHER_KIND


def test_lists_are_found(every_list):
    found = {(key.route, urlsplit(key.url).query) for key in every_list}
    some = {"reports:list", "reports:queue", "routing:assignments", "overview", "feedback:three_rates"}
    assert some <= {route for route, _query in found}
    assert ("routing:assignments", "ended=1") in found


# ---- What each does ----


# What people do at the door and to rights, which the world does not hold: tests/portal/audit.
OF_WHAT_IS_DONE = {"audit", "audit_rights"}


def test_each_has_rows(show, every_list):
    """Two at least under one of its tabs, else the tests below try nothing."""
    rows = {key.route: 0 for key in every_list}
    for key in every_list:
        rows[key.route] = max(rows[key.route], len(list(page_in(whole(show, key)))))
    assert not {route for route, most in rows.items() if most < 2} - OF_WHAT_IS_DONE


def test_each_sorts_by_each_of_its_columns_both_ways(show, every_list):
    wrong = []
    for key in every_list:
        page = page_in(whole(show, key))
        for column, url, *_more in page.heads():
            if not (column.sort and isinstance(page, Page)):
                continue
            up, down = (page_in(whole(show, key, sort=f"{sign}{column.name}")) for sign in ("", "-"))
            values = [_value(row, up.by) for row in up]
            given = [value for value in values if value is not None]
            if (up.sort, down.sort) != (column.name, f"-{column.name}") or not url:
                wrong.append((key, column.name, "is not sorted by"))
            if not isinstance(given[:1] and given[0], str) and given != sorted(given):
                wrong.append((key, column.name, values))
            if keys_of(up) != keys_of(down)[::-1]:
                wrong.append((key, column.name, "is not the same backwards"))
    assert not wrong


def _value(row, path):
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def test_each_is_narrowed_by_each_of_its_filters(show, every_list):
    wrong = []
    for key in every_list:
        answer = whole(show, key)
        every = set(keys_of(page_in(answer)))
        for name, field in _filters(answer).items():
            found = [whole(show, key, **_sent(answer) | {name: value}) for value in _values(field)]
            found = [each for each in found if each.status_code == 200]  # some depend on what else was picked
            if _values(field) and not found:
                wrong.append((key, name, "is refused"))
            if not field.required and not all(_told(each, field) for each in found):
                wrong.append((key, name, "is not said to be set"))
            if isinstance(page_in(answer), Page) and not field.required:
                numbers = [set(keys_of(page_in(each))) for each in found]
                if not all(some <= every for some in numbers):
                    wrong.append((key, name, "shows what was not there"))
                if len(numbers) > 1 and all(some == every for some in numbers) and every:
                    wrong.append((key, name, "changes nothing"))
    assert not wrong


def _sent(answer):
    """What a browser sends with the form, as it stands."""
    form = answer.context["filter_form"]
    return {name: value for name in form.fields if (value := form[name].value())}


def _filters(answer):
    form = answer.context.get("filter_form")
    return form.fields if form else {}


def _told(answer, field):
    return field.label in [label for label, *_more in answer.context["filters_set"]]


def _values(field):
    """What a person would pick or type."""
    if isinstance(field, forms.ModelChoiceField):
        return [field.prepare_value(row) for row in field.queryset[:3]]
    if isinstance(field, forms.ChoiceField):
        return [value for value, _label in field.choices if value][:3]
    if isinstance(field, forms.DateField):
        return [date(2026, 3, 9), date(2026, 3, 9) + timedelta(days=3000)]
    assert not isinstance(field, forms.IntegerField), f"{field.label}: a number is picked, not typed"
    return ["建议", "没有这个词"]


def test_each_turns_its_pages(show, every_list):
    """One row, the next one, all at once."""
    wrong = []
    for key in every_list:
        every = page_in(whole(show, key))
        if isinstance(every, Page) and len(every) > 1:
            first = page_in(show(key.who, asked(key, page=1)))
            second = page_in(show(key.who, key.url.partition("?")[0] + first.next))
            by_number = page_in(show(key.who, asked(key, page=2)))
            turned = [keys_of(each) for each in (first, second, by_number)]
            if turned != [keys_of(every)[place : place + 1] for place in (0, 1, 1)]:
                wrong.append((key, turned, keys_of(every)))
            if every.count != len(every) or first.count != every.count:
                wrong.append((key, every.count, len(every)))
    assert not wrong


def test_what_is_opened_from_each_leads_back_to_its_row(show, every_list):
    wrong, followed = [], set()
    for key in every_list:
        links = [unescape(link) for link in LINK.findall(whole(show, key).content.decode())]
        for link in [link for link in links if "back=" in link][:1]:
            [back] = parse_qs(urlsplit(link).query)["back"]
            followed.add(key.route)
            if f'href="{escape(back)}"' not in show(key.who, link).content.decode():
                wrong.append((key, link))
    assert not wrong and len(followed) > 20, followed


def test_the_file_of_each_is_what_it_shows(show, every_list):
    """As many rows, a head that stays, filters, days and numbers that Excel takes as such."""
    wrong = []
    for key in every_list:
        page = page_in(whole(show, key))
        answer = show(key.who, asked(key, export=1))
        assert answer["Content-Type"].endswith("sheet"), key
        assert re.search(r"filename\*=UTF-8''.*[.]xlsx", answer["Content-Disposition"]), key
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        head, *rows = sheet.iter_rows(values_only=True)
        named = [column.name for column in page.columns if column.read]
        counted = (
            len(rows) == len(list(page)) or key.route == "audit"
        )  # that one grows by the files made here
        if not counted or sheet.freeze_panes != "A2" or not sheet.auto_filter.ref:
            wrong.append((key, len(rows), len(list(page)), sheet.freeze_panes))
        if len(set(head)) != len(head) or None in head:
            wrong.append((key, head))
        cells = [
            pair for row in rows for pair in zip(named, row, strict=True) if pair[0] not in NAMED_BY_DIGITS
        ]
        wrong += [(key, *cell) for cell in cells if isinstance(cell[1], str) and WRITTEN.fullmatch(cell[1])]
    assert not wrong


def test_where_a_page_says_that_a_filter_makes_no_sense_there_is_no_file(show, every_list):
    """What is no choice makes none on every list; words to look for always do."""
    wrong, said = [], 0
    for key in every_list:
        for name, field in _filters(whole(show, key)).items():
            page = show(key.who, asked(key, **{name: "no such"}))
            file = show(key.who, asked(key, **{name: "no such"}, export=1))
            is_file = file["Content-Type"].endswith("sheet")
            said += page.status_code == 400
            if isinstance(field, forms.ChoiceField) and page.status_code != 400:
                wrong.append((key, name))
            if page.status_code != file.status_code or is_file != (page.status_code == 200):
                wrong.append((key, name, page.status_code, file.status_code))
    assert said > 20 and not wrong


def test_no_list_asks_the_same_for_each_of_its_rows(show, every_list):
    wrong = []
    for key in every_list:
        one, many = statements(show, key), statements(show, key, size=lists.MORE_ROWS)
        wrong += [(key, n, asked) for asked, n in many.items() if n > max(one[asked], 1)]
    assert not wrong


def test_five_thousand_rows_take_no_more_statements_than_a_few(show, every_list, monkeypatch):
    """Each tab of each list; what one person sees by rows that lead to them has as many for the office."""
    monkeypatch.setattr(lists, "MORE_ROWS", 100)
    monkeypatch.setattr(lists, "SIZES", (1, 100))
    wrong, short, long = [], set(), set()
    for key in every_list:
        page = page_in(show(key.who, key.url))
        if key.url in long or not isinstance(page, Page) or not page.rows.exists():
            continue
        few = statements(show, key, size=100)
        with copied(page.rows, MANY):
            many = statements(show, key, size=100)
            (short if page.rows.count() < MANY else long).add(key.url)
        wrong += [(key, n, asked) for asked, n in many.items() if n > max(few[asked], 1)]
    assert not wrong
    assert {url.partition("?")[0] for url in short - long} <= {"/reading/"} and len(long) > 30


def statements(show, key, **change):
    """How often each is sent, whatever it is sent about."""
    with CaptureQueriesContext(connection) as queries:
        show.clients[key.who].get(asked(key, **change))
    return Counter(re.sub(r"\([0-9, ]+\)|[0-9]+|'[^']*'", "?", query["sql"]) for query in queries)
