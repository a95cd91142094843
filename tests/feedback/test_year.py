"""The year at a glance: parts that sum to their whole, last year beside it, a file that says the same."""

import io
from datetime import timedelta

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
            assert sum(bar.now.n for bar in chart.bars) == chart.whole.now.n > 0, chart.title
            assert sum(bar.now.of or 0 for bar in chart.bars) == (chart.whole.now.of or 0)
            assert next_years.whole.before == chart.whole.now and not next_years.whole.now.n
        assert [bar.now for bar in chart.bars if bar.now.n] == [
            bar.before for bar in next_years.bars if bar.before.n
        ]
    received, signed, adopted, *_more, by_category, _by_occasion, by_status = this
    assert received.whole.now.n == sum(bar.now.n for bar in by_category.bars) == 4
    assert sum(bar.now.n for bar in by_status.bars) == 4 and adopted.whole.now.n == 1
    assert (signed.whole.now.n, signed.whole.now.of, signed.whole.now.percent) == (2, 4, "50.0%")
    assert [bar.now.n for bar in received.bars] == [0, 0, 4] + [0] * 9


def test_an_empty_year_is_drawn_and_as_many_statements_ask_for_a_full_one(
    office, client, django_assert_num_queries
):
    with django_assert_num_queries(7):
        assert not any(bar.now.n for chart in charts(2026, AT) for bar in chart.bars)
    office.report(State.CLOSED), office.report(State.HANDLING)
    with django_assert_num_queries(7):
        assert any(bar.now.n for chart in charts(2026, AT) for bar in chart.bars)


def test_the_file_says_what_the_page_says_and_a_year_out_of_reach_is_this_one(busy, client):
    client.force_login(busy.chair)
    this = timezone.localdate().year
    assert (
        client.get("/year/?year=1200").context["year"] == client.get("/year/?year=x").context["year"] == this
    )
    answer = client.get("/year/?year=2026&export=1")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    shown = client.get("/year/?year=2026").context["charts"]
    assert len(rows) == 1 + sum(len(chart.bars) + bool(chart.whole) for chart in shown)
    [whole] = [row for row in rows if row[0] == "当日签发" and row[1] == "全年"]
    assert whole[2:5] == (2, 4, 0.5)
