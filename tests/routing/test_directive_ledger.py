"""The workbook of directives: what the page shows, each word as it was written."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from reports.states import State
from tests.makers import NINE

OUTSIDE = {"leader_name": "省领导甲", "rank": "provincial"}


@pytest.fixture
def rows(client):
    """The workbook of somebody, its first row taken off: {heading: value} of each directive."""

    def ask(user, **query):
        client.force_login(user)
        answer = client.get(reverse("routing:directives", query=query | {"export": 1}))
        assert answer.headers["Cache-Control"] == "private, no-store"
        head, *others = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows()
        return [dict(zip([cell.value for cell in head], row, strict=True)) for row in others]

    return ask


def test_open_ones_stand_apart_from_closed_ones(office, rows):
    handled, waiting = office.report(State.ISSUED), office.report(State.ISSUED)
    for report in (handled, waiting):
        office.registered(report.piece, NINE, lead=[office.unit], **OUTSIDE)
    office.answered(handled, NINE + timedelta(hours=2))
    [row] = rows(office.clerk)
    assert (row["批示领导"].value, row["领导层级"].value) == ("省领导甲", "省级领导")
    assert waiting.number in row["批示对象"].value and str(office.unit) in row["承办单位"].value
    assert "办结日期" not in row
    [row] = rows(office.clerk, closed=1)
    assert handled.number in row["批示对象"].value and row["办结日期"].value.date() == NINE.date()


def test_a_directive_that_looks_like_a_formula_is_words(office, rows):
    text = '=HYPERLINK("http://example.test","请阅")'
    office.registered(office.report(State.ISSUED).piece, NINE, text=text)
    [row] = rows(office.clerk)
    assert (row["批示"].value, row["批示"].data_type) == (text, "s")
    assert row["批示"].quotePrefix


def test_a_leader_has_only_what_is_for_them(office, rows):
    for fields in ({}, OUTSIDE):
        office.registered(office.report(State.ISSUED).piece, NINE, **fields)
    assert len(rows(office.clerk)) == 2
    assert [row["批示领导"].value for row in rows(office.leader)] == [office.leader.name]
