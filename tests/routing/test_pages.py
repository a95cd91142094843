"""The pages of issues, directives and slips: nothing typed is lost, each reader sees what is theirs."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from portal.ledger.models import Entry
from reports.models import Report
from reports.states import State
from routing.models import Directive
from routing.workflow import assignments
from tests.makers import NINE


def at(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def typed(issue, office, **changed):
    places = {f"place_{piece.pk}": piece.position for piece in issue.pieces.all()}
    return {"version": issue.version, "note": "请参阅。", "readers": [office.leader.pk], **places, **changed}


def test_putting_in_keeps_the_note_that_was_typed(office):
    issue = office.report(State.PLACED).piece.issue
    issue.refresh_from_db()
    other = office.report(State.SIGNED, title="关于加密社区公交班次的建议")
    at(office.clerk).post(reverse("routing:place", args=[issue.pk, other.pk]), typed(issue, office))
    issue.refresh_from_db()
    assert (issue.note, issue.pieces.last().report) == ("请参阅。", other)


def test_putting_in_waits_while_something_typed_is_wrong(office):
    issue = office.report(State.PLACED).piece.issue
    issue.refresh_from_db()
    other = office.report(State.SIGNED, title="关于加密社区公交班次的建议")
    place = reverse("routing:place", args=[issue.pk, other.pk])
    answer = at(office.clerk).post(place, typed(issue, office, readers=[]))
    assert answer.status_code == 400
    assert "请参阅。" in answer.content.decode()
    assert issue.pieces.count() == 1


def test_the_order_is_the_one_of_the_numbers(office):
    issue = office.report(State.PLACED).piece.issue
    other = office.report(State.SIGNED, title="关于加密社区公交班次的建议")
    client = at(office.clerk)
    client.post(reverse("routing:place", args=[issue.pk, other.pk]))
    issue.refresh_from_db()
    first, second = issue.pieces.all()
    swapped = {f"place_{first.pk}": 2, f"place_{second.pk}": 1}
    client.post(issue.get_absolute_url(), typed(issue, office, **swapped))
    assert list(issue.pieces.all()) == [second, first]


def test_sending_for_signoff_saves_first(office):
    issue = office.report(State.PLACED).piece.issue
    issue.refresh_from_db()
    answer = at(office.clerk).post(issue.get_absolute_url(), typed(issue, office, submit_issue=""))
    issue.refresh_from_db()
    assert answer.url == f"{issue.get_absolute_url()}submit_issue/"
    assert issue.note == "请参阅。"


def test_an_issue_left_empty_is_used_before_another_is_begun(office):
    client = at(office.clerk)
    first = client.post(reverse("routing:begin_issue")).url
    assert client.post(reverse("routing:begin_issue")).url == first


def test_only_the_clerk_composes(office):
    issue = office.report(State.PLACED).piece.issue
    assert at(office.signer).post(issue.get_absolute_url(), typed(issue, office)).status_code == 403


def test_a_directive_stands_under_its_piece(office):
    piece = office.report(State.ISSUED).piece
    client, room = at(office.leader), reverse("routing:read", args=[piece.issue_id])
    said = {"place": f"piece-{piece.pk}", "key": uuid.uuid4(), "text": "请速办。", "other": office.unit.pk}
    assert client.post(room, said).url == f"{room}#piece-{piece.pk}"
    assert Directive.objects.get().assignments.get().unit == office.unit
    assert "请速办。" in client.get(room).content.decode()


def test_a_directive_without_words_is_asked_for_again(office):
    piece = office.report(State.ISSUED).piece
    room = reverse("routing:read", args=[piece.issue_id])
    answer = at(office.leader).post(room, {"place": f"piece-{piece.pk}", "key": uuid.uuid4(), "text": " "})
    assert answer.status_code == 400
    assert not Directive.objects.exists()


def test_units_that_had_such_matters_are_suggested(office):
    before = office.report(State.HANDLING)
    issue = office.report(State.ISSUED).piece.issue
    choices = page(at(office.leader), "routing:read", issue.pk).partition("The office shall name it")[2]
    chips = choices.partition("Another unit")[0]
    assert office.unit.name in chips
    assert f"handled {before.number}, similar" in chips and "had 1 such matter" in chips


@pytest.mark.parametrize("shown", [True, False])
def test_a_unit_reads_the_author_only_where_allowed(office, shown):
    report = office.report(State.HANDLING)
    Report.objects.filter(pk=report.pk).update(name_shown=shown)
    type(office.author).objects.filter(pk=office.author.pk).update(name="岳重光")
    slip = report.assignments.get(part="lead")
    assert ("岳重光" in page(at(office.officer), "routing:assignment", slip.pk)) is shown
    assert "岳重光" in page(at(office.clerk), "routing:assignment", slip.pk)


def test_a_unit_reads_why_its_reply_came_back(office):
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(slip, by=office.officer, at=NINE)
    office.replied(slip, NINE)
    assignments.send_reply_back(slip, by=office.clerk, at=NINE, note="请写明完成时限。")
    text = page(at(office.officer), "routing:assignment", slip.pk)
    assert "The reply was sent back" in text
    assert "请写明完成时限。" in text


def test_a_leader_reads_what_came_of_a_directive(office):
    report = office.report(State.ANSWERED)
    text = page(at(office.leader), "routing:directive", report.directives.get().pk)
    assert "已完成排查。" in text


def test_a_leader_is_led_from_the_notice_to_the_reading_room(office):
    issue = office.report(State.ISSUED).piece.issue
    entry = Entry.objects.about(issue).get(kind="publish_issue")
    notice = office.leader.notices.create(entry=entry, day=NINE.date(), at=NINE)
    answer = at(office.leader).post(reverse("feedback:notice", args=[notice.pk]))
    assert answer.url == reverse("routing:read", args=[issue.pk])
