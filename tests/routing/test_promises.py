"""A promise comes back on its day, and stays somebody's until it is kept or honestly given up."""

from copy import copy
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from feedback import sweeps
from feedback.models import Notice
from feedback.workflow import give_opinion
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.reading import past
from reports.models import Report
from reports.states import State
from routing.models import Promise
from routing.workflow import assignments, closing, promises, reopening
from tests.handlings import PLAN, promise
from tests.makers import NINE, moment, unit

DAY = date(2026, 4, 24)  # a Friday; 1 to 5 May are holidays, 9 May is worked


def owed(found):
    return {duty.kind: duty for duty in Duty.objects.about(found).open()}


def told(kind):
    return {notice.user.username for notice in Notice.objects.filter(entry__kind=kind)}


def test_only_a_plan_is_a_promise_and_it_is_due_on_its_day(office):
    office.report(State.ANSWERED)  # solved
    assert not Promise.objects.exists()
    found = promise(office, day=DAY)
    duty = owed(found)["report_promise"]
    assert (duty.unit, duty.due_at.date(), duty.rule) == (office.unit, DAY, "promised")


def test_a_day_off_puts_it_off_and_never_brings_it_forward(office):
    duty = owed(promise(office, day=date(2026, 5, 2)))["report_promise"]
    assert duty.due_at.date() == date(2026, 5, 6)


def test_it_goes_on_after_the_report_is_closed(office):
    found = promise(office, day=DAY)
    report = Report.objects.get(pk=found.report.pk)
    office.closed(report, NINE)
    promises.report_promise(found, by=office.officer, at=moment("04-24 10:00"), said="已全部安装。")
    promises.confirm_promise(found, by=office.clerk, at=moment("04-24 11:00"))
    assert (found.status, report.status) == ("kept", State.CLOSED) and not owed(found)
    sweeps.tell(moment("04-24 12:00"))
    assert told("confirm_promise") == {"author", "officer", "leader"}


def test_given_up_honestly_the_author_and_the_office_hear_why(office, client):
    found = promise(office, day=DAY)
    promises.give_up_promise(found, by=office.officer, at=NINE, note="规划调整，无法实施。")
    sweeps.tell(NINE + timedelta(hours=1))
    assert told("give_up_promise") == {"author", "clerk", "leader"}
    client.force_login(office.author)
    page = client.get(f"{found.report.get_absolute_url()}?tab=handling").content.decode()
    assert "规划调整，无法实施。" in page


def test_the_author_reads_nothing_that_is_not_confirmed(office, client):
    found = promise(office, "reported", day=DAY)
    client.force_login(office.author)
    page = f"{found.report.get_absolute_url()}?tab=handling"
    assert found.said not in client.get(page).content.decode()
    promises.confirm_promise(found, by=office.clerk, at=NINE)
    assert found.said in client.get(page).content.decode()


def test_a_new_date_leaves_the_first_one_beside_it_and_is_counted(office):
    found, new = promise(office, day=DAY), date(2026, 6, 1)
    promises.move_promise(found, by=office.officer, at=NINE, date=new, note="工期顺延。")
    duty = owed(found)["report_promise"]
    assert (found.date, found.first_date, found.moved) == (new, DAY, 1)
    assert (duty.due_at.date(), duty.first_due_at.date()) == (new, DAY)
    for bad in (new, DAY, date(2026, 1, 1)):
        with pytest.raises(ValidationError):
            promises.move_promise(copy(found), by=office.officer, at=NINE, date=bad, note="再顺延。")


def test_what_was_late_stays_late_when_a_new_date_is_set(office):
    found = promise(office, day=DAY)
    promises.move_promise(
        found, by=office.officer, at=moment("04-28 10:00"), date=date(2026, 6, 1), note="工期顺延。"
    )
    duties = Duty.objects.about(found).filter(kind="report_promise").order_by("pk")
    assert [duty.late for duty in duties] == [True, None]


