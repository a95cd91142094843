"""A signature is taken back while nothing has left the office; what was sent on, until it is signed."""

from contextlib import closing, suppress
from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from feedback import sweeps
from feedback.models import Notice
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.ledger.reading import step_url
from portal.people.models import Post, Role
from reports import workflow as reports
from reports.models import Report, Revision
from reports.states import State
from reports.workflow.chain import take_back
from routing.documents import vetting
from routing.states import FilingState, IssueState
from routing.workflow import issues
from routing.workflow.issues import approving
from routing.workflow.recalling import recall_signature
from tests.filings import filing
from tests.makers import NINE, Office, person, seat

HOUR = timedelta(hours=1)
WHY = "数字有误，重新核签。"


def recalled(office, report, by=None):
    recall_signature(report, by=by or office.signer, at=NINE + 2 * HOUR, note=WHY)
    report.refresh_from_db()
    return report


def test_it_waits_for_the_signature_again_with_the_text_as_it_was_signed(office):
    report = office.report(State.SIGNED)
    signed, own = report.parts(), report.revisions.filter(kind=Revision.Kind.AUTHOR).last().parts()
    assert signed != own, "the office had changed it"
    recalled(office, report)
    assert (report.status, report.signed_at, report.signed_hash) == (State.AWAITING_SIGNOFF, None, "")
    assert report.parts() == own and report.working.parts() == signed
    assert report.revisions.filter(kind=Revision.Kind.SIGNED).count() == 1, "what was signed is kept"
    duty = Duty.objects.about(report).open().get()
    assert (duty.kind, duty.holder) == ("sign_off", Post(pk="signer"))
    office.signed(report, NINE + 3 * HOUR)
    assert report.parts() == signed


def test_the_authors_hear_of_it_and_the_signer_reads_why(office, client):
    report = recalled(office, office.report(State.SIGNED))
    sweeps.tell(NINE + 2 * HOUR)
    assert Notice.objects.filter(user=report.author, entry__kind="recall_signature").exists()
    client.force_login(office.signer)
    assert WHY in client.get(step_url(report, "sign_off")).content.decode()
    client.force_login(report.author)
    journey = client.get(report.get_absolute_url(), {"tab": "journey"}).content.decode()
    assert "撤回签发" in journey and WHY not in journey


def test_the_author_reads_a_signed_text_only_while_its_signature_stands(office, client):
    report = office.report(State.SIGNED)
    client.force_login(report.author)

    def read():
        found = client.get(report.get_absolute_url(), {"tab": "text"}).context["versions"]
        return [version.kind for version in found]

    assert read() == ["author", "signed"]
    recalled(office, report)
    assert read() == ["author"]
    office.signed(report, NINE + 3 * HOUR)
    assert read() == ["author", "signed"], "and no version of a signature that is void"


def test_the_vetting_sheet_names_no_signer_any_more(office):
    report = office.report(State.SIGNED)
    assert vetting.vetting_sheet(report)["signer"]["name"]
    sheet = vetting.vetting_sheet(recalled(office, report))
    assert not sheet["signer"]["name"] and sheet["editor"]["name"]


def test_the_post_above_may_too_and_nobody_else(office):
    for by in (office.signer, office.chair):
        recalled(office, office.report(State.SIGNED), by=by)
    for by in (office.clerk, office.editor, office.vetter, office.supervisor, office.author):
        with pytest.raises(PermissionDenied):
            recalled(office, office.report(State.SIGNED), by=by)
    Post.objects.filter(pk="signer").update(covered_by="vetter")
    new = person("new_vetter")
    seat("vetter", new)
    recalled(office, office.report(State.SIGNED), by=new)


def test_it_leaves_the_issue_that_is_being_composed(office):
    report = office.report(State.PLACED)
    issue = report.piece.issue
    recalled(office, report)
    assert not issue.pieces.exists() and report.status == State.AWAITING_SIGNOFF
    sweeps.tell(NINE + 2 * HOUR)
    assert Notice.objects.filter(user=issue.created_by, entry__kind="pull").exists()


