"""Bad input: a clear message where it happened, what was typed still there, nothing stored, never a 500."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.files.models import Attachment
from reports.models import Report, Revision
from reports.states import State
from tests.makers import NINE, TEXT

PDF = SimpleUploadedFile("说明.pdf", b"%PDF-1.7 small")
MB = 1024 * 1024


@pytest.fixture
def author(client, office):
    client.force_login(office.author)
    return client


def form(**other):
    return (
        TEXT
        | {"category": "urban", "occasion": "visit", "key": uuid.uuid4(), "version": 0, "action": "check"}
        | other
    )


BAD_FIELDS = {
    "empty title": {"title": ""},
    "blank title": {"title": "　 \u200b"},
    "long title": {"title": "长" * 61},
    "NUL": {"title": "标题\0标题"},
    "reversed writing": {"title": "建议\u202egpj.exe"},
    "no situation": {"situation": ""},
    "long situation": {"situation": "长" * 5001},
    "forged category": {"category": "secret"},
    "no category": {"category": ""},
    "forged occasion": {"occasion": "../../etc/passwd"},
    "forged key": {"key": "1 OR 1=1"},
    "version as words": {"version": "one"},
    "version out of range": {"version": "9" * 40},
}


@pytest.mark.parametrize("bad", BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_bad_field_is_named_and_nothing_is_stored(author, bad):
    answer = author.post("/reports/new/", form(**bad))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == list(bad)
    page = answer.content.decode()
    assert TEXT["advice"] in page and 'role="alert"' in page
    assert not Report.objects.exists()


BAD_FILES = {
    "empty": SimpleUploadedFile("空.pdf", b""),
    "21 MB": SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * 21 * MB),
    "program": SimpleUploadedFile("工具.exe", b"MZ"),
    "page": SimpleUploadedFile("页.html", b"<script>"),
    "program named as document": SimpleUploadedFile("报告.pdf", b"MZ\x90\x00"),
    "double ending": SimpleUploadedFile("报告.docx.exe", b"PK\x03\x04"),
    "no ending": SimpleUploadedFile("报告", b"%PDF-"),
}


@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_named_and_nothing_is_stored(author, bad):
    bad.seek(0)
    answer = author.post("/reports/new/", form(files=[bad]))
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["files"]
    assert TEXT["situation"] in answer.content.decode()
    assert not Report.objects.exists() and not Attachment.objects.exists()


def test_too_many_files(author):
    many = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-" + bytes([n])) for n in range(21)]
    assert author.post("/reports/new/", form(files=many)).status_code == 400
    assert not Report.objects.exists()


def test_a_file_at_the_limit_is_kept_whole_under_a_random_name(author, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    whole = b"%PDF-" + b"0" * (20 * MB - 5)
    answer = author.post("/reports/new/", form(files=[SimpleUploadedFile("../../满.PDF", whole)]))
    assert answer.status_code == 302
    kept = Attachment.objects.get()
    assert kept.file.read() == whole and kept.name == "满.PDF" and "满" not in kept.file.name
    sent = author.get(reverse("file", args=[kept.pk]))
    assert (
        sent["Content-Disposition"].startswith("attachment") and sent["X-Content-Type-Options"] == "nosniff"
    )


@pytest.mark.parametrize("raw", [b"title=%FF%FE%80", "title=建议".encode("gbk"), b"title=%ED%A0%80"])
def test_broken_utf8_is_refused_whole(author, raw):
    answer = author.post("/reports/new/", raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400 and not Report.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "/reports/?q=%00", "/reports/?page=%00", "/reports/?status=%FF", "/reports/%00/",
        "/reports/?since=2026-02-30", "/reports/?until=99999-01-01", "/reports/?occasion=x",
        "/reports/?status=nowhere", f"/reports/?q={'长' * 51}",
    ],
)  # fmt: skip
def test_bad_addresses_are_400(author, url):
    assert author.get(url).status_code == 400


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9" * 40, "１"])
def test_a_page_that_is_not_there_is_the_nearest_one(author, page):
    assert author.get("/reports/", {"page": page}).status_code == 200


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 40, "9" * 5000, "1;DROP", "-1", "１"])
def test_numbers_that_are_nobodys_are_404(author, pk):
    assert author.get(f"/reports/{pk}/").status_code == 404


def test_what_must_be_kept_is_kept_to_the_character(author):
    text = "𠮷㐂䶮👨‍👩‍👧<script>{{ x }}'; DROP--=+@“‘—…·"
    author.post("/reports/new/", form(situation=text, title="  关于\n建议  "))
    report = Report.objects.get()
    assert report.written.situation == text and report.written.title == "关于 建议"
    assert "<script>{{" not in author.get(f"/reports/{report.pk}/").content.decode()


def test_two_windows_on_one_draft_lose_no_word(author, office):
    draft = office.draft()
    url = reverse("reports:write", args=[draft.pk])
    first = form(version=1, situation="第一个窗口", action="save")
    second = form(version=1, situation="第二个窗口", action="save")
    assert author.post(url, first).status_code == 302
    answer = author.post(url, second)
    assert answer.status_code == 409 and "第二个窗口" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.written.situation == "第一个窗口"


def test_two_editors_on_one_report_lose_no_word(client, office):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    url, revisions = (
        reverse("step", args=["reports", report.pk, "edit"]),
        Revision.objects.filter(report=report).count(),
    )
    assert client.post(url, TEXT | {"version": report.written.version, "advice": "甲"}).status_code == 302
    answer = client.post(url, TEXT | {"version": report.written.version, "advice": "乙的建议"})
    assert answer.status_code == 409 and "乙的建议" in answer.content.decode()
    assert Revision.objects.filter(report=report).count() == revisions + 1


def test_the_same_form_sent_ten_times_is_one_report(author):
    same = form()
    answers = {author.post("/reports/new/", same).headers["Location"] for _ in range(10)}
    assert Report.objects.count() == len(answers) == 1
    submit = reverse("reports:check", args=[Report.objects.get().pk])
    for _ in range(10):
        answer = author.post(submit, {"version": 1, "pledge": "on"})
        assert answer.headers["Location"].endswith("/sent/")
    assert Report.objects.get().entry_set.count() == 1


def test_the_same_key_with_another_text_is_told(author):
    same = form()
    author.post("/reports/new/", same)
    answer = author.post("/reports/new/", same | {"advice": "另一条建议"})
    assert answer.status_code == 409 and "另一条建议" in answer.content.decode()
    assert Report.objects.count() == 1


def test_the_pledge_is_needed(author, office):
    draft = office.draft()
    answer = author.post(reverse("reports:check", args=[draft.pk]), {"version": 1})
    assert answer.status_code == 400 and "pledge" in answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.status == State.DRAFT


def test_a_step_taken_twice_leads_where_it_led_and_who_comes_second_is_told_so(client, office):
    report = office.report()
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "take_up"])
    assert client.post(url).url == client.post(url).url
    assert report.entry_set.filter(kind="take_up").count() == 1
    client.force_login(office.editor)
    assert client.post(url).status_code == 409


@pytest.mark.parametrize("name", ["nothing", "answer", "handle", "take_up2", "__class__"])
def test_a_step_that_is_none_is_404(client, office, name):
    report = office.report()
    client.force_login(office.clerk)
    assert client.post(reverse("step", args=["reports", report.pk, name])).status_code == 404


def test_a_coded_reason_cannot_be_forged_or_left_out(client, office):
    report = office.report()
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "return_to_author"])
    for bad in ({}, {"reason": "because", "note": "x"}, {"reason": "no_advice", "note": " "}):
        assert client.post(url, bad).status_code == 400
    report.refresh_from_db()
    assert report.status == State.SUBMITTED


def test_a_file_is_taken_out_of_a_draft_but_not_out_of_what_was_submitted(author, office):
    author.post("/reports/new/", form(files=[SimpleUploadedFile("一.pdf", b"%PDF-1")], action="save"))
    draft = Report.objects.get()
    file = Attachment.objects.get()
    url = reverse("reports:write", args=[draft.pk])
    assert author.post(url, form(version=1, action="save", remove=[file.pk])).status_code == 302
    assert not Attachment.objects.exists()
    author.post(url, form(version=2, action="save", files=[SimpleUploadedFile("二.pdf", b"%PDF-2")]))
    draft.refresh_from_db()
    office.submitted(draft, NINE)
    office.returned(draft, NINE)
    author.post(url, form(version=draft.written.version, action="save", remove=[Attachment.objects.get().pk]))
    assert Attachment.objects.get().name == "二.pdf"


def test_the_limit_of_files_holds_for_the_report_and_not_for_one_sending(author, settings):
    settings.UPLOAD_MAX_FILES = 2
    two = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-" + bytes([n])) for n in range(2)]
    author.post("/reports/new/", form(files=two, action="save"))
    url = reverse("reports:write", args=[Report.objects.get().pk])
    third = {"files": [SimpleUploadedFile("3.pdf", b"%PDF-3")], "version": 1, "action": "save"}
    answer = author.post(url, form(**third))
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["files"]
    third["files"][0].seek(0)
    assert author.post(url, form(**third, remove=[Attachment.objects.first().pk])).status_code == 302
    assert Attachment.objects.count() == 2