def test_silence_becomes_the_offices_duty_again_and_again(office):
    """Five working days after 24 April, the May holidays between, are over with 6 May."""
    found = promise(office, day=DAY)
    assert [sweeps.slip(moment(at)) for at in ("04-24 09:00", "04-30 23:00", "05-06 23:59")] == [0, 0, 0]
    assert [sweeps.slip(moment("05-07 08:00")) for _twice in range(2)] == [1, 0]
    found.refresh_from_db()
    assert set(owed(found)) == {"report_promise", "chase_promise"}
    promises.chase_promise(found, by=office.clerk, at=moment("05-07 09:00"), note="请报告兑现情况。")
    assert set(owed(found)) == {"report_promise"} and found.chased == 1
    assert sweeps.slip(moment("05-13 09:00")) == 0 and sweeps.slip(moment("05-14 09:00")) == 1
    found.refresh_from_db()
    promises.report_promise(found, by=office.officer, at=moment("05-14 10:00"), said="已办成。")
    assert set(owed(found)) == {"confirm_promise"}


def test_what_was_sent_back_is_owed_again(office):
    found = promise(office, "reported", day=DAY)
    promises.send_promise_back(found, by=office.clerk, at=moment("04-24 18:00"), note="请补充。")
    assert owed(found)["report_promise"].due_at.date() == date(2026, 5, 6)  # five working days


def test_only_its_own_unit_answers_for_it_and_an_end_is_an_end(office):
    found = promise(office, "kept")
    with pytest.raises(PermissionDenied):
        promises.report_promise(found, by=office.co_officer, at=NINE, said="已办成。")
    with pytest.raises(TooLate):
        promises.give_up_promise(found, by=office.officer, at=NINE, note="无法实施。")


def test_the_share_kept_counts_only_what_has_come(office, client):
    client.force_login(office.clerk)
    past, to_come = date(2026, 3, 31), date(2099, 1, 5)
    for status in ("kept", "given_up", "open"):
        promise(office, status, day=past)
    promise(office, day=to_come)
    answer = client.get(reverse("routing:promises"), {"tab": "rates"})
    rows = [(row["year"], row["kept"], row["of"], row["all"]) for row in answer.context["page"]]
    assert rows == [(2099, 0, 0, 1), (2026, 1, 3, 3)]
    assert answer.content.decode().count("%</strong>") == 1 and ">33.3%</strong>" in answer.content.decode()


def test_each_list_has_its_own(office, client):
    client.force_login(office.clerk)
    found = {
        status: promise(office, status, day=date(2026, 3, 31)) for status in ("open", "kept", "given_up")
    }
    found["far"] = promise(office, day=date(2099, 1, 5))

    def listed(**query):
        return set(client.get(reverse("routing:promises"), query).context["page"])

    assert listed() == {found["open"], found["far"]}
    assert listed(tab="due") == {found["open"]}
    assert listed(tab="kept") == {found["kept"]} and listed(tab="given_up") == {found["given_up"]}
    assert listed(unit=unit("教育局").pk) == set()
    assert client.get(reverse("routing:promises"), {"unit": "x"}).status_code == 400


REPLY = {"text": "已完成。", "grade": "solved", "approved_by": "王局长", "advice": "yes", "talked": "not_yet"}
BAD = {
    "no word on the advice": ({"advice": ""}, "advice"),
    "not taken up, and why": ({"advice": "no"}, "advice_why"),
    "no word on a talk": ({"talked": ""}, "talked"),
    "a talk without a day": ({"talked": "phone"}, "talked_on"),
    "a talk to come": ({"talked": "phone", "talked_on": "2099-01-01"}, "talked_on"),
    "a plan without a day": ({"grade": "planned"}, "promised_for"),
}


@pytest.mark.parametrize(("bad", "field"), BAD.values(), ids=BAD)
def test_a_reply_says_all_that_it_must(office, client, bad, field):
    row = office.report(State.HANDLING).assignments.get(part="lead")
    client.force_login(office.officer)
    client.post(f"{row.get_absolute_url()}sign_for/")
    answer = client.post(f"{row.get_absolute_url()}reply/", REPLY | bad)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == [field]
    assert not row.replies.exists()
    assert client.post(f"{row.get_absolute_url()}reply/", REPLY).status_code == 302


