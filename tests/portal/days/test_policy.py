"""The office's policy: what holds on which day, and that what began under an old row is judged by it."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from feedback import same_day, sweeps, three_rates
from feedback.letters import in_office_hours
from feedback.models import DayClosing, Notice
from portal.days import workdays
from portal.days.models import CalendarDay, Policy
from portal.days.periods import Period
from portal.days.points import LEVELS, POINTS, RANKS
from portal.days.policy import load_policy
from portal.days.workdays import DAY, local_day
from portal.days.workflow.calendar import Change, change_days
from portal.days.workflow.limits import set_limit
from portal.days.workflow.policy import set_policy
from portal.ledger.models import Duty
from reports import workflow as reports
from reports.models import Report
from reports.states import MatterState, State
from reports.workflow import consultations
from routing.models import Directive
from routing.states import Level
from tests.filings import filing
from tests.makers import NINE, moment
from tests.policies import ask_vetting

HOUR = timedelta(hours=1)
TOMORROW = date(2026, 3, 11)
FIVE = {"value": "17:00", "since": TOMORROW}


def decide(office, point="cut_off", at=NINE, by=None, **said):
    return set_policy(point, by=by or office.clerk, at=at, **{"note": "办公会议定。"} | FIVE | said)


def due(at):
    return workdays.same_day(moment(at), workdays.load())


def test_a_new_portal_has_the_defaults_and_no_row(db):
    office = load_policy().on(date(2026, 3, 10))
    assert not Policy.objects.exists()
    assert (office.cut_off, office.office_hours) == (time(17, 30), (time(8, 30), time(18)))
    assert (office.warnings, office.vetting, office.least_cases) == ((120, 30), False, 5)
    assert (office.committee_level, office.leaders_rank, office.filing_prefix) == ("city", "city", "上报")
    kept = (office.public_per_address, office.public_per_station, office.citizen_data_days)
    assert kept == (10, 60, 180)


def test_each_day_has_the_cut_off_of_its_own(office):
    decide(office)
    assert [due(f"03-{day} 09:00") for day in (10, 11, 12)] == [
        moment("03-10 17:30"), moment("03-11 17:00"), moment("03-12 17:00"),
    ]  # fmt: skip
    assert due("03-10 17:31") == moment("03-11 17:00")  # in the evening the cut-off of the next day counts
    assert due("03-11 17:15") == moment("03-12 17:00")


def test_what_is_set_in_the_evening_moves_nothing_that_runs(office):
    report = office.report(State.SUBMITTED, at=moment("03-10 18:00"))
    decide(office, at=moment("03-10 20:00"))
    off = CalendarDay(date=date(2026, 3, 20), kind="off", name="放假", source="通知")
    change_days(Change(put=(off,)), by=office.clerk, at=moment("03-10 21:00"))
    report.refresh_from_db()
    assert report.sign_by == Duty.objects.open().get().due_at == moment("03-11 17:30")
    assert due("03-10 21:00") == moment("03-11 17:00")


def test_a_date_that_a_day_off_moves_has_the_cut_off_that_was_known_when_it_began(office):
    decide(office, since=date(2026, 3, 12))
    report = office.report(State.SUBMITTED, at=moment("03-11 09:00"))
    off = CalendarDay(date=TOMORROW, kind="off", name="放假", source="通知")
    change_days(Change(put=(off,)), by=office.clerk, at=moment("03-11 10:00"))
    report.refresh_from_db()
    assert report.sign_by == moment("03-12 17:00")
    change_days(Change(struck=(off,)), by=office.clerk, at=moment("03-11 11:00"))
    report.refresh_from_db()
    assert report.sign_by == moment("03-11 17:30")


def explained(office, client, report):
    client.force_login(office.clerk)
    return client.get(report.get_absolute_url()).content.decode()


def test_beside_an_old_date_stands_the_old_cut_off(office, client):
    report = office.report(State.SUBMITTED)
    decide(office)
    assert "（17:30）" in (page := explained(office, client, report)).replace("(", "（").replace(")", "）")
    assert "由clerk设定" not in page
    new = office.report(State.SUBMITTED, at=moment("03-11 09:00"))
    page = explained(office, client, new)
    assert "17:00" in page and "由clerk设定" in page and "2026年3月11日" in page


def test_with_the_value_of_today_the_old_date_would_be_explained_wrongly(office, client, monkeypatch):
    """The control: reading what holds now says of the old date what was not so."""
    report = office.report(State.SUBMITTED)
    decide(office)
    today = load_policy().on(local_day(timezone.now())).cut_off
    monkeypatch.setattr("portal.days.templatetags.explained.local_clock", lambda _at: today)
    assert "17:30" not in reckoning(explained(office, client, report))
    monkeypatch.undo()
    assert "17:30" in reckoning(explained(office, client, report))


def reckoning(page):
    start = page.index('class="reckoning"')
    return page[start : page.index("</details>", start)]


def test_a_change_leaves_the_figures_of_the_days_before_as_they_were(office):
    report = office.report(State.AWAITING_SIGNOFF)
    office.signed(report, moment("03-10 17:20"))  # in time by half past five, late by five
    sweeps.close_day(moment("03-10 17:31"))
    before, kept = same_day.rates("day", moment("03-10 23:00")), DayClosing.objects.get().rows
    decide(office, at=moment("03-10 20:00"))
    after = same_day.rates("day", moment("03-11 08:00"))
    assert [row["sign_by"] for row in after if row["start"] == date(2026, 3, 10)] == [before[0]["sign_by"]]
    assert before[0]["sign_by"]["kept"] == same_day.due_in(before[0]["sign_by"]) == 1
    assert DayClosing.objects.get().rows == kept


def test_the_list_of_the_day_waits_for_what_is_due_by_an_older_cut_off(office):
    report = office.report(State.SUBMITTED, at=moment("03-10 18:00"))
    decide(office, at=moment("03-10 20:00"))
    assert not sweeps.close_day(moment("03-11 17:10"))
    assert sweeps.close_day(moment("03-11 17:31"))
    assert DayClosing.objects.get().rows[0]["report"] == report.pk


def test_the_warnings_follow_the_policy_of_their_day(office):
    decide(office, "warnings", value=[60, 10])
    office.report(State.AWAITING_SIGNOFF, at=moment("03-11 09:00"))
    assert Duty.objects.open().get().remind_at == moment("03-11 16:30")
    for at, count in (("17:19", 0), ("17:20", 2)):
        sweeps.escalate(moment(f"03-11 {at}"))
        assert Notice.objects.filter(rung="urgent").count() == count


def test_office_hours_change_from_their_day_on_and_hours_are_counted_by_them(office):
    limit = {"since": date(2026, 3, 1), "amount": 12, "unit": "hours"}
    set_limit("revise", by=office.clerk, at=moment("03-01 09:00"), **limit)
    decide(office, "office_hours", value=["09:30", "18:00"])
    report = office.report(State.RETURNED, at=moment("03-10 11:58"))  # six hours today, six tomorrow
    assert Duty.objects.about(report).open().get().due_at == moment("03-11 15:30")
    calendar = workdays.load()
    hours = [(day, in_office_hours(moment(f"03-{day} 09:00"), calendar)) for day in (10, 11)]
    assert hours == [(10, True), (11, False)]


def test_the_prefix_is_that_of_the_day_on_which_it_is_sent(office):
    decide(office, "filing_prefix", value="天政协报", since=date(2027, 1, 1))
    new_year = filing(office, at=moment("03-10 09:00").replace(year=2027))
    assert [filing(office).number, new_year.number] == ["上报〔2026〕1号", "天政协报〔2027〕1号"]


def test_rank_and_level_are_those_of_the_day(office):
    decide(office, "leaders_rank", value="provincial")
    for day in ("10", "11"):
        report = office.report(State.ISSUED, at=moment(f"03-{day} 09:00"))
        office.directed(report, moment(f"03-{day} 10:00"))
    assert list(Directive.objects.order_by("pk").values_list("rank", flat=True)) == ["city", "provincial"]


def test_the_least_cases_are_those_of_the_last_day_of_the_period(office):
    decide(office, "least_cases", value=2)
    calendar = workdays.load()
    until = {
        day: three_rates.least_cases(Period(date(2026, 1, 1), day), moment("12-01 09:00"), calendar)
        for day in (date(2026, 3, 10), TOMORROW, date(2026, 12, 31))
    }
    assert list(until.values()) == [5, 2, 2]
    year = Period(date(2026, 1, 1), date(2026, 12, 31))  # while it runs, today decides
    assert three_rates.least_cases(year, NINE, calendar) == 5


def test_what_waits_goes_on_when_the_chain_changes_whichever_way(office):
    with_vetter, with_editor = office.report(State.AWAITING_VETTING), office.report(State.AWAITING_SIGNOFF)
    office.vetted(with_vetter, NINE + HOUR)  # the long chain is over, and the vetter still passes it on
    assert with_vetter.status == State.AWAITING_SIGNOFF
    ask_vetting(office, True)
    office.signed(with_editor, NINE + HOUR)  # came on the short chain
    assert with_editor.status == State.SIGNED
    editing = office.report(State.EDITING)
    with pytest.raises(PermissionDenied):
        reports.submit_for_signoff(editing, by=office.clerk, at=NINE + HOUR)
    reports.submit_for_vetting(editing, by=office.clerk, at=NINE + HOUR)
    assert Report.objects.get(pk=editing.pk).status == State.AWAITING_VETTING


def test_names_are_not_kept_for_longer_than_was_promised(office):
    early = office.matter(MatterState.SETTLED)
    decide(office, "citizen_data_days", value=365)
    late = office.matter(MatterState.SETTLED, at=moment("03-12 09:00"))
    for days, left in ((177, {early, late}), (181, {late}), (364, {late}), (366, set())):
        consultations.forget(late.ended_at + days * DAY)
        found = type(late).objects.exclude(phone="")
        assert set(found) == left, days


def test_a_shorter_time_holds_for_all(office):
    matter = office.matter(MatterState.SETTLED)
    decide(office, "citizen_data_days", value=30)
    assert consultations.forget(matter.ended_at + 31 * DAY) == 1


def test_it_is_read_once_and_only_when_it_is_asked_for(office, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = workdays.load()
    with django_assert_num_queries(1):
        assert [calendar.policy.on(TOMORROW + n * DAY).cut_off for n in range(9)] == [time(17, 30)] * 9
        assert calendar.of(office.unit.pk).policy.on(TOMORROW).least_cases == 5


def test_a_page_reads_it_once_for_its_rules_and_its_dates(office, client, django_assert_max_num_queries):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    with django_assert_max_num_queries(100) as found:
        assert client.get(report.get_absolute_url()).status_code == 200
    assert len([each for each in found if 'FROM "days_policy"' in each["sql"]]) == 1


def test_every_point_has_words_and_a_default_that_its_own_fields_take():
    for point in POINTS.values():
        parts = point.default if len(point.fields) > 1 else [point.default]
        for field, value in zip(point.fields.values(), parts, strict=True):
            assert field.clean(str(value)) is not None
            with translation.override("zh-hans"):
                assert not any(
                    word.isascii() for word in (str(field.label), str(point.label), str(point.help))
                )
        with translation.override("zh-hans"):
            assert point.says(point.default) and point.parse(point.default) is not None


def test_levels_and_ranks_are_those_of_the_house():
    assert {*LEVELS} < {*Level.values} and dict(Level.choices).items() >= LEVELS.items()
    assert dict(Directive.Rank.choices) == RANKS
