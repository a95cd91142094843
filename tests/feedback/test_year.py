"""The year at a glance: parts that sum to their whole, last year beside it, a file that says the same."""

import io
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from feedback.year import charts
from reports.states import State
from tests.filings import event, filing
from tests.makers import NINE, moment

HOUR = timedelta(hours=1)
AT = moment("12-31 09:00")


@pytest.fixture
def busy(office):
    office.signed(office.report(State.AWAITING_SIGNOFF), moment("03-12 10:00"))  # two days late
    closed = office.report(State.CLOSED)
    office.report(State.HANDLING), office.report(State.SUBMITTED)
    event(office, filing(office, closed, at=NINE + HOUR), at=NINE + 2 * HOUR)
    return office


def test_what_is_counted_by_month_is_the_whole_year_and_stands_beside_the_year_before(busy):
    this, after = charts(2026, AT), charts(2027, AT)
    for chart, next_years in zip(this, after, strict=True):
        if chart.whole:
            now = chart.whole.numbers[0]
            assert total(chart) == (now.n, now.of or 0) and now.n > 0, chart.title
            assert next_years.whole.numbers[1] == now and not next_years.whole.numbers[0].n
        counted = [bar.numbers[0] for bar in chart.bars if bar.numbers[0].n]
        assert counted == [bar.numbers[1] for bar in next_years.bars if bar.numbers[1].n]
    received, signed, adopted, answered, satisfied, *parts = this
    by_level, answered_for, handling, result, *of_reports = parts
    assert received.whole.numbers[0].n == 4 and adopted.whole.numbers[0].n == 1
    assert [total(chart).n for chart in of_reports] == [4] * 4
    assert total(by_level).n == 1
    assert total(answered_for) == (answered.whole.numbers[0].n, answered.whole.numbers[0].of) == (1, 2)
    assert total(handling).n == total(result).n == satisfied.whole.numbers[0].of == 1
    whole = signed.whole.numbers[0]
    assert (whole.n, whole.of, whole.percent) == (2, 4, "50.0%")
    assert [bar.numbers[0].n for bar in received.bars] == [0, 0, 4] + [0] * 9


class Total(NamedTuple):
    n: int
    of: int


def total(chart):
    """Of the first series."""
    first = [bar.numbers[0] for bar in chart.bars]
    return Total(sum(number.n for number in first), sum(number.of or 0 for number in first))


def test_an_empty_year_is_drawn_and_as_many_statements_ask_for_a_full_one(
    office, client, django_assert_num_queries
):
    with django_assert_num_queries(8):
        assert not any(number.n for chart in charts(2026, AT) for bar in chart.bars for number in bar.numbers)
    office.report(State.CLOSED), office.report(State.HANDLING)
    with django_assert_num_queries(8):
        assert any(number.n for chart in charts(2026, AT) for bar in chart.bars for number in bar.numbers)


def test_the_file_says_what_the_page_says_and_a_year_out_of_reach_is_this_one(busy, client):
    client.force_login(busy.chair)
    this = timezone.localdate().year
    assert (
        client.get("/year/?year=1200").context["year"] == client.get("/year/?year=x").context["year"] == this
    )
    answer = client.get("/year/?year=2026&export=charts")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    shown = client.get("/year/?year=2026").context["charts"]
    assert len(rows) == 1 + sum(len(chart.bars) + bool(chart.whole) for chart in shown)
    [whole] = [row for row in rows if row[0] == "当日签发" and row[1] == "全年"]
    assert whole[2:5] == (2, 4, 0.5)
