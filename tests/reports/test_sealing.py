"""Classified matter is sealed at once for everybody; by mistake, it is read anew."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from feedback import sweeps
from feedback.models import Mail
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from reports import workflow as reports
from reports.models import Report, Revision
from reports.states import State
from routing.models import Issue, Piece
from routing.printing import issue_data
from routing.workflow import issues, sealing
from tests.makers import NINE, Office
from tests.portal.ledger.test_verify_journal import verify
from tests.reports.marks import LATER, MARKS, PLACES, met, pages, plant, stored, text
from tests.world import HOUR, people_of


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    office = Office()
    office.people = people_of(office)
    return office


@pytest.fixture
def planted(office):
    return plant(office)


def test_sealed_it_is_gone_for_everybody_at_once_but_nothing_is_lost(office, planted, settings):
    piece = planted.piece
    sealing.refuse_classified(planted, by=office.signer, at=LATER)
    assert met(pages(office, planted, piece)) == set()
    assert stored(settings) == set(PLACES)
    assert planted.duty_set.open().get().post_id == "security"


def test_the_stub_says_number_dates_and_who_acted(office, planted, client):
    client.cookies["django_language"] = "en"
    client.force_login(office.people["security"])
    sealing.refuse_classified(planted, by=office.editor, at=LATER)
    row = client.get(reverse("reports:sealed")).content.decode()
    assert planted.number in row and "editor" in row and "/purge/" in row
    client.force_login(office.clerk)
    assert "/purge/" not in client.get(reverse("reports:sealed")).content.decode()
    sealing.purge(planted, by=office.security, at=LATER + HOUR)
    assert "security" in client.get(reverse("reports:sealed")).content.decode()
    kinds = Entry.objects.filter(report=planted).values_list("kind", flat=True)
    assert {"submit", "sign_off", "place", "refuse_classified", "purge"} <= set(kinds)


def test_unsealed_it_is_read_anew_as_its_author_wrote_it(office, planted):
    sealing.refuse_classified(planted, by=office.editor, at=LATER)
    sealing.unseal(planted, by=office.security, at=LATER + HOUR)
    planted.refresh_from_db()
    assert planted.parts() == text("title", "situation", "analysis", "advice")
    assert (planted.status, planted.taken_by, planted.signed_hash) == (State.SUBMITTED, None, "")
    assert planted.sign_by > LATER
    duty = planted.duty_set.open().get()
    assert (duty.kind, duty.post_id) == ("review", "clerk")
    assert Client().get(planted.get_absolute_url()).status_code == 302
    reports.take_up(planted, by=office.clerk, at=LATER + HOUR)
    reports.submit_for_signoff(planted, by=office.clerk, at=LATER + HOUR)
    office.signed(planted, LATER + HOUR)
    assert Revision.objects.filter(report=planted, kind="signed").count() == 2


def test_what_the_author_had_not_sent_again_is_still_there_after_a_mistake(office):
    report = office.report(State.RETURNED)
    words = report.parts() | {"advice": "还没交上来的话"}
    reports.save_draft(report, by=office.author, at=NINE, version=report.written.version, **words)
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    sealing.unseal(report, by=office.security, at=LATER)
    assert Report.objects.get(pk=report.pk).advice == "还没交上来的话"


def test_who_has_the_form_open_can_save_no_more_and_is_shown_nothing(office, client):
    report = office.report(State.RETURNED, advice=MARKS["advice"])
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    words = {"by": office.author, "at": LATER, "version": report.written.version}
    with pytest.raises(TooLate):
        reports.save_draft(report, **words, **report.parts() | {"advice": "新写的话"})
    client.force_login(office.author)
    form = report.written.parts() | {
        "key": report.key,
        "version": report.written.version,
        "advice": "新写的话",
    }
    form |= {"category": "urban", "occasion": "visit", "saves": "[]"}
    for url in (reverse("reports:autosave"), reverse("reports:new")):
        answer = client.post(url, form)
        assert answer.status_code in (400, 409) and MARKS["advice"] not in answer.content.decode()
    assert client.post(reverse("reports:write", args=[report.pk]), form).status_code == 404


@pytest.mark.parametrize("stage", ["draft", "awaiting_signoff", "signed"])
def test_an_unpublished_issue_lets_go_of_it_and_keeps_its_number(office, stage):
    report, other = office.report(State.PLACED), office.report(State.SIGNED)
    issue = report.piece.issue
    issues.place(issue, by=office.clerk, at=NINE + HOUR, report=other)
    issue.refresh_from_db()
    if stage != "draft":
        issues.submit_issue(issue, by=office.clerk, at=NINE + HOUR)
    if stage == "signed":
        issues.sign_issue(issue, by=office.signer, at=NINE + HOUR, text_hash=issue.text_hash)
    number = issue.number
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    issue.refresh_from_db()
    assert (issue.status, issue.signed_hash, issue.number) == ("draft", "", number)
    assert [piece.report for piece in issue.pieces.all()] == [other]
    office.issued(other, LATER + HOUR)
    assert Issue.objects.get(pk=issue.pk).number == 1
    assert Issue.objects.published().count() == Piece.objects.count() == 1
    assert verify() == (0, {})


def test_a_void_issue_hides_it_and_forgets_it_when_it_is_purged(office):
    report, other = (
        office.report(State.PLACED, title="绝密标题"),
        office.report(State.SIGNED, title="别的标题"),
    )
    issue = report.piece.issue
    issues.place(issue, by=office.clerk, at=NINE + HOUR, report=other)
    issue.refresh_from_db()
    issues.submit_issue(issue, by=office.clerk, at=NINE + HOUR)
    issues.sign_issue(issue, by=office.signer, at=NINE + HOUR, text_hash=issue.text_hash)
    issues.void_issue(issue, by=office.signer, at=NINE + HOUR, note="内容有误")
    report.refresh_from_db()

    def printed():
        return json.dumps(issue_data(Issue.objects.get()), ensure_ascii=False)

    before = printed()
    assert "绝密标题" in before
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    assert "绝密标题" not in printed() and "别的标题" in printed()
    sealing.unseal(report, by=office.security, at=LATER)
    assert printed() == before
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    sealing.purge(report, by=office.security, at=LATER + HOUR)
    assert "绝密标题" not in printed() + str(Issue.objects.values()) and "别的标题" in printed()
    assert Issue.objects.get().number == 1 and verify() == (0, {})


def test_only_the_security_administrator_decides_and_only_of_what_is_sealed(office):
    report = office.report()
    with pytest.raises(TooLate):
        sealing.purge(report, by=office.security, at=LATER)
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    for user in (office.clerk, office.signer, office.author, office.supervisor):
        for verb in (sealing.purge, sealing.unseal):
            with pytest.raises(PermissionDenied):
                verb(report, by=user, at=LATER)
    with pytest.raises(PermissionDenied):
        sealing.refuse_classified(office.report(), by=office.security, at=LATER)


def test_the_author_is_told_in_neutral_words(office, client):
    report = office.report(title=MARKS["title"])
    sealing.refuse_classified(report, by=office.clerk, at=LATER)
    sweeps.tell(LATER)
    client.force_login(office.author)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("feedback:notices")).content.decode()
    assert f"Report {report.number} could not be dealt with in this portal." in page
    assert MARKS["title"] not in page and "classified" not in page
    notice = office.author.notices.get(entry__kind="refuse_classified")
    answer = client.post(reverse("feedback:notice", args=[notice.pk]), follow=True)
    assert answer.status_code == 200
    assert not Mail.objects.filter(body__contains=MARKS["title"]).exists()


def test_the_author_cannot_open_it_by_the_pages_of_writing_either(office, client):
    report = office.report(State.SEALED)
    client.force_login(report.author)
    for page in ("write", "sort", "check", "sent"):
        assert client.get(f"/reports/{report.pk}/{page}/").status_code == 404, page
