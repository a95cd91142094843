"""What the office changes while a unit has a matter: the unit is told, the dates are right."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from feedback import sweeps
from feedback.models import Notice
from portal.days import workdays
from portal.days.recount import recount
from portal.days.workdays import SHANGHAI
from portal.ledger.models import Entry
from portal.ledger.reading import named_in
from reports.states import State
from routing.workflow import assignments, changing, directives
from routing.workflow.assignments import owes_answer
from tests.makers import NINE

DAY = timedelta(days=1)
WEEK = date(2026, 3, 17)  # "within a week"
LATER = NINE + DAY


@pytest.fixture
def directed(office):
    """A leader has given it to a lead unit and a co-unit."""
    return office.report(State.HANDLING).assignments.get(part="lead")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def due(row):
    return workdays.local_day(owes_answer(row).due_at)


def changed(office, row, at=LATER, **more):
    said = {"request": row.request, "urgency": row.urgency, "note": "领导要求一周内办结。"}
    changing.change_task(row, by=office.clerk, at=at, **said | more)
    return fresh(row)


def told(office, user):
    sweeps.tell(LATER)
    return [notice.entry.kind for notice in Notice.objects.filter(user=user, entry__at=LATER)]


def text_of(client, user, url):
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_day_set_by_hand_beats_the_rule_and_explains_itself(office, directed, client):
    before = due(directed)
    changed(office, directed, due_on=WEEK, by_leader=True)
    duty = owes_answer(directed)
    assert (before, due(directed), duty.extended) == (date(2026, 3, 31), WEEK, False)
    assert duty.named["by"] == "clerk" and duty.named["leader"] == "leader"
    assert {"change_task"} == {*told(office, office.officer)} == {*told(office, office.head)}
    for page in (directed.get_absolute_url(), reverse("due", args=[duty.pk])):
        text = text_of(client, office.officer, page)
        assert "按leader要求，由clerk人工确定" in text and "领导要求一周内办结。" in text
    assert "2026年3月31日 → 2026年3月17日" in text_of(client, office.clerk, directed.get_absolute_url())


def test_the_co_unit_answers_no_later_than_the_lead_unit(office, directed):
    helper = directed.report.assignments.get(part="co")
    assert due(helper) == date(2026, 3, 24)
    changed(office, directed, due_on=WEEK)
    assert due(fresh(helper)) == WEEK and told(office, office.co_officer) == ["change_task"]
    changed(office, fresh(directed), at=LATER + DAY, due_on=date(2026, 4, 1))
    assert due(fresh(helper)) == WEEK


@pytest.mark.parametrize(("urgency", "day"), [("urgent", date(2026, 3, 18)), ("top", date(2026, 3, 12))])
def test_urgency_makes_it_due_sooner_and_back_again(office, directed, urgency, day):
    helper = directed.report.assignments.get(part="co")
    row = changed(office, directed, urgency=urgency)
    assert due(row) == due(fresh(helper)) == day and fresh(helper).urgency == urgency
    assert due(changed(office, row, at=LATER + timedelta(hours=1), urgency="plain")) == date(2026, 3, 31)


def test_an_urgent_matter_that_is_due_soon_anyway_is_not_put_off(office, directed):
    at = owes_answer(directed).due_at - DAY
    assert due(changed(office, directed, at=at, urgency="urgent")) == date(2026, 3, 31)


def test_urgency_leaves_a_day_set_by_hand(office, directed):
    row = changed(office, directed, due_on=WEEK)
    assert due(changed(office, row, urgency="top")) == WEEK


def test_at_the_naming_too(office):
    report = office.report(State.ISSUED)
    said = {"key": uuid.uuid4(), "text": "请一周内报我。", "rank": "city", "written_on": NINE.date()}
    given = {"lead": [office.unit], "co": [office.co_unit], "due_on": WEEK, "by_leader": True}
    directives.register_directive(
        report.piece, by=office.clerk, at=NINE, leader=office.leader, urgency="urgent", **said, **given
    )
    lead, helper = report.assignments.all()
    assert (due(lead), due(helper), lead.urgency) == (WEEK, WEEK, "urgent")
    assert owes_answer(lead).first_due_at == owes_answer(lead).due_at
    assert "2026年3月17日" in named_in(Entry.objects.about(lead).first())


@pytest.mark.parametrize("way", ["granted", "set anew"])
def test_a_leaders_day_is_put_off_with_the_word_of_the_leaders_office(office, directed, client, way):
    changed(office, directed, due_on=WEEK, by_leader=True)
    row = fresh(directed)
    assignments.sign_for(row, by=office.officer, at=LATER)
    if way == "granted":
        assignments.request_time(row, by=office.officer, at=LATER, days=2, note="入户。")

        def put_off(**said):
            assignments.grant_time(fresh(row), by=office.clerk, at=LATER, **said)
    else:

        def put_off(**said):
            changed(office, fresh(row), due_on=date(2026, 3, 19), **said)

    with pytest.raises(ValidationError) as refused:
        put_off()
    assert "agreed" in refused.value.message_dict and due(row) == WEEK
    put_off(agreed="市委办公室孙主任")
    assert due(row) == date(2026, 3, 19)
    text = text_of(client, office.officer, row.get_absolute_url())
    assert text.count("市委办公室孙主任") >= 2  # in the counting and in the journal
    step = "grant_time" if way == "granted" else "change_task"
    assert "孙主任" in named_in(Entry.objects.about(row).filter(kind=step).last())


def test_the_field_is_there_exactly_then(office, client):
    plain, led = (office.report(State.HANDLING, at=timezone.now()).assignments.get(part="lead") for _ in "ab")
    now, calendar = timezone.now(), workdays.load()
    day = calendar.add(timezone.localdate(), 5).end
    changed(office, plain, at=now, due_on=day)
    changed(office, led, at=now, due_on=day, by_leader=True)
    client.force_login(office.clerk)
    for row, there in ((plain, False), (led, True)):
        assignments.sign_for(fresh(row), by=office.officer, at=now)
        assignments.request_time(fresh(row), by=office.officer, at=now, days=2, note="入户。")
        url = reverse("step", args=["assignments", row.pk, "grant_time"])
        assert ("agreed" in client.get(url).context["form"].fields) is there
        assert client.post(url, {}).status_code == (400 if there else 302)
    assert client.post(url, {"agreed": "孙主任"}).status_code == 302
    assert owes_answer(led).due_at > owes_answer(led).first_due_at


def test_a_leader_may_set_a_later_day_without_anybody(office, directed):
    row = changed(office, directed, due_on=WEEK, by_leader=True)
    assert due(changed(office, row, due_on=date(2026, 3, 20), by_leader=True)) == date(2026, 3, 20)


@pytest.mark.parametrize("granted", [False, True])
def test_a_day_set_by_hand_holds_when_the_reply_comes_back(office, directed, granted):
    row, day = changed(office, directed, due_on=WEEK), WEEK
    assignments.sign_for(row, by=office.officer, at=LATER)
    if granted:
        assignments.request_time(row, by=office.officer, at=LATER, days=2, note="入户。")
        assignments.grant_time(row, by=office.clerk, at=LATER)
        day = date(2026, 3, 19)
    office.replied(row, LATER)
    at = datetime(2026, 3, 16, 10, tzinfo=SHANGHAI)
    assignments.send_reply_back(row, by=office.clerk, at=at, note="请补充。")
    again = owes_answer(row)
    assert due(row) == day and again.named["why"] == "领导要求一周内办结。"
    office.replied(row, at)
    late = datetime(2026, 3, 25, 10, tzinfo=SHANGHAI)
    assignments.send_reply_back(row, by=office.clerk, at=late, note="请补充。")
    assert due(row) == date(2026, 4, 1)  # it has passed: five working days


@pytest.mark.parametrize("granted", [False, True])
def test_a_change_of_the_calendar_leaves_it(office, directed, granted):
    row = changed(office, directed, due_on=WEEK)
    if granted:
        assignments.sign_for(row, by=office.officer, at=LATER)
        assignments.request_time(row, by=office.officer, at=LATER, days=2, note="入户。")
        assignments.grant_time(row, by=office.clerk, at=LATER)
    calendar = workdays.load()
    assert not recount(owes_answer(row), calendar, calendar, LATER).moves


def test_what_was_asked_before_stays_in_the_journal(office, directed, client):
    row = changed(office, directed, request="请会同街道逐户排查。")
    row = changed(office, row, request="请先报方案。")
    text = text_of(client, office.officer, row.get_absolute_url())
    assert row.request == "请先报方案。" and "原办理要求：请会同街道逐户排查。" in text


def test_nothing_changed_is_said_and_not_done(office, directed):
    with pytest.raises(ValidationError):
        changed(office, directed)
    assert not Entry.objects.filter(kind="change_task").exists()


def test_what_a_unit_asked_is_still_what_the_office_reads(office, directed, client):
    assignments.sign_for(directed, by=office.officer, at=NINE)
    assignments.request_time(directed, by=office.officer, at=LATER, days=2, note="需入户核实。")
    row = changed(office, fresh(directed), request="请先报方案。")
    assert row.status == "time_requested"
    client.force_login(office.clerk)
    assert client.get(row.get_absolute_url()).context["asked"]["note"] == "需入户核实。"


BAD = [
    ({"due_on": "2026-03-09"}, "due_on"), ({"due_on": "2098-01-04"}, "due_on"), ({"note": " "}, "note"),
    ({"by_leader": "on"}, "due_on"), ({"urgency": "soon"}, "urgency"), ({"request": "长" * 2001}, "request"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_a_bad_form_names_the_field_and_keeps_the_words(office, directed, client, bad, field):
    client.force_login(office.clerk)
    url = reverse("step", args=["assignments", directed.pk, "change_task"])
    answer = client.post(url, {"note": "原因。", "request": "请办。", "urgency": "plain"} | bad)
    assert answer.status_code == 400 and [*answer.context["form"].errors] == [field]
    assert answer.context["form"]["request"].value() and not Entry.objects.filter(kind="change_task").exists()


def test_naming_the_units_a_day_has_a_reason_unless_it_is_the_leaders(office, client):
    piece = office.report(State.ISSUED).piece
    said = {"by": office.leader, "at": NINE, "key": uuid.uuid4(), "text": "请一周内报我。"}
    directive = directives.direct(piece, **said)
    day = workdays.load().add(timezone.localdate(), 5).end
    url, sent = reverse("step", args=["directives", directive.pk, "name_units"]), {"lead": office.unit.pk}
    client.force_login(office.clerk)
    assert client.post(url, sent | {"due_on": day}).context["form"].errors.keys() == {"due_why"}
    assert client.post(url, sent | {"due_why": "急。"}).context["form"].errors.keys() == {"due_on"}
    assert client.post(url, sent | {"due_on": day, "by_leader": "on"}).status_code == 302
    assert owes_answer(directive.assignments.get()).named["leader"] == "leader"


def test_a_leader_who_chooses_the_units_sets_the_own_day(office, client):
    piece = office.report(State.ISSUED).piece
    said = {"by": office.leader, "at": NINE, "key": uuid.uuid4(), "text": "请一周内报我。"}
    directive = directives.direct(piece, **said)
    day = workdays.load().add(timezone.localdate(), 5).end
    url = reverse("step", args=["directives", directive.pk, "choose_units"])
    client.force_login(office.leader)
    assert not {"enclosed", "by_leader"} & client.get(url).context["form"].fields.keys()
    assert client.post(url, {"lead": office.unit.pk, "due_on": day}).status_code == 302
    assert owes_answer(directive.assignments.get()).named["leader"] == "leader"


def test_what_is_asked_of_no_unit_is_not_dropped(office, client):
    report = office.report(State.SIGNED)
    url = reverse("routing:register_directive", args=["reports", report.pk])
    client.force_login(office.clerk)
    said = {
        "key": uuid.uuid4(),
        "leader": office.leader.pk,
        "rank": "city",
        "written_on": timezone.localdate(),
    }
    answer = client.post(url, {**said, "text": "请办。", "request": "请逐户排查。"})
    assert [*answer.context["form"].errors] == ["lead"] and "请逐户排查。" in answer.content.decode()