@pytest.mark.parametrize("step", ["submit_issue", "sign_issue"])
def test_not_out_of_an_issue_that_was_handed_in(office, client, step):
    report = office.report(State.PLACED)
    issue = report.piece.issue
    issues.submit_issue(issue, by=office.clerk, at=NINE + HOUR)
    if step == "sign_issue":
        issues.sign_issue(issue, by=office.signer, at=NINE + HOUR, text_hash=issue.text_hash)
    with pytest.raises(ValidationError):
        recalled(office, report)
    report.refresh_from_db()
    assert (report.status, issue.pieces.count()) == (State.PLACED, 1)
    client.force_login(office.signer)
    url = step_url(report, "recall_signature")
    assert url not in client.get(report.get_absolute_url()).content.decode(), "it is not offered"
    answer = client.post(url, {"note": WHY})
    assert answer.status_code == 400 and WHY in answer.content.decode(), "what was typed is kept"


def test_it_leaves_a_filing_that_is_prepared_but_not_one_that_was_sent(office):
    report, sent = office.report(State.SIGNED), office.report(State.SIGNED)
    draft = filing(office, report, status=FilingState.DRAFT, body="政协全国委员会", level="national")
    filing(office, sent)
    recalled(office, report)
    assert not draft.pieces.exists()
    with pytest.raises(ValidationError):
        recalled(office, sent)


@pytest.mark.parametrize("status", [State.ISSUED, State.HANDLING, State.ANSWERED, State.CLOSED])
def test_not_once_it_is_with_the_leaders_or_a_unit(office, status):
    with pytest.raises(TooLate):
        recalled(office, office.report(status))


def test_what_was_merged_into_it_waits_with_it_and_is_not_its_authors_to_read(office, client):
    host, other = office.report(State.EDITING), person("other_author", Role.INFORMANT)
    carried = office.report(State.EDITING, by=other)
    reports.merge(carried, by=office.clerk, at=NINE + HOUR, host=host)
    office.sent(host, NINE + HOUR)
    office.signed(host, NINE + HOUR)
    client.force_login(other)
    assert client.get(host.get_absolute_url()).status_code == 200
    recalled(office, host)
    due = Duty.objects.about(host).open().get().due_at
    assert Duty.objects.about(carried).open().get().due_at == due
    assert client.get(host.get_absolute_url()).status_code == 404
    sweeps.tell(NINE + 2 * HOUR)
    notice = Notice.objects.get(user=other, entry__kind="recall_signature")
    assert client.post(reverse("feedback:notice", args=[notice.pk]))["Location"] == reverse(
        "feedback:notices"
    )


@pytest.mark.parametrize("status", [State.AWAITING_VETTING, State.WITH_CHAIR, State.AWAITING_SIGNOFF])
def test_what_was_sent_on_by_mistake_is_edited_again(office, status):
    report = office.report(status)
    take_back(report, by=office.clerk, at=NINE + HOUR, note="漏附材料。")
    assert (report.status, report.taken_by) == (State.EDITING, office.clerk)
    assert Duty.objects.about(report).open().get().kind == "edit"
    with pytest.raises(PermissionDenied):
        take_back(office.report(status), by=office.editor, at=NINE + HOUR, note="不是本人的。")


def test_until_it_is_signed(office):
    with pytest.raises(TooLate):
        take_back(office.report(State.SIGNED), by=office.clerk, at=NINE + HOUR, note="晚了。")


def handed_in_while_it_is_taken_back(monkeypatch):
    """Whether an issue was handed in with a report whose signature was taken back meanwhile.

    The signature is taken back after the issue was read to be handed in and before that is stored.
    """
    office = Office()
    report = office.report(State.PLACED)
    issue, take = report.piece.issue, approving.take

    def recall():
        with closing(connection), suppress(TooLate, ValidationError):
            recall_signature(Report.objects.get(pk=report.pk), by=office.signer, at=NINE + HOUR, note=WHY)

    def taken_late(*args, **given):
        meanwhile.start()
        meanwhile.join(timeout=1)  # with the lock it is held up until the issue is stored
        return take(*args, **given)

    meanwhile = Thread(target=recall)
    monkeypatch.setattr(approving, "take", taken_late)
    issues.submit_issue(issue, by=office.clerk, at=NINE + HOUR)
    meanwhile.join()
    report.refresh_from_db()
    issue.refresh_from_db()
    return issue.status == IssueState.AWAITING_SIGNOFF and report.signed_at is None


@pytest.mark.django_db(transaction=True)
def test_no_issue_is_handed_in_with_a_report_whose_signature_was_taken_back(monkeypatch):
    assert not handed_in_while_it_is_taken_back(monkeypatch)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_would_be_one(monkeypatch):
    monkeypatch.setattr(approving, "lock", lambda _issue: None)
    assert handed_in_while_it_is_taken_back(monkeypatch)
