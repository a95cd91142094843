"""What was not used is taken up again, what was withdrawn is written again, and a draft can be deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from feedback import sweeps
from feedback.models import Notice
from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.ledger.reading import step_url
from reports import workflow as reports
from reports.models import Credit, Draft, Report
from reports.reasons import TO_DECLINE, TO_KEEP
from reports.states import NOT_ADOPTED, State
from routing.workflow import sealing
from tests.makers import NINE, TEXT, moment
from tests.world import attach

DAY = timedelta(days=1)
SECRET = {"situation": "机密★五年 有关情况如下。"}


def owed(report):
    return [(duty.kind, str(duty.holder), duty.due_at) for duty in Duty.objects.about(report).open()]


@pytest.mark.parametrize("status", sorted(NOT_ADOPTED))
def test_what_was_not_used_is_taken_up_again_with_a_new_clock(office, status):
    report = office.report(status)
    reports.reconsider(report, by=office.editor, at=moment("03-11 09:00"), note="又有两家反映。")
    report.refresh_from_db()
    assert (report.status, report.taken_by, report.ended_at) == (State.EDITING, office.editor, None)
    assert report.sign_by == moment("03-11 17:30") and report.text_hash == report.revisions.last().text_hash
    assert owed(report) == [("edit", "editor", report.sign_by)]
    sweeps.tell(moment("03-11 09:01"))
    assert Notice.objects.filter(entry__kind="reconsider", user=office.author).exists()


@pytest.mark.parametrize("status", sorted(NOT_ADOPTED))
def test_it_goes_on_to_its_signature(office, status):
    report = office.report(status)
    reports.reconsider(report, by=office.clerk, at=NINE + DAY, note="再议。")
    reports.submit_for_signoff(report, by=office.clerk, at=NINE + DAY)
    office.signed(report, NINE + DAY)
    report.refresh_from_db()
    assert report.status == State.SIGNED and report.signed_same_day


def test_the_author_reads_why(office, client):
    report = office.report(State.REFUSED)
    reports.reconsider(report, by=office.clerk, at=NINE + DAY, note="来件核实后属实。")
    client.force_login(office.author)
    assert "来件核实后属实。" in client.get(f"{report.get_absolute_url()}?tab=journey").content.decode()


def test_words_written_after_it_came_back_are_what_is_taken_up_again(office):
    report = office.report(State.RETURNED)
    reports.save_draft(
        report, by=office.author, at=NINE, version=report.written.version, advice="改过的建议。"
    )
    reports.keep_on_file(report, by=office.clerk, at=NINE + DAY, reason="material", note="留作素材。")
    reports.reconsider(report, by=office.clerk, at=NINE + DAY, note="现在采用。")
    report.refresh_from_db()
    assert report.working.advice == report.advice == "改过的建议。"


def test_a_reason_is_asked_for(office, client):
    report = office.report(State.KEPT)
    client.force_login(office.editor)
    assert client.post(step_url(report, "reconsider"), {"note": " "}).status_code == 400
    assert client.post(step_url(report, "reconsider"), {"note": "再议。"}).status_code == 302


def test_keeping_finds_no_fault_and_its_form_is_ready(office, client):
    report = office.report()
    client.force_login(office.clerk)
    form = client.get(step_url(report, "keep_on_file")).context["form"]
    assert (form["reason"].value(), bool(form["note"].value())) == ("material", True)
    faults = {code for code, _label in TO_DECLINE} - {code for code, _label in TO_KEEP}
    for code in faults:
        answer = client.post(step_url(report, "keep_on_file"), {"reason": code, "note": "留存。"})
        assert answer.status_code == 400, code
    for code in ("material", "watched"):
        sent = {"reason": code, "note": "x", "previewed": f"{code}\nx"}
        assert client.post(step_url(report, "refuse"), sent).status_code == 400, code


def test_what_is_kept_is_found_from_the_queue(office, client):
    kept = office.report(State.KEPT)
    office.report(State.REFUSED)
    client.force_login(office.editor)
    page = client.get(reverse("reports:queue"))
    assert page.context["on_file"] == 1
    assert f'href="{reverse("reports:list")}?status=kept"' in page.content.decode()
    assert [*client.get(reverse("reports:list"), {"status": "kept"}).context["page"]] == [kept]


def withdrawn(office, **fields):
    report = office.draft(**fields)
    attach(report, office.author)
    reports.submit(report, by=office.author, at=NINE)
    reports.withdraw(report, by=office.author, at=NINE)
    return report


def test_from_what_was_withdrawn_a_draft_with_the_same_text_begins(office, client):
    report = withdrawn(office, joint=[Credit("赵联署")], on_behalf_of="周女士", on_behalf_way="phone")
    client.force_login(office.author)
    pages = [client.post(step_url(report, "write_again"))["Location"] for _press in range(2)]
    [again] = Report.objects.filter(status=State.DRAFT)
    assert pages == [reverse("reports:write", args=[again.pk])] * 2
    assert again.written.parts() == TEXT and again.names == ["周女士", "赵联署"]
    assert (again.category, again.occasion, again.number != report.number) == ("urban", "visit", True)
    assert [file.name for file in Attachment.objects.about(again)] == ["附件.pdf"]
    assert Attachment.objects.about(again).get().file.read() == b"%PDF-"
    report.refresh_from_db()
    assert report.status == State.WITHDRAWN and Entry.objects.filter(kind="write_again").count() == 1


def test_the_button_stands_on_the_page_of_what_was_withdrawn(office, client):
    report = withdrawn(office)
    client.force_login(office.author)
    assert (
        f'action="{step_url(report, "write_again")}"'
        in client.get(report.get_absolute_url()).content.decode()
    )
    client.force_login(office.clerk)
    assert client.post(step_url(report, "write_again")).status_code == 403


def test_it_is_written_again_once_more_after_that_draft_was_deleted(office):
    report = withdrawn(office)
    first = reports.write_again(report, by=office.author, at=NINE)
    reports.delete_draft(first, by=office.author, at=NINE, version=1)
    second = reports.write_again(report, by=office.author, at=NINE)
    assert second != first and second.written.parts() == TEXT


def test_of_a_deleted_draft_nothing_but_the_number_is_left(office, django_capture_on_commit_callbacks):
    draft = office.draft(joint=[Credit("赵联署")], on_behalf_of="周女士", on_behalf_way="phone", **SECRET)
    file = attach(draft, office.author)
    disk, number = file.file.storage, draft.number
    earlier = office.report()
    reports.relate(draft, by=office.author, at=NINE, earlier=earlier, kind="same")
    with django_capture_on_commit_callbacks(execute=True):
        reports.delete_draft(draft, by=office.author, at=NINE, version=1)
    draft = Report.objects.get(pk=draft.pk)
    assert (draft.status, draft.number, draft.author) == (State.DELETED, number, office.author)
    assert not any(draft.parts().values()) and not draft.on_behalf_of and not draft.relations.exists()
    assert not Draft.objects.filter(report=draft).exists() and [*draft.authors.values_list("name")] == [("",)]
    assert not Attachment.objects.about(draft).exists() and not disk.exists(file.path)
    assert office.draft().number > number
    entry = Entry.objects.about(draft).get()
    assert (entry.kind, entry.actor, entry.note) == ("delete_draft", office.author, "")
    with pytest.raises(TooLate):
        reports.delete_draft(draft, by=office.author, at=NINE, version=1)


def test_before_it_is_deleted_the_author_reads_what_goes_and_what_stays(office, client):
    draft = office.draft(joint=[Credit("赵联署")], **SECRET)
    attach(draft, office.author)
    client.force_login(office.author)
    client.cookies["django_language"] = "en"
    page = client.get(step_url(draft, "delete_draft")).content.decode()
    for words in (
        draft.heading,
        draft.number,
        "1 file",
        "1 joint author",
        f"{draft.written.length} characters",
    ):
        assert words in page, words
    assert "机密★五年" in page  # the text stands beside it
    for _press in range(2):
        answer = client.post(step_url(draft, "delete_draft"), {"version": 1, "seen": 0})
        assert answer["Location"] == reverse("desk")
    assert Entry.objects.filter(kind="delete_draft").count() == 1


@pytest.mark.parametrize("page", ["reports:write", "reports:check"])
def test_a_draft_stopped_for_its_marking_can_be_deleted_from_where_it_stopped(office, client, page):
    draft = office.draft(**SECRET)
    client.force_login(office.author)
    said = client.get(reverse(page, args=[draft.pk])).content.decode()
    assert step_url(draft, "delete_draft") in said


def test_a_deleted_draft_is_on_no_page_and_takes_no_more_words(office, client):
    draft = office.draft()
    client.force_login(office.author)
    form = TEXT | {"category": "urban", "occasion": "visit", "version": 1, "key": draft.key}
    reports.delete_draft(draft, by=office.author, at=NINE, version=1)
    for name in ("report", "reports:write", "reports:check"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404, name
    assert client.post(reverse("reports:autosave"), form).status_code == 409  # a window that was left open
    assert not Draft.objects.exists()
    for user in (office.author, office.clerk, office.security):
        client.force_login(user)
        for url in (reverse("desk"), reverse("reports:list"), reverse("reports:sealed")):
            assert draft.number not in client.get(url).content.decode(), (user, url)


@pytest.mark.parametrize("status", [State.SUBMITTED, State.RETURNED, State.WITHDRAWN])
def test_what_was_filed_is_not_deleted(office, status):
    report = office.report(status)
    with pytest.raises(TooLate):
        reports.delete_draft(report, by=office.author, at=NINE, version=1)
    with pytest.raises(PermissionDenied):
        reports.delete_draft(office.draft(), by=office.clerk, at=NINE, version=1)


def test_a_station_begins_again_after_the_draft_of_a_matter_was_deleted(office, client):
    matter = office.matter("writing")
    first = matter.reports.get()
    liaison = first.author
    reports.delete_draft(first, by=liaison, at=NINE, version=1)
    client.force_login(liaison)
    page = client.post(step_url(matter, "turn_into_report"))["Location"]
    again = Report.objects.get(status=State.DRAFT)
    assert page == reverse("reports:write", args=[again.pk]) and again.source == matter
    assert matter.counts() == {"came": 0, "adopted": 0}


def test_what_is_sealed_after_it_was_taken_up_again_is_sealed_like_any_other(office):
    report = office.report(State.KEPT)
    reports.reconsider(report, by=office.clerk, at=NINE + DAY, note="再议。")
    sealing.refuse_classified(report, by=office.clerk, at=NINE + DAY)
    assert report.status == State.SEALED


def test_what_was_saved_in_another_window_is_not_deleted_unseen(office, client):
    draft = office.draft()
    client.force_login(office.author)
    reports.save_draft(draft, by=office.author, at=NINE, version=1, advice="另一窗口写的。")
    assert client.post(step_url(draft, "delete_draft"), {"version": 1}).status_code == 409
    assert Draft.objects.get().advice == "另一窗口写的。"
