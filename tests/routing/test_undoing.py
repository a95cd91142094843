"""Void issues and corrections: the number stays, what went out stays, and each names the other."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from feedback import sweeps
from feedback.models import Notice
from portal.ledger.engine import TooLate
from reports.models import Report
from reports.states import State
from routing.models import Issue, Piece
from routing.printing import issue_data
from routing.workflow import issues, sealing
from tests.makers import NINE
from tests.portal.ledger.test_verify_journal import verify


def correction(office, **changed):
    """One of an issue that went out, not handed in yet; `changed` are the words of its piece."""
    sent = office.report(State.ISSUED).piece.issue
    issue = issues.correct_issue(sent, by=office.clerk, at=NINE, note="数字有误。")
    [piece] = issue.pieces.all()
    to = [recipient.line for recipient in issue.recipients.all()]
    said = {
        "order": [piece.pk],
        "note": "",
        "recipients": to,
        "texts": {piece.pk: changed} if changed else {},
    }
    issues.arrange(issue, by=office.clerk, at=NINE, version=issue.version, **said)
    return issue


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def text(user, name, *args, **query):
    return signed_in(user).get(reverse(name, args=args, query=query)).content.decode()


@pytest.fixture
def void(office):
    issue = office.sign_issue(office.report(State.PLACED).piece.issue)
    issues.void_issue(issue, by=office.signer, at=NINE, note="日期有误。")
    return issue


def test_a_void_issue_keeps_its_number_and_lets_its_reports_go(office, void):
    report = Report.objects.get()
    assert (void.status, void.number, report.status, report.piece) == ("void", 1, State.SIGNED, None)
    office.placed(report, NINE)
    office.issued(report, NINE)
    assert report.piece.issue.number == 2 and void.pieces.get().report == report
    assert "No. 1 of 2026" in text(office.clerk, "routing:issues")
    data = issue_data(Issue.objects.get(pk=void.pk))
    assert (data["void"], data["number"], len(data["pieces"])) == (True, 1, 1)
    assert "作废" in text(office.supervisor, "routing:issue", void.pk)
    assert f"/reading/{void.pk}/" not in text(office.leader, "routing:reading")
    assert verify() == (0, {})


def test_whoever_composed_it_and_whoever_signed_it_hear(office):
    issue = office.sign_issue(office.report(State.PLACED).piece.issue)
    issues.reopen_issue(issue, by=office.clerk, at=NINE, note="按语请改。")
    issues.void_issue(issue, by=office.signer, at=NINE, note="另行编发。")
    sweeps.tell(NINE)
    told = Notice.objects.filter(entry__kind__in=["reopen_issue", "void_issue"])
    assert set(told.values_list("entry__kind", "user__username")) == {
        ("reopen_issue", "signer"),
        ("void_issue", "clerk"),
    }
    assert issue_data(issue)["void"] and issue.printed["pieces"]


def test_a_report_has_one_place_whatever_is_written(office, void):
    report = Report.objects.get()
    office.placed(report, NINE)
    other = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    with pytest.raises(TooLate):
        issues.place(other, by=office.clerk, at=NINE, report=report)
    assert Piece.objects.filter(report=report, live=True).count() == 1


@pytest.mark.parametrize("way", ["void", "reopened", "taken out after it was signed"])
def test_a_purged_report_leaves_no_word_in_any_issue(office, way):
    report, other = office.report(State.PLACED, advice="不可外传"), office.report(State.SIGNED)
    issue = report.piece.issue
    issues.place(issue, by=office.clerk, at=NINE, report=other)
    issue.refresh_from_db()
    office.sign_issue(issue)
    if way == "void":
        issues.void_issue(issue, by=office.signer, at=NINE, note="另行编发。")
    else:
        issues.reopen_issue(issue, by=office.clerk, at=NINE, note="再改。")
    if way.startswith("taken"):
        issues.take_out(issue, by=office.clerk, at=NINE, piece=report.piece)
    assert kept(report)
    report.refresh_from_db()
    sealing.refuse_classified(report, by=office.clerk, at=NINE)
    assert "不可外传" not in str(issue_data(Issue.objects.get(pk=issue.pk)))
    assert kept(report) == (way == "void"), "what is void is on record until the purge"
    sealing.purge(report, by=office.security, at=NINE)
    assert not kept(report)
    found = Issue.objects.get(pk=issue.pk)
    assert found.number == 1 and [piece.report for piece in found.pieces.all()] == [other]
    assert len(issue_data(found)["pieces"]) == 1 and verify() == (0, {})


def kept(report):
    """Whether any issue still has a word of it."""
    rows = Issue.objects.values_list("printed", "read_before")
    return (
        report.signed_hash
        and any(f'"report": {report.pk}' in json.dumps(row) for row in rows)
        or Piece.objects.filter(report=report).exists()
    )


def test_a_correction_is_a_new_issue_that_names_the_old_one(office):
    issue = correction(office, advice="一是排查三千户；二是定责。")
    old = issue.corrects
    before = issue_data(old)
    office.sign_issue(issue)
    issues.publish_issue(issue, by=office.clerk, at=NINE)
    assert (issue.number, issue.printed["corrects"]) == (2, "2026年第1期")
    assert issue.printed["pieces"][0]["advice"] == "一是排查三千户；二是定责。"
    assert issue_data(Issue.objects.get(pk=old.pk)) == before
    report = Report.objects.get()
    assert (report.status, report.piece.issue) == (State.ISSUED, old)
    assert report.text_hash == report.signed_hash
    assert f'href="{issue.get_absolute_url()}"' in text(office.clerk, "routing:issue", old.pk)
    assert f'href="{old.get_absolute_url()}"' in text(office.clerk, "routing:issue", issue.pk)
    assert "No. 2 of 2026" in text(office.author, "report", report.pk)
    sweeps.tell(NINE)
    assert office.author.notices.filter(entry__kind="correct").count() == 1
    assert "一是排查三千户" in text(office.leader, "routing:read", issue.pk)


def test_only_a_correction_has_words_to_change(office):
    issue = office.report(State.PLACED).piece.issue
    piece = issue.pieces.get()
    data = {
        "version": issue.version, "readers": [office.leader.pk], f"place_{piece.pk}": 1,
        f"title_{piece.pk}": "换了的标题", f"advice_{piece.pk}": "换了。",
    }  # fmt: skip
    issue.refresh_from_db()
    client = signed_in(office.clerk)
    assert client.post(issue.get_absolute_url(), data | {"version": issue.version}).status_code == 302
    assert Piece.objects.get(pk=piece.pk).text_hash == piece.text_hash
    said = {"by": office.clerk, "at": NINE, "order": [], "note": "", "recipients": []}
    issue.refresh_from_db()
    issues.arrange(issue, version=issue.version, texts={piece.pk: {"advice": "换了。"}}, **said)
    assert Piece.objects.get(pk=piece.pk).text_hash == piece.text_hash


def test_a_correction_is_written_in_the_composer(office):
    sent = office.report(State.ISSUED).piece.issue
    client = signed_in(office.clerk)
    answer = client.post(f"{sent.get_absolute_url()}correct_issue/", {"note": "数字有误。"})
    issue = sent.corrections.get()
    assert answer.url == issue.get_absolute_url()
    [piece] = issue.pieces.all()
    words = piece.parts() | {"advice": "一是排查三千户。", "author_line": piece.author_line}
    data = {f"{name}_{piece.pk}": said for name, said in words.items()}
    data |= {"version": issue.version, "readers": [office.leader.pk], f"place_{piece.pk}": 1}
    bad = client.post(issue.get_absolute_url(), data | {f"title_{piece.pk}": ""})
    assert bad.status_code == 400 and "一是排查三千户。" in bad.content.decode()
    assert client.post(issue.get_absolute_url(), data).status_code == 302
    assert Piece.objects.get(pk=piece.pk).advice == "一是排查三千户。"


def test_one_correction_at_a_time_takes_nothing_in_and_can_be_given_up(office):
    issue = correction(office)
    said = {"by": office.clerk, "at": NINE}
    with pytest.raises(ValidationError):
        issues.correct_issue(issue.corrects, note="又一处。", **said)
    with pytest.raises(TooLate):
        issues.place(issue, report=office.report(State.SIGNED), **said)
    issues.drop_issue(issue, note="不必更正。", **said)
    assert (issue.status, issue.number) == ("void", None)
    again = issues.correct_issue(issue.corrects, note="又一处。", **said)
    assert office.sign_issue(again).number == 2
    issues.void_issue(again, by=office.signer, at=NINE, note="另行编发。")
    assert Report.objects.filter(status=State.ISSUED).count() == 1


@pytest.mark.parametrize("status", ["draft", "awaiting_signoff"])
def test_an_issue_without_a_number_is_given_up_and_its_reports_wait_again(office, status):
    report = office.report(State.PLACED)
    issue = report.piece.issue
    if status == "awaiting_signoff":
        issues.submit_issue(issue, by=office.clerk, at=NINE)
    issues.drop_issue(issue, by=office.clerk, at=NINE, note="改编入下期。")
    report = Report.objects.get(pk=report.pk)
    assert (issue.status, issue.number, report.status, report.piece) == ("void", None, State.SIGNED, None)
    office.placed(report, NINE)
    assert report.piece.issue != issue


def test_until_it_has_its_number_an_issue_is_called_by_its_series_and_day(office):
    issue = office.report(State.PLACED).piece.issue
    with override("zh-hans"):
        assert str(issue) == "社情民意信息专报（2026年3月10日起编）"
    office.sign_issue(issue)
    with override("zh-hans"):
        assert "第1期" in str(issue)
