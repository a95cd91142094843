"""A draft in mid-sentence: saved as it stands, never over another text, never lost for a rule of filing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.ledger.engine import TooLate
from portal.people.models import Role
from reports import workflow
from reports.models import Report
from reports.states import State
from tests.makers import NINE, TEXT, person

SAVE = "/reports/autosave/"
A, B, C = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture
def author(client, office):
    client.force_login(office.author)
    return client


def words(**other):
    form = {
        "title": "",
        "situation": "写到一半",
        "analysis": "",
        "advice": "",
        "category": "",
        "occasion": "",
    }
    return form | {"key": uuid.uuid4(), "version": 0, "saves": A} | other


def test_a_new_report_is_begun_and_then_continued(author):
    typed = words()
    told = author.post(SAVE, typed).json()
    report = Report.objects.get()
    assert told["url"] == reverse("reports:write", args=[report.pk]) and told["pk"] == report.pk
    assert (report.written.situation, report.written.version) == ("写到一半", told["version"])
    assert author.post(SAVE, typed | {"situation": "写完了", "version": told["version"], "saves": B}).json()
    assert Report.objects.get().written.situation == "写完了"


def test_a_draft_may_lack_anything_and_be_over_any_length_of_filing(author):
    long = words(title="长" * 400, situation="长" * 20_000)
    told = author.post(SAVE, long).json()
    report = Report.objects.get()
    assert (report.written.title, report.written.situation) == (long["title"], long["situation"])
    page = author.get(told["url"]).content.decode()
    assert long["title"] in page and long["situation"] in page
    boxes = re.findall("<(?:input|textarea)[^>]*name=.(?:title|advice)[^>]*", page)
    assert len(boxes) == 2 and not any("maxlength" in box for box in boxes)  # nothing pasted is cut off
    url = reverse("reports:write", args=[report.pk])
    filed = author.post(url, long | {"version": 1, "action": "check", "saves": ""})
    assert filed.status_code == 400
    assert {"title", "situation", "advice", "category", "occasion"} == set(filed.context["form"].errors)
    assert author.get(reverse("reports:check", args=[report.pk])).status_code == 302


def test_an_untitled_draft_is_called_so_and_a_long_title_is_cut_in_lists(author, office):
    office.draft(title="")
    office.draft(title="长" * 400)
    for page in ("/", "/reports/"):
        shown = author.get(page, headers={"accept-language": "en"}).content.decode()
        assert "Untitled" in shown and "长" * 60 not in shown and "长" * 59 + "…" in shown
    report = Report.objects.get(draft__title="")
    shown = author.get(report.get_absolute_url()).content.decode()
    assert TEXT["situation"] in shown


def test_another_text_is_told_with_both_and_not_overwritten(author, office):
    draft = office.draft()
    base = words(key=draft.key, version=1)
    assert author.post(SAVE, base | {"situation": "这边写的"}).status_code == 200
    answer = author.post(SAVE, base | {"situation": "那边另写的", "saves": B})
    told = answer.json()
    assert answer.status_code == 409 and told["version"] == 2 and told["text"]["situation"] == "这边写的"
    assert "这边写的" in told["html"] and "另" in told["html"] and f'href="{told["url"]}"' in told["html"]
    draft.refresh_from_db()
    assert draft.written.situation == "这边写的"
    assert author.post(SAVE, base | {"situation": "那边另写的", "version": 2, "saves": B}).status_code == 200
    draft.refresh_from_db()
    assert draft.written.situation == "那边另写的"


def test_a_saving_whose_answer_was_lost_is_no_conflict(author):
    """The page goes on from what it knew, and names what it has sent since."""
    typed = words()
    author.post(SAVE, typed)
    told = author.post(SAVE, typed | {"situation": "写到一半又一句", "saves": f"{A} {B}"})
    assert told.status_code == 200 and Report.objects.get().written.situation == "写到一半又一句"
    late = author.post(SAVE, typed | {"situation": "写到"})  # and an earlier one that only arrives now
    assert late.status_code == 409 and Report.objects.get().written.situation == "写到一半又一句"


def test_the_same_words_again_are_no_conflict(author):
    typed = words(saves="")
    told = [author.post(SAVE, typed).json() for _ in range(3)]
    assert told[0] == told[1] == told[2] and Report.objects.count() == 1


def test_a_submitted_report_is_told_and_left_alone(author, office):
    report = office.report(State.SUBMITTED)
    answer = author.post(SAVE, words(key=report.key, version=report.version))
    assert answer.status_code == 409 and report.get_absolute_url() in answer.json()["html"]
    assert Report.objects.get().situation == TEXT["situation"]


def test_a_returned_report_is_saved_too(author, office):
    report = office.report(State.RETURNED)
    given = words(key=report.key, version=report.written.version, situation="补充了数据")
    assert author.post(SAVE, given).status_code == 200
    report.refresh_from_db()
    assert (report.status, report.written.situation) == (State.RETURNED, "补充了数据")


def test_somebody_elses_key_is_refused_and_shows_nothing(client, office):
    draft = office.draft()
    client.force_login(person("stranger", Role.INFORMANT))
    answer = client.post(SAVE, words(key=draft.key, version=1))
    assert (
        answer.status_code == 409
        and answer.json()["errors"]
        and TEXT["situation"] not in answer.content.decode()
    )
    answer = client.post("/reports/new/", words(key=draft.key, action="save"))
    assert answer.status_code == 409 and TEXT["situation"] not in answer.content.decode()
    draft.refresh_from_db()
    assert draft.written.situation == TEXT["situation"]


def test_who_is_no_informant_any_more_still_saves_an_own_draft(author, office):
    draft = office.draft()
    office.author.hats.all().delete()
    assert author.post(SAVE, words()).status_code == 403
    assert author.post(SAVE, words(key=draft.key, version=1)).status_code == 200


BAD = {
    "key": "1 OR 1=1", "version": "-1", "saves": "<b>", "category": "secret", "title": "建议\u202egpj",
    "advice": "长" * 20_001,
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_field_is_named_and_nothing_is_stored(author, name):
    answer = author.post(SAVE, words(**{name: BAD[name]}))
    assert answer.status_code == 400 and len(answer.json()["errors"]) == 1
    assert not Report.objects.exists()


@pytest.mark.parametrize("raw", [b"situation=%00", b"situation=%FF%FE", "situation=建议".encode("gbk")])
def test_broken_text_is_refused_whole(author, raw):
    answer = author.post(SAVE, raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400 and not Report.objects.exists()


def test_three_megabytes_are_refused(author):
    assert author.post(SAVE, words(situation="长" * 1_000_001)).status_code == 400
    assert not Report.objects.exists()


def test_the_buttons_tell_a_script_where_to_go_on(author, office):
    draft = office.draft()
    url, script = reverse("reports:write", args=[draft.pk]), {"accept": "application/json"}
    form = TEXT | {"category": "urban", "occasion": "visit", "key": draft.key}
    told = author.post(url, form | {"version": 1, "action": "check"}, headers=script)
    assert told.json() == {"url": reverse("reports:check", args=[draft.pk])}
    author.logout()
    away = author.post(url, form | {"version": 2}, headers=script)
    assert away.status_code == 302 and away["Location"].startswith("/login/")


def test_an_older_edit_is_shown_beside_the_newer_one(client, office):
    report = office.report(State.EDITING)
    client.force_login(office.clerk)
    url = reverse("step", args=["reports", report.pk, "edit"])
    answer = client.post(url, TEXT | {"version": report.version - 1, "advice": "", "title": "另一个题目"})
    shown = {row["part"] for row in answer.context["both"]["rows"] if not row["same"]}
    assert answer.status_code == 409 and shown == {"title", "advice"}
    assert int(answer.context["form"]["version"].value()) == report.version
    assert client.post(url, TEXT | {"version": report.version, "title": "另一个题目"}).status_code == 302


def test_only_the_author_saves_even_the_same_words(office):
    draft = office.draft()
    fields = draft.written.parts() | {n: getattr(draft, n) for n in ("category", "occasion", "name_shown")}
    with pytest.raises(TooLate):
        workflow.save_draft(draft, by=office.joint, at=NINE + timedelta(hours=1), version=1, **fields)
    workflow.save_draft(draft, by=office.author, at=NINE + timedelta(hours=1), version=9, **fields)
    assert draft.written.version == 1


def test_half_a_row_of_joint_authors_keeps_no_word_from_being_saved(author):
    rows = {"joint_name": ["甲", "乙"], "joint_field": ["", ""], "joint_share": ["30", ""]}
    typed = words() | rows
    told = author.post(SAVE, typed)
    report = Report.objects.get()
    assert (
        told.status_code == 200 and len(told.json()["errors"]) == 1 and report.written.situation == "写到一半"
    )
    assert report.names == [report.byline]
    told = author.post(SAVE, typed | {"version": report.written.version, "joint_share": ["30", "20"]}).json()
    assert not told["errors"] and report.names[1:] == ["甲", "乙"]
    author.post(SAVE, typed | {"version": told["version"], "joint_share": ["3o", "20"]})
    assert report.names[1:] == ["甲", "乙"]  # what stood is left as it was
