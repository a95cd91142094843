"""Every telling entry of the journal reaches everybody it concerns, exactly once."""

from datetime import timedelta

import pytest

from feedback import standstill, sweeps
from feedback.models import Mail, Notice
from portal.ledger.engine import write
from portal.ledger.models import Entry, Untold
from portal.ledger.registry import procedure_of
from portal.people.models import Post, Role, Seat, User
from reports import workflow as reports
from reports.concerned import authors
from reports.models import Credit, Report
from reports.states import ENDED, State
from routing.workflow import assignments
from tests.makers import NINE, person, seat

LATER = NINE + timedelta(hours=3)


def told():
    """{username: [what, in order]}"""
    rows = Notice.objects.exclude(entry=None).order_by("entry")
    kinds = {}
    for name, kind in rows.values_list("user__username", "entry__kind"):
        kinds.setdefault(name, []).append(kind)
    return kinds


def test_the_author_is_told_of_every_end_and_every_return():
    ends = ENDED | {State.RETURNED}
    steps = [step for step in procedure_of(Report).steps.values() if step.target in ends]
    assert {step.name for step in steps if not step.tell or step.tell.circle is not authors} == set()


def test_a_report_on_its_whole_way_is_told_to_everybody_it_concerns(office):
    person("reader_only", Role.LIAISON, at=office.unit)
    office.report(State.CLOSED, joint=[Credit("连署人", office.joint), Credit("无账号者", None)])
    sweeps.tell(LATER)
    way = ["take_up", "sign_off", "publish", "handle", "answer", "give_opinion"]
    assert told() == {
        "author": ["submit", "accept_authorship", *way],
        "joint": ["submit", "ask_joint_author", *way],
        "leader": ["publish_issue", "close_directive"],
        "clerk": ["choose_units"],
        "signer": ["choose_units"],
        "officer": ["assign", "pass_reply"],
        "co_officer": ["assign", "release"],
    }


def test_a_co_units_opinion_leads_to_the_part_of_the_main_unit_that_reads_it(office, client):
    part = office.report(State.HANDLING).assignments.get(part="co")
    assignments.sign_for(part, by=office.co_officer, at=NINE)
    assignments.send_opinion(part, by=office.co_officer, at=NINE, text="我局可提供管网数据。")
    sweeps.tell(LATER)
    notice = Notice.objects.get(entry__kind="send_opinion")
    client.force_login(notice.user)
    page = client.post(f"/notices/{notice.pk}/", follow=True)
    assert page.status_code == 200 and "我局可提供管网数据。" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "news"),
    [
        (State.KEPT, "keep_on_file"),
        (State.REFUSED, "refuse"),
        (State.RETURNED, "return_to_author"),
        (State.WITHDRAWN, "withdraw"),
    ],
)
def test_a_report_that_ends_early_is_told_to_its_author(office, status, news):
    office.report(status)
    sweeps.tell(LATER)
    assert told() == {"author": ["submit", news]}


def test_what_the_signer_sends_back_is_told_to_whoever_had_taken_it_up(office):
    report = office.report(State.AWAITING_SIGNOFF)
    reports.send_back(report, by=office.signer, at=LATER, note="数字请核实。")
    sweeps.tell(LATER)
    assert told()["clerk"] == ["send_back"]


def test_a_second_sweep_tells_nothing_and_a_late_one_tells_all(office):
    office.report(State.SIGNED)
    assert sweeps.tell(LATER) == sweeps.tell(LATER + timedelta(days=30)) + 3 == 3
    office.report(State.KEPT)
    assert sweeps.tell(LATER + timedelta(days=60)) == 2
    assert sweeps.tell(LATER) == 0


def test_a_sweep_that_saw_the_news_before_another_one_told_it_tells_nothing(office):
    office.report()
    seen = list(Entry.objects.values_list("pk", flat=True))
    assert [sweeps.tell(LATER), sweeps._tell(seen, LATER)] == [1, 0]


def test_one_mail_each_in_the_readers_language_without_a_word_of_the_report(office, settings):
    User.objects.filter(username="joint").update(language="en")
    report = office.report(joint=[Credit("连署人", office.joint)], title="绝不外传的标题")
    sweeps.tell(LATER)
    own, english = Mail.objects.filter(notices__entry__kind="submit").order_by("user__username")
    assert english.subject == f"Report {report.number} has been received."
    assert own.user == office.author and report.number in own.subject
    for mail in own, english:
        assert mail.resend and mail.state == Mail.State.QUEUED and mail.next_try_at == LATER
        assert mail.subject in mail.body and settings.BASE_URL in mail.body
        assert not any(part in mail.subject + mail.body for part in report.parts().values())
        assert [notice.user for notice in mail.notices.all()] == [mail.user]


