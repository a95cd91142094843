"""Issues: what was signed is what is printed, and a signature is worth nothing on anything else."""

import pytest

from portal.ledger.engine import TooLate
from portal.people.models import Role
from reports import workflow as reports
from reports.models import Credit, Report
from reports.states import State
from routing.models import Issue, Line, Piece, Rank, Recipient
from routing.workflow import issues
from tests.makers import NINE, TEXT, person


@pytest.fixture
def issue(office):
    """Two pieces, a note, one reader; being composed."""
    issue = office.report(State.PLACED).piece.issue
    other = office.report(State.SIGNED, title="关于加密社区公交班次的建议")
    issues.place(issue, by=office.clerk, at=NINE, report=other)
    issue.refresh_from_db()
    arrange(issue, office)
    return issue


def arrange(issue, office, **changed):
    order = list(issue.pieces.values_list("pk", flat=True))
    said = {"order": order, "note": "请参阅。", "recipients": [Line(Rank.UP, office.leader)]} | changed
    issues.arrange(issue, by=office.clerk, at=NINE, version=issue.version, **said)


def signed(issue, office):
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)
    return issue


def test_order_note_and_readers_are_kept(office, issue):
    first, second = issue.pieces.all()
    other = person("other_leader", Role.LEADER)
    arrange(
        issue, office, order=[second.pk, first.pk], note="请重点阅第一篇。", recipients=[Line(Rank.UP, other)]
    )
    issue = Issue.objects.get(pk=issue.pk)
    assert list(issue.pieces.all()) == [second, first]
    assert (issue.note, [recipient.user for recipient in issue.recipients.all()]) == (
        "请重点阅第一篇。",
        [other],
    )


def test_a_piece_is_the_signed_text_under_its_authors(office):
    joint = [Credit("联名人", office.joint)]
    report = office.report(State.PLACED, joint=joint)
    assert report.piece.text_hash == report.signed_hash
    assert report.piece.author_line == "author（政协东湖区委员会）、联名人"


def test_a_report_stands_in_one_issue_only(office, issue):
    placed = issue.pieces.first().report
    other = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    with pytest.raises(TooLate):
        issues.place(other, by=office.clerk, at=NINE, report=placed)
    issues.take_out(issue, by=office.clerk, at=NINE, piece=placed.piece)
    placed = Report.objects.get(pk=placed.pk)
    assert placed.status == State.SIGNED
    issues.place(other, by=office.clerk, at=NINE, report=placed)
    assert [piece.report for piece in other.pieces.all()] == [placed]


def test_publishing_publishes_its_reports_under_the_number(office, issue):
    issues.publish_issue(signed(issue, office), by=office.clerk, at=NINE)
    assert (issue.status, issue.number, issue.signed_by) == ("published", 1, office.signer)
    assert {piece.report.status for piece in issue.pieces.all()} == {State.ISSUED}


TAMPERED = {
    "note": lambda issue: Issue.objects.filter(pk=issue.pk).update(note="换了的按语。"),
    "order": lambda issue: issue.pieces.filter(position=1).update(position=9),
    "text": lambda issue: Piece.objects.filter(issue=issue, position=1).update(advice="换了的建议。"),
    "author": lambda issue: Piece.objects.filter(issue=issue, position=1).update(author_line="他人"),
    "one reader more": lambda issue: Recipient.objects.create(issue=issue, user=person("x", Role.LEADER)),
    "another reader": lambda issue: issue.recipients.update(user=person("x", Role.LEADER)),
    "a piece less": lambda issue: issue.pieces.first().delete(),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_differs_from_what_was_signed_is_not_published(office, issue, what):
    issue = Issue.objects.get(pk=signed(issue, office).pk)
    TAMPERED[what](issue)
    with pytest.raises(TooLate):
        issues.publish_issue(issue, by=office.clerk, at=NINE)
    assert Issue.objects.get(pk=issue.pk).status == "signed"
    assert set(Report.objects.values_list("status", flat=True)) == {State.PLACED}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_changed_since_it_was_read_is_not_signed(office, issue, what):
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    page = Issue.objects.get(pk=issue.pk)
    read = page.text_hash
    TAMPERED[what](issue)
    with pytest.raises(TooLate):
        issues.sign_issue(page, by=office.signer, at=NINE, text_hash=read)
    assert Issue.objects.get(pk=issue.pk).number is None


def test_an_approval_does_not_carry_over_to_the_issue_sent_again(office, issue):
    """The page the signer still has open shows the issue of before it was sent back."""
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    page = Issue.objects.get(pk=issue.pk)
    read = page.text_hash
    issues.send_issue_back(issue, by=office.signer, at=NINE, note="按语请改。")
    arrange(issue, office, note="改过的按语。")
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    with pytest.raises(TooLate):
        issues.sign_issue(page, by=office.signer, at=NINE, text_hash=read)
    issue.refresh_from_db()
    assert (issue.status, issue.number, issue.signed_hash) == ("awaiting_signoff", None, "")


@pytest.mark.parametrize("status", ["awaiting_signoff", "signed", "published"])
def test_after_composing_nothing_is_arranged_placed_or_taken_out(office, issue, status):
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    if status != "awaiting_signoff":
        issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)
    if status == "published":
        issues.publish_issue(issue, by=office.clerk, at=NINE)
    before, spare = issue.text_hash, office.report(State.SIGNED)
    attempts = [
        lambda: arrange(issue, office, note="再改。"),
        lambda: issues.place(issue, by=office.clerk, at=NINE, report=spare),
        lambda: issues.take_out(issue, by=office.clerk, at=NINE, piece=issue.pieces.first()),
        lambda: issues.submit_issue(issue, by=office.clerk, at=NINE),
    ]
    for attempt in attempts:
        with pytest.raises(TooLate):
            attempt()
    assert Issue.objects.get(pk=issue.pk).text_hash == before
    assert Report.objects.get(pk=spare.pk).status == State.SIGNED


def test_the_printed_text_stays_when_the_report_lives_on(office):
    report = office.report(State.ANSWERED)
    before = report.piece.issue.text_hash
    office.closed(report, NINE)
    assert Issue.objects.get(pk=report.piece.issue_id).text_hash == before == report.piece.issue.signed_hash


def test_a_report_placed_anew_brings_its_newly_signed_text(office):
    """There is no way from signed back to editing, so what an issue takes is what was signed."""
    report = office.report(State.SIGNED)
    with pytest.raises(TooLate):
        reports.edit(report, by=office.clerk, at=NINE, version=report.version, **TEXT)
    office.placed(report, NINE)
    assert Piece.objects.get(report=report).text_hash == report.signed_hash
