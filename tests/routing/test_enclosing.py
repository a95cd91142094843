"""Which files of a report go along with an assignment: as the office says, as copies, listed on the slip."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from portal.files.models import Attachment
from portal.ledger.models import Entry
from reports import workflow as reports
from reports.states import State
from routing.workflow import assignments, changing, directives, returning
from routing.workflow.enclosing import enclosed, files_of, mark_files
from tests.makers import NINE, unit
from tests.portal.files.test_copying import MAKER, TELLING, handed_in, told
from tests.routing.test_changing import LATER, fresh
from tests.routing.test_documents_slips import got, says
from tests.uploads import OLE
from tests.world import attach


@pytest.fixture
def report(office):
    """With a Word file and a PDF that tell who made them, and an old Word file."""
    found = handed_in(office, "说明.docx", TELLING["properties.docx"]).report
    for name, raw in (("数据.pdf", TELLING["plain.pdf"]), ("名单.doc", OLE)):
        other = handed_in(office, name, raw)
        Attachment.objects.filter(pk=other.pk).update(subject_id=found.pk, report=found)
    return found


def names(part):
    return [copy.name for copy in enclosed(part)]


def transferred(office, report, **more):
    assignments.transfer(report, by=office.clerk, at=NINE, lead=[office.unit], **more)
    return report.assignments.get()


def downloaded(user, file):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("file", args=[file.pk]))
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


def test_those_that_name_nobody_go_along_by_themselves(office, report):
    part = transferred(office, report)
    assert names(part) == ["数据.pdf", "说明.docx"]
    originals = {file.name: file for file in files_of([report])}
    for copy in enclosed(part):
        original = originals[copy.name]
        got_by_unit = downloaded(office.officer, copy)
        assert not told(got_by_unit) and told(downloaded(office.clerk, original))
        assert hashlib.sha256(got_by_unit).hexdigest() == copy.sha256 != original.sha256
        assert downloaded(office.officer, original) == downloaded(office.co_officer, copy) == 404
        assert downloaded(office.author, copy) == downloaded(office.leader, copy) == 404


def test_what_the_office_has_marked_stays_unless_it_is_ticked(office, report, client):
    marked = files_of([report]).get(name="数据.pdf")
    mark_files(report, by=office.clerk, at=NINE, marked=[marked])
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "transfer"])
    field = client.get(url).context["form"]["enclosed"]
    ticked = {str(pk) for pk in field.value()}
    assert {label.split("（")[0] for pk, label in field.field.choices if str(pk) in ticked} == {"说明.docx"}
    labels = " ".join(label for _pk, label in field.field.choices)
    assert "涉及个人信息" in labels and "含制作者信息" in labels
    answer = client.post(url, {"lead": office.unit.pk, "enclosed": [marked.pk]})
    assert answer.status_code == 302 and names(report.assignments.get()) == ["数据.pdf"]


def test_nothing_ticked_nothing_goes(office, report, client):
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "transfer"])
    assert client.post(url, {"lead": office.unit.pk}).status_code == 302
    assert not names(report.assignments.get())


def test_a_file_of_another_report_cannot_be_given_along(office, report, client):
    other = attach(office.report(State.SIGNED), office.author)
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "transfer"])
    answer = client.post(url, {"lead": office.unit.pk, "enclosed": [other.pk]})
    assert answer.status_code == 400 and [*answer.context["form"].errors] == ["enclosed"]


def test_one_that_cannot_be_read_is_named_where_it_was_ticked_and_stays_else(office, client):
    broken = handed_in(office, "坏.pdf", b"%PDF-1.7 no more of it")
    report = broken.report
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "transfer"])
    answer = client.post(url, {"lead": office.unit.pk, "enclosed": [broken.pk]})
    assert answer.status_code == 400 and "坏.pdf" in str(answer.context["form"].errors["enclosed"])
    assert not report.assignments.exists()
    assert not names(transferred(office, report))


def test_the_slip_and_the_pages_list_them(office, report, client):
    part = transferred(office, report, urgency="top", due_on=NINE.date(), due_why="领导电话要求。")
    _file, text = got(office.officer, "assignment_slip", part.pk)
    says(text, "附件", "2件：1.数据.pdf；2.说明.docx", "特急", "由clerk确定（领导电话要求）")
    client.force_login(office.officer)
    page = client.get(part.get_absolute_url()).content.decode()
    assert "数据.pdf" in page and "名单.doc" not in page and MAKER not in page
    assert "随附材料：数据.pdf、说明.docx" in page


def test_the_files_of_what_was_merged_go_along_too(office):
    other = handed_in(office, "甲.docx", TELLING["properties.docx"])
    host, merged = office.report(State.EDITING), office.report(State.EDITING)
    Attachment.objects.filter(pk=other.pk).update(subject_id=merged.pk, report=merged)
    reports.merge(merged, by=office.clerk, at=NINE, host=host)
    for verb in ("sent", "signed"):
        getattr(office, verb)(fresh(host), NINE)
    part = transferred(office, fresh(host))
    assert names(part) == ["甲.docx"]


def test_the_unit_that_takes_over_has_them_and_the_one_before_no_more(office, report):
    part = transferred(office, report)
    returning.recall_unit(part, by=office.clerk, at=LATER, note="交办有误。", unit=office.co_unit)
    assert names(part) == names(part.taken_on) == ["数据.pdf", "说明.docx"]
    for copy in enclosed(part):
        assert downloaded(office.officer, copy) == 404 and not told(downloaded(office.clerk, copy))
    for copy in enclosed(part.taken_on):
        assert not told(downloaded(office.co_officer, copy))


def test_a_co_unit_that_joins_has_what_the_lead_unit_has(office, report):
    part = transferred(office, report)
    changing.add_co_unit(part, by=office.clerk, at=LATER, note="配合。", units=[office.co_unit])
    helper = report.assignments.get(part="co")
    assert names(helper) == names(part)


def test_the_office_takes_one_out_and_adds_another(office, report, django_capture_on_commit_callbacks):
    part, all_of_them = transferred(office, report), list(files_of([report]))
    gone = enclosed(part).get(name="数据.pdf")
    storage, place = gone.file.storage, gone.file.name
    chosen = [file for file in all_of_them if file.name != "数据.pdf"]
    said = {"request": "", "urgency": "plain", "note": "名单可以给，数据不给。", "enclosed": chosen}
    with django_capture_on_commit_callbacks(execute=True):
        changing.change_task(part, by=office.clerk, at=LATER, **said)
    assert {*names(part)} == {"说明.docx", "名单.doc"} and not storage.exists(place)
    assert Entry.objects.about(part).last().changes["files"][0] == ["数据.pdf", "说明.docx"]
    assert all(file.file.storage.exists(file.file.name) for file in all_of_them)


def test_where_a_leader_names_the_unit_the_usual_ones_go(office, report):
    office.placed(report, NINE)
    office.issued(fresh(report), NINE)
    said = {"key": "6a1f7cd0-6f50-4c0e-8d5b-0a8f5f3a1f00", "text": "请住建局研办。", "lead": [office.unit]}
    directives.direct(fresh(report).piece, by=office.leader, at=NINE, **said)
    assert names(report.assignments.get()) == ["数据.pdf", "说明.docx"]


def test_one_that_holds_a_virus_goes_to_nobody(office, report):
    Attachment.objects.filter(name="数据.pdf").update(scan=Attachment.Scan.INFECTED)
    assert names(transferred(office, report)) == ["说明.docx"]


def test_a_copy_waits_for_the_scanner_like_any_file(office, report, settings):
    settings.CLAMD = "tcp://127.0.0.1:1"
    part = transferred(office, report)
    assert {copy.scan for copy in enclosed(part)} == {Attachment.Scan.CHECKING}
    assert downloaded(office.officer, enclosed(part)[0]) == 403


def test_marking_is_for_those_who_edit_and_shows_in_the_office_only(office, report, client):
    url = reverse("step", args=["reports", report.pk, "mark_files"])
    marked = files_of([report]).get(name="数据.pdf")
    for user in (office.author, office.officer, office.supervisor):
        client.force_login(user)
        assert client.post(url, {"marked": [marked.pk]}).status_code in (403, 404)
    client.force_login(office.editor)
    assert client.post(url, {"marked": [marked.pk]}).status_code == 302
    page = f"{report.get_absolute_url()}?tab=text"
    assert "涉及个人信息" in client.get(page).content.decode()
    client.force_login(office.author)
    assert "涉及个人信息" not in client.get(page).content.decode()
    assert fresh(marked).names_people
    client.force_login(office.editor)
    assert client.post(url, {}).status_code == 302 and not fresh(marked).names_people


def test_a_return_that_is_agreed_to_takes_them_along(office, report):
    part = transferred(office, report)
    returning.request_return(part, by=office.officer, at=NINE, note="不属我局职责。")
    returning.agree_return(part, by=office.clerk, at=LATER, unit=unit("教育局"))
    assert names(part.taken_on) == ["数据.pdf", "说明.docx"]