def test_a_lead_is_told_to_its_audience_and_mail_has_not_a_word_of_it(office):
    office.lead(topic="绝不外传的主题", why="绝不外传的缘由", people=[office.author, office.joint])
    sweeps.tell(LATER)
    assert told() == {"author": ["publish_lead"], "joint": ["publish_lead"]}
    assert not [mail for mail in Mail.objects.all() if "绝不外传" in mail.subject + mail.body]
    assert Mail.objects.count() == 2


def test_without_an_address_there_is_a_notice_and_no_mail(office):
    User.objects.update(email="")
    office.report()
    assert sweeps.tell(LATER) == 1
    assert not Mail.objects.exists()


def test_news_for_somebody_who_has_left_goes_to_the_office(office):
    office.report(State.SIGNED)
    User.objects.filter(username="author").update(is_active=False)
    sweeps.tell(LATER)
    assert told() == {"clerk": ["submit", "take_up", "sign_off"]}


def test_an_office_without_a_clerk_has_its_supervisors_and_without_these_the_news_waits(office):
    office.report()
    Seat.objects.all().delete()
    User.objects.filter(username__in=["author", "supervisor"]).update(is_active=False)
    assert sweeps.tell(LATER) == 0
    User.objects.filter(username="supervisor").update(is_active=True)
    assert sweeps.tell(LATER) == 1
    assert told() == {"supervisor": ["submit"]}


def test_news_that_has_to_wait_holds_up_nothing(office, monkeypatch):
    monkeypatch.setattr(sweeps, "BATCH", 1)
    office.report()
    Post.objects.update(covered_by=None)
    User.objects.filter(username__in=["author", "clerk", "supervisor"]).update(is_active=False)
    office.report(by=office.joint)
    assert sweeps.tell(LATER) == 1
    seat("clerk", office.editor)
    assert sweeps.tell(LATER) == 1
    assert told() == {"joint": ["submit"], "editor": ["submit"]}


def test_many_entries_take_hardly_more_queries_than_one(office, django_assert_max_num_queries):
    """But for each choice of a leader: two ask who acts in the office on that day."""
    office.report(State.CLOSED)
    sweeps.tell(LATER)  # what is looked up once in a process
    asked = []
    for reports_since in (1, 10):
        for _ in range(reports_since):
            office.report(State.CLOSED)
        with django_assert_max_num_queries(24 + 2 * reports_since) as queries:
            assert sweeps.tell(LATER) == 15 * reports_since
        asked.append(len(queries) - 2 * reports_since)
    assert asked[0] == asked[1]


def test_nothing_is_told_twice_to_one_who_is_author_and_joint_author(office):
    office.report(joint=[Credit("本人", office.author)])
    assert sweeps.tell(LATER) == 1


def test_what_cannot_be_told_keeps_nothing_else_waiting_and_is_an_alarm(office, client, caplog):
    before, after = (office.report(State.SUBMITTED, at=NINE) for _ in range(2))
    broken = write("reopen_directive", before, by=None, at=NINE)  # a report has no leader
    office.report(State.SUBMITTED, at=NINE)
    assert sweeps.tell(LATER) == 3 and not sweeps.tell(LATER)
    assert [row.entry for row in Untold.objects.all()] == [broken]
    assert f"Nobody can be told of entry {broken.pk}" in caplog.text
    for user, alarmed in ((office.clerk, True), (office.supervisor, True), (office.author, False)):
        client.force_login(user)
        assert ("至今未能通知有关人员" in client.get("/").content.decode()) == alarmed
    assert after.number in Mail.objects.filter(user=office.author).values_list("subject", flat=True)[1]


def test_news_of_a_moment_ago_is_no_alarm(office):
    office.report(State.SUBMITTED, at=NINE)
    hats = office.hats(office.clerk)
    assert standstill.since(hats, NINE + timedelta(minutes=20)) is None
    assert standstill.since(hats, NINE + timedelta(minutes=40)) == NINE + timedelta(minutes=1)
    sweeps.tell(NINE + timedelta(minutes=40))
    assert standstill.since(hats, NINE + timedelta(minutes=40)) is None
