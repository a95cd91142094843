"""Columns that people choose: the page shows them, the file has all."""

import pytest

from portal.pages.columns import Column, Table
from tests.portal.pages.test_lists import SORTED, Row, ask, query_of

CHOSEN_FROM = [
    Column("name", "Name", "name"),
    Column("number", "Number", "number", choice=True),
    Column("day", "Day", "day", choice=False),
    Column("words", "Words", "words", cell=None),
]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ["name", "number"]),
        ("column=day", ["name", "day"]),
        ("column=day&column=number", ["name", "number", "day"]),
        ("column=nothing&column=words&column=name", ["name", "number"]),
    ],
)
def test_the_page_shows_what_was_chosen_and_the_file_has_all(asked, shown):
    table = Table(ask(asked), CHOSEN_FROM, rows=[Row()])
    assert [column.name for column, *_more in table.heads()] == shown
    assert [column.name for column, ticked in table.choices if ticked] == shown[1:]
    assert table.body().count("<td") == len(shown)
    assert table.sheet()[0] == ["Name", "Number", "Day", "Words"]


def test_choosing_columns_keeps_filters_and_order_and_leaves_the_place():
    table = Table(ask("q=x&sort=day&page=3&column=day&column=number"), CHOSEN_FROM)
    assert table.beside_choice == [("q", "x"), ("sort", "day")]
    assert table.usual == "?q=x&sort=day"
    assert query_of(table.address(sort="name")) == "q=x&column=day&column=number&sort=name"


def test_a_list_without_a_choice_offers_none():
    assert Table(ask("column=name"), SORTED).choices == []
