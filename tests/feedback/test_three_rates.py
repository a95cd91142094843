"""The three rates: what is in the numerator, the denominator, beside them; no rank for one lucky case."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from openpyxl import load_workbook

from feedback import three_rates
from feedback.workflow import give_opinion, lapse
from portal.days import workdays
from portal.days.models import CalendarDay
from portal.days.periods import Period, beginning, offered
from reports.states import State
from routing.workflow import assignments, closing
from tests.makers import NINE, moment, person, unit
from tests.policies import policy

SPRING = Period(date(2026, 3, 1), date(2026, 4, 30))
HOUR = timedelta(hours=1)
LATER = moment("04-20 09:00")
ADDRESS = {"period": "own", "since": "2026-03-01", "until": "2026-04-30"}


def handed(office, at=NINE, to=None):
    """A slip that is not signed for."""
    report = office.report(State.SIGNED, at=at)
    assignments.transfer(report, by=office.clerk, at=at + HOUR, lead=[to or office.unit])
    return report.assignments.get()


def signed(office, days=0, **fields):
    slip = handed(office, **fields)
    assignments.sign_for(slip, by=office.officer, at=NINE + timedelta(days=days, hours=2))
    return slip


def answered(office, days=0, **fields):
    slip = signed(office, days, **fields)
    office.replied(slip, NINE + timedelta(days=days, hours=3))
    return slip


def judged(office, handling="satisfied", result="mostly"):
    slip = answered(office)
    closing.pass_reply(slip, by=office.clerk, at=NINE + 4 * HOUR)
    report = slip.report
    report.refresh_from_db()
    if handling:
        give_opinion(report, by=office.author, at=NINE + 5 * HOUR, handling=handling, result=result)
    else:
        lapse(report, at=moment("03-25 09:00"))
    return slip


def rates(office, at=LATER, period=SPRING):
    found = {row.pk: row for row in three_rates.of_units(period, at, workdays.load())}
    return found[office.unit.pk].rates


def counts(rate, *names):
    return {name: rate.counts[name] for name in names}


def test_signed_for_in_time_late_open_not_due_released(office):
    answered(office), signed(office, days=3), handed(office)
    handed(office, at=LATER)  # to be signed for tomorrow
    report = office.report(State.SIGNED)
    units = {"lead": [office.co_unit], "co": [office.unit]}
    assignments.transfer(report, by=office.clerk, at=NINE + HOUR, **units)
    lead, released = report.assignments.all()
    assignments.sign_for(lead, by=office.co_officer, at=NINE + 2 * HOUR)
    office.replied(lead, NINE + 3 * HOUR)
    closing.pass_reply(lead, by=office.clerk, at=NINE + 4 * HOUR)
    rate = rates(office)["sign_for"]
    assert rate.counts | {"extended": 0} == {
        "kept": 1, "late": 1, "open": 1, "ahead": 1, "ended": 1, "extended": 0, "waiting": 0,
    }  # fmt: skip
    assert (rate.kept, rate.of, rate.percent) == (1, 3, "33.3%")


def test_answered_in_time_counts_by_the_later_date_and_shows_the_extension(office):
    """Due on 22 April without a directive; a reply sent back is owed again, and not before that day."""
    extended, again = signed(office), answered(office)
    assignments.request_time(extended, by=office.officer, at=NINE + 3 * HOUR, days=3, note="需入户。")
    assignments.grant_time(extended, by=office.clerk, at=NINE + 4 * HOUR)
    assignments.send_reply_back(again, by=office.clerk, at=NINE + 4 * HOUR, note="请写明时限。")
    signed(office)
    rate = rates(office)["reply"]
    assert counts(rate, "kept", "late", "open", "ahead") == {"kept": 1, "late": 0, "open": 0, "ahead": 3}
    rate = rates(office, at=moment("04-23 09:00"))["reply"]
    assert counts(rate, "open", "ahead", "extended") == {"open": 2, "ahead": 1, "extended": 1}
    office.replied(extended, moment("04-24 09:00"))
    assert rates(office, at=moment("04-24 10:00"))["reply"].counts["kept"] == 2


def test_lateness_is_what_was_written_when_it_was_settled(office):
    """A day off declared afterwards changes no figure."""
    slip = handed(office)
    assignments.sign_for(slip, by=office.officer, at=moment("03-12 09:00"))
    before = rates(office)["sign_for"].counts
    CalendarDay.objects.create(date=date(2026, 3, 11), kind="off", name="地方节日", source="测试")
    assert rates(office)["sign_for"].counts == before and before["late"] == 1


def test_satisfied_with_handling_and_result_apart_and_silence_is_no_opinion(office):
    judged(office), judged(office, "dissatisfied", "dissatisfied"), judged(office, "mostly", "dissatisfied")
    judged(office, handling=None)
    found = rates(office)
    handling, result = found["handling"], found["result"]
    assert (handling.kept, handling.of, handling.counts["none"]) == (2, 3, 1)
    assert (result.kept, result.of, result.counts["none"]) == (1, 3, 1)


def test_a_case_belongs_to_the_period_in_which_it_was_due(office):
    slip = signed(office)
    assert not three_rates.of_units(Period(date(2026, 3, 1), date(2026, 3, 10)), LATER, workdays.load())
    assert rates(office, period=Period(date(2026, 3, 11), date(2026, 3, 11)))["sign_for"].of == 1
    assert slip.status == "handling"


def test_no_unit_is_ranked_by_few_cases(office, settings):
    """One lucky case is no first place; equal shares have equal places."""
    lucky = unit("教育局")
    person("lucky", "officer", at=lucky)
    slip = handed(office, to=lucky)
    assignments.sign_for(slip, by=person("lucky"), at=NINE + 2 * HOUR)
    for _ in range(4):
        signed(office)
    signed(office, days=5)
    third = unit("水利局")
    for _ in range(5):
        handed(office, to=third)
    ranked = three_rates.of_units(SPRING, LATER, workdays.load(), "sign_for")
    assert [(row.name, row.place) for row in ranked] == [
        (office.unit.name, 1), ("水利局", 2), ("教育局", None),
    ]  # fmt: skip
    assert [row.rates["sign_for"].percent for row in ranked] == ["80.0%", "0.0%", "100.0%"]
    policy(least_cases=1)
    assert three_rates.of_units(SPRING, LATER, workdays.load(), "sign_for")[0].name == "教育局"


def test_each_number_is_as_long_as_the_list_behind_it(office, client):
    judged(office), judged(office, handling=None), signed(office, days=3), handed(office), answered(office)
    client.force_login(office.clerk)
    numbers = {}
    for by in three_rates.RATES:
        words = client.get("/three_rates/", ADDRESS | {"by": by}).content.decode()
        found = re.findall(r'<a href="(/three_rates/cases/[^"]*)">(\d+)</a>', words)
        numbers |= {unescape(url): int(count) for url, count in found}
    assert len(numbers) >= 12
    for url, count in numbers.items():
        assert client.get(url).context["page"].count == count, url


def test_the_workbooks_hold_what_is_shown(office, client):
    judged(office), handed(office)
    client.force_login(office.clerk)
    [shown] = client.get("/three_rates/", ADDRESS).context["page"]
    [head, row] = read(client.get("/three_rates/", ADDRESS | {"export": 1}))
    assert row[:3] == (shown.name, "件数不足，不参加排名", 0.5)
    said = dict(zip(head, row, strict=True))
    assert [said[f"按期签收 · {part}"] for part in ("计入件数", "按时", "逾期未办")] == [2, 1, 1]
    asked = {"rate": "sign_for", "since": "2026-03-01", "until": "2026-04-30", "export": 1}
    assert len(read(client.get("/three_rates/cases/", asked))) == 3


def read(answer):
    return list(load_workbook(io.BytesIO(answer.content)).active.values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "x"}, {"period": "own"}, {"since": "2026-05-01"}, {"since": "x"}, {"by": "y"},
    ],
)  # fmt: skip
def test_a_wrong_period_is_said_so(office, client, wrong):
    client.force_login(office.clerk)
    asked = {} if wrong == {"period": "own"} else ADDRESS
    assert client.get("/three_rates/", asked | wrong).status_code == 400


def test_periods_begin_and_end_where_they_should():
    today = date(2026, 2, 28)
    found = {name: period for name, period, _called in offered(today)}
    assert found["2026-02-1"] == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert found["2025-10-3"] == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert found["2026-01-12"] == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert beginning(today, 1, back=2) == date(2025, 12, 1)
