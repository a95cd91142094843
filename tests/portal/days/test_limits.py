"""Time limits: which holds on which day for which matter, and that dates follow the one of their day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portal.days import workdays
from portal.days.limits import load_limits
from portal.days.models import CalendarDay, TimeLimit
from portal.days.registry import LIMITS, RULES
from portal.days.workdays import local_day
from portal.days.workflow.calendar import Change, change_days
from portal.days.workflow.limits import set_limit
from portal.ledger.models import Duty, Entry
from reports.states import State
from routing.workflow import assignments
from tests.makers import NINE, TEXT, moment

HOUR = timedelta(hours=1)


def limit(office, rule="reply", at=NINE, since=date(2026, 3, 10), **said):
    said = {"amount": 20, "unit": "days", "note": "办公会议定。"} | said
    return set_limit(rule, by=office.clerk, at=at, since=since, **said)


def handed_over(office, at, **fields):
    """The open duties of a unit that was given a report without a directive: {kind: duty}."""
    report = office.report(State.SIGNED, at, **fields)
    assignments.transfer(report, by=office.clerk, at=at, lead=[office.unit])
    return {duty.kind: duty for duty in Duty.objects.open().filter(report=report)}


def counted(duty):
    return sum(row[1] for row in duty.reckoning)


def test_where_nothing_was_set_practice_holds(office):
    duty = handed_over(office, NINE)["reply"]
    assert (duty.rule, counted(duty)) == ("reply", 30)


def test_the_limit_of_the_day_of_the_event_holds(office):
    limit(office, since=date(2026, 4, 1))
    limit(office, since=date(2026, 5, 6), amount=10)
    found = [
        counted(handed_over(office, moment(f"{day} 09:00"))["reply"]) for day in ("03-31", "04-01", "05-06")
    ]
    assert found == [30, 20, 10]


def test_what_is_set_during_a_day_does_not_reach_back(office):
    limit(office, at=NINE + HOUR)
    rows = load_limits()
    assert rows.holding("reply", "", NINE) is None
    assert rows.holding("reply", "", NINE + 2 * HOUR).amount == 20


def test_the_limit_of_the_kind_of_matter_goes_before_that_of_all(office):
    limit(office, category="urban", amount=12)
    limit(office, since=date(2026, 3, 11), amount=25)
    at = moment("03-12 09:00")
    kinds = {kind: counted(handed_over(office, at, category=kind)["reply"]) for kind in ("urban", "rural")}
    assert kinds == {"urban": 12, "rural": 25}


def test_a_new_limit_moves_no_date_that_stands(office):
    before = handed_over(office, NINE)["reply"]
    limit(office, at=NINE + HOUR, amount=5)
    change = Change(put=(CalendarDay(date=date(2026, 3, 7), kind="off", name="放假", source="通知"),))
    change_days(change, by=office.clerk, at=NINE + 2 * HOUR)
    assert Duty.objects.get(pk=before.pk).due_at == before.due_at


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        ("03-10 09:00", 4, "03-10 13:00"), ("03-10 16:00", 4, "03-11 10:30"),
        ("03-10 07:00", 4, "03-10 12:30"), ("03-10 20:00", 4, "03-11 12:30"),
        ("03-13 17:00", 4, "03-16 11:30"), ("03-10 08:30", 19, "03-11 18:00"),
        ("03-14 12:00", 1, "03-16 09:30"),
    ],
)  # fmt: skip
def test_working_hours_are_counted_inside_office_hours(office, at, hours, due):
    limit(office, "sign_for", unit="hours", amount=hours, at=moment("03-01 09:00"), since=date(2026, 3, 1))
    duty = handed_over(office, moment(at))["sign_for"]
    assert duty.due_at == moment(due)


def test_a_day_off_moves_a_date_in_hours_and_nothing_else_does(office):
    limit(office, "sign_for", unit="hours", amount=12, at=moment("03-01 09:00"), since=date(2026, 3, 1))
    duty = handed_over(office, moment("03-10 15:00"))["sign_for"]
    assert duty.due_at == moment("03-11 17:30")
    off = CalendarDay(date=date(2026, 3, 11), kind="off", name="放假", source="通知")
    change_days(Change(put=(off,)), by=office.clerk, at=moment("03-10 16:00"))
    assert Duty.objects.get(pk=duty.pk).due_at == moment("03-12 17:30")
    change_days(Change(struck=(off,)), by=office.clerk, at=moment("03-10 17:00"))
    assert Duty.objects.get(pk=duty.pk).due_at == moment("03-11 17:30")


def test_the_reminder_and_the_longest_extension_are_limits_too(office):
    limit(office, "remind", amount=5, since=date(2026, 3, 10))
    limit(office, "most_time", amount=7, since=date(2026, 3, 10))
    duty = handed_over(office, NINE)["reply"]
    assert workdays.load().between(local_day(duty.remind_at), local_day(duty.due_at)) == 5
    slip = duty.subject
    assignments.sign_for(slip, by=office.officer, at=NINE + HOUR)
    with pytest.raises(ValidationError):
        assignments.request_time(slip, by=office.officer, at=NINE + HOUR, days=8, note="需会商。")
    slip.refresh_from_db()
    assignments.request_time(slip, by=office.officer, at=NINE + HOUR, days=7, note="需会商。")


def test_it_is_in_the_journal_and_only_the_clerk_sets_it(office):
    found = limit(office, category="urban")
    entry = Entry.objects.get(kind="set_limit")
    said = {"rule": "reply", "since": "2026-03-10", "amount": 20, "unit": "days", "category": "urban"}
    assert (entry.subject, entry.changes, entry.note) == (found, said, "办公会议定。")
    for who in (office.signer, office.officer, office.security):
        with pytest.raises(PermissionDenied):
            set_limit("reply", by=who, at=NINE, since=date(2026, 3, 10), amount=1, unit="days", note="")
    with pytest.raises(ValidationError):
        limit(office, since=date(2026, 3, 9))
    assert TimeLimit.objects.count() == 1


def test_limits_are_read_once_and_only_when_they_are_asked_for(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = workdays.load()
    with django_assert_num_queries(1):
        assert LIMITS["reply"].days(None, NINE, calendar) == 30
        assert LIMITS["revise"].days(None, NINE, calendar.of(office.unit.pk)) == 10


@pytest.mark.parametrize(
    "sent",
    [
        {"since": "2020-01-01"}, {"since": "2090-01-01"}, {"since": "0001-01-01"}, {"amount": "0"},
        {"amount": "367"}, {"amount": "3.5"}, {"unit": "weeks"}, {"category": "weather"}, {"note": ""},
        {"note": "长" * 201},
    ],
)  # fmt: skip
def test_a_bad_limit_is_told_beside_its_field(office, client, sent):
    client.force_login(office.clerk)
    good = {"amount": 20, "unit": "days", "since": "2026-12-01", "note": "办公会议定。"}
    answer = client.post(reverse("limit", args=["reply"]), good | sent)
    assert answer.status_code == 400
    assert "problem" in answer.content.decode()
    assert not TimeLimit.objects.exists()


def test_the_page_shows_what_holds_what_comes_and_what_was(office, client):
    client.force_login(office.officer)
    long_ago, ahead = date(2026, 3, 10), date(2099, 1, 4)
    limit(office, amount=22), limit(office, category="urban", amount=18), limit(office, amount=9, since=ahead)
    page = client.get(reverse("limits")).content.decode()
    for words in ("22 个工作日", "18 个工作日", "9 个工作日", "2099年1月4日", "clerk", "惯例默认值"):
        assert words in page, words
    one = client.get(reverse("limit", args=["reply"])).content.decode()
    assert "<form" not in one[one.find("<h1") :] and "30 个工作日" in one and str(long_ago.year) in one


def test_every_rule_has_words_and_those_of_all_apps_are_listed():
    assert all(str(rule.words) for rule in RULES.values())
    assert {"remind", "revise", "reply", "chase"} <= set(LIMITS) < set(RULES)
    assert [limit.place for limit in LIMITS.values()] == sorted({limit.place for limit in LIMITS.values()})


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_beside_a_date_stand_the_rule_its_setter_and_the_days(office, client, who):
    limit(office, amount=3, at=moment("03-01 09:00"), since=date(2026, 3, 2))
    duty = handed_over(office, moment("09-24 09:00"))["reply"]
    assert local_day(duty.due_at) == date(2026, 9, 30)
    client.force_login(getattr(office, who))
    page = client.get(duty.subject.get_absolute_url()).content.decode()
    for words in (
        "承办单位答复",
        "3 个工作日",
        "由clerk设定",
        "2026年3月2日",
        "中秋节",
        "周末",
        "惯例默认值",
    ):
        assert words in page, words
    assert "2026-09-30" in page


def test_after_an_extension_both_dates_are_explained(office, client):
    duty = handed_over(office, moment("03-10 09:00"))["reply"]
    slip, at = duty.subject, moment("03-10 10:00")
    assignments.sign_for(slip, by=office.officer, at=at)
    assignments.request_time(slip, by=office.officer, at=at, days=4, note="需会商。")
    assignments.grant_time(slip, by=office.clerk, at=at)
    client.force_login(office.officer)
    page = client.get(slip.get_absolute_url()).content.decode()
    assert "原期限为2026年4月22日；批准延长 4 个工作日，至2026年4月28日。" in page


def test_the_desk_and_the_report_explain_too_and_say_why_a_date_is_provisional(office, client):
    duty = handed_over(office, moment("12-21 09:00"), **TEXT)["reply"]
    assert duty.provisional
    client.force_login(office.officer)
    desk = client.get(reverse("due", args=[duty.pk])).content.decode()
    assert "暂定期限：2027年的放假安排尚未录入工作日历。" in desk and "元旦" in desk
    client.force_login(office.clerk)
    assert "暂定期限：2027年" in client.get(reverse("report", args=[duty.report_id])).content.decode()