@pytest.mark.parametrize("ended", ["confirm_promise", "give_up_promise"])
def test_the_leader_who_asked_for_it_hears_what_became_of_it(office, client, ended):
    found = promise(office, "reported" if ended == "confirm_promise" else "open", day=DAY)
    if ended == "confirm_promise":
        promises.confirm_promise(found, by=office.clerk, at=NINE)
    else:
        promises.give_up_promise(found, by=office.officer, at=NINE, note="规划调整，无法实施。")
    sweeps.tell(NINE + timedelta(hours=1))
    notice = Notice.objects.get(entry__kind=ended, user=office.leader)
    client.force_login(office.leader)
    page = client.post(f"/notices/{notice.pk}/", follow=True)
    directive = found.reply.assignment.directive
    assert page.status_code == 200 and page.redirect_chain[-1][0] == directive.get_absolute_url()
    assert found.said in page.content.decode()


def test_without_a_directive_no_leader_hears_of_a_promise(office):
    report = office.report(State.SIGNED)
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit])
    [part] = report.assignments.all()
    assignments.sign_for(part, by=office.officer, at=NINE)
    assignments.reply(part, by=office.officer, at=NINE, promised_for=DAY, **PLAN)
    closing.pass_reply(part, by=office.clerk, at=NINE)
    found = Promise.objects.get()
    promises.report_promise(found, by=office.officer, at=NINE, said="已全部安装。")
    promises.confirm_promise(found, by=office.clerk, at=NINE)
    sweeps.tell(NINE + timedelta(hours=1))
    assert told("confirm_promise") == {"author", "officer"}


def handled_again(office, found):
    """Its author is not satisfied, and the office gives it to the unit again."""
    report = Report.objects.get(pk=found.report.pk)
    given = {"handling": "satisfied", "result": "dissatisfied"}
    give_opinion(report, by=office.author, at=NINE, **given)
    units = list(report.assignments.reopenable())
    reopening.reopen_handling(report, by=office.clerk, at=NINE, note="请再核实。", units=units)
    return report.assignments.get(part="lead")


@pytest.mark.parametrize("status", ["open", "slipped", "reported"])
def test_handled_again_it_is_replaced_and_its_words_stay(office, client, status):
    found = promise(office, status)
    said = found.said
    handled_again(office, found)
    found.refresh_from_db()
    assert (found.status, found.said, found.slipped_at) == ("superseded", said, None)
    assert found.ended_at and not owed(found)
    assert [entry.kind for entry in past(found)][-1] == "supersede_promise"
    client.force_login(office.clerk)
    [listed] = client.get(reverse("routing:promises"), {"tab": "superseded"}).context["page"]
    assert listed == found
    sweeps.tell(NINE)
    assert told("supersede_promise") == {"officer"}


def test_of_one_matter_one_promise_stands(office):
    first = promise(office)
    row = handled_again(office, first)
    assignments.reply(row, by=office.officer, at=NINE, promised_for=DAY, **PLAN)
    closing.pass_reply(row, by=office.clerk, at=NINE)
    [standing] = Promise.objects.filter(status="open")
    assert standing != first and standing.date == DAY
    [rate] = Promise.objects.rates(date(2026, 12, 31))
    assert (rate["all"], rate["of"]) == (1, 1), "what was replaced is not counted as not kept"


def test_a_new_promise_of_the_unit_on_the_report_takes_the_place_of_the_older(office):
    first = promise(office)
    report = Report.objects.get(pk=first.report.pk)
    office.registered(report, NINE, lead=[office.unit], leader_name="省领导甲", rank="provincial")
    row = report.assignments.filter(part="lead", status="assigned").get()
    assignments.sign_for(row, by=office.officer, at=NINE)
    assignments.reply(row, by=office.officer, at=NINE, promised_for=DAY, **PLAN)
    closing.pass_reply(row, by=office.clerk, at=NINE)
    first.refresh_from_db()
    assert first.status == "superseded" and Promise.objects.filter(status="open").get() != first


def test_the_promise_of_another_unit_stands(office):
    """Only the matter that is handled anew is settled."""
    first, other = promise(office), promise(office)
    handled_again(office, first)
    other.refresh_from_db()
    assert other.status == "open" and owed(other)
