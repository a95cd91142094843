"""A Word file becomes a report: nothing of its text is lost, and what cannot be read is said."""

import uuid
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.files import refusal
from portal.files.models import Attachment
from portal.pages.tables import blocks
from reports.models import Author, Report
from reports.states import State
from reports.word import arranged, proposed, read, reading
from tests.harmful import BAD
from tests.makers import NINE
from tests.uploads import OLE, word
from tests.word_files import (
    ADVICE,
    ANALYSIS,
    EMPTY,
    GOOD,
    LONG,
    NOT_WORD,
    NUMBERED,
    SITUATION,
    SPLIT,
    TITLE,
    made,
    of,
    with_empty_cells,
)


@pytest.fixture
def author(client, office):
    client.force_login(office.author)
    return client


def dropped(author, name, content, key=None):
    sent = {"word": SimpleUploadedFile(name, content), "key": key or uuid.uuid4()}
    return author.post(reverse("reports:from_word"), sent)


def solid(text):
    return "".join(text.split())


@pytest.mark.parametrize("name", GOOD)
def test_every_character_is_read_in_its_order(name):
    content, seen = GOOD[name]
    assert solid("".join(read(SimpleUploadedFile(name, content)).lines)) == solid(seen)


@pytest.mark.parametrize("name", GOOD)
def test_every_character_arrives_in_a_draft_with_the_file_beside_it(author, name):
    content, seen = GOOD[name]
    answer = dropped(author, name, content)
    report = Report.objects.get()
    page = "write" if name in SPLIT else "sort"
    assert answer["Location"] == reverse(f"reports:{page}", args=[report.pk])
    assert Counter(solid("".join(report.written.parts().values()))) == Counter(solid(seen))
    assert report.status == State.DRAFT and Attachment.objects.get().file.read() == content
    assert author.get(answer["Location"]).status_code == 200


def test_an_empty_cell_stays_where_it_is():
    lines = read(SimpleUploadedFile("表.docx", made(with_empty_cells))).lines
    assert lines == ["\t甲\t乙", "\t1\t2", "合计\t3\t", "以上为统计。"]
    [found, after] = blocks("\n".join(lines))
    assert found["rows"] == [["", "甲", "乙"], ["", "1", "2"], ["合计", "3", ""]]
    assert after == {"lines": ["以上为统计。"]}


def test_the_parts_are_found_by_their_headings(author):
    for name in ("一、.docx", "词.docx", "两行题.docx"):
        dropped(author, name, GOOD[name][0])
    for report in Report.objects.all():
        assert report.written.title == TITLE
        assert report.written.situation.split("\n")[1:] == SITUATION
        assert report.written.analysis.split("\n")[1:] == ANALYSIS
        assert report.written.advice.split("\n")[1:] == ADVICE


HEADINGS = {
    # a heading of a lower level does not begin a part
    "sub": (["题", "一、存在问题", "（一）意见建议", "二、几点建议", "（一）存在问题"], "t s s a a"),
    # measures that were taken stand before the problems
    "measures": (["题", "一、主要措施", "二、存在不足", "三、工作建议"], "t s s a"),
    "analysis of the situation": (["题", "一、现状分析", "二、成因分析", "三、对策"], "t s c a"),
    "plain advice": (["题", "一、老旧小区情况", "二、停车难问题", "建议：", "修。"], "t s s a a"),
    "long line": (["题", "一、" + "长" * 40 + "的建议", "正文"], "t s s"),
    "sentence": (["题", "希望听取群众的意见建议。这是正文。", "正文"], "t s s"),
    "part words": (["题", "第一部分 基本情况", "第二部分 对策建议"], "t s a"),
}


@pytest.mark.parametrize(("lines", "parts"), HEADINGS.values(), ids=HEADINGS)
def test_headings_of_one_level_tell_the_parts(lines, parts):
    short = {"title": "t", "situation": "s", "analysis": "c", "advice": "a"}
    assert " ".join(short[part] for part in proposed(lines)[0]) == parts


def test_arranging_keeps_every_line():
    lines = ["甲", "乙", "丙", "丁"]
    found = arranged(lines, ["advice", "title", "situation", "advice"])
    assert found == {"title": "乙", "situation": "丙", "analysis": "", "advice": "甲\n丁"}


def test_how_many_pictures_stay_in_the_file(author):
    answer = author.get(dropped(author, "图片.docx", GOOD["图片.docx"][0])["Location"])
    assert "有 1 幅图片" in answer.content.decode()


REFUSED = {
    **{kind: BAD[kind] for kind, (name, *_rest) in BAD.items() if name.endswith(".docx")},
    "no word": ("开.docx", NOT_WORD, refusal.DISGUISED),
    "empty": ("空.docx", EMPTY, reading.NO_TEXT),
    "long": ("长.docx", LONG, reading.TOO_LONG),
    "no main part": ("缺.docx", word({"_rels/.rels": "<Relationships/>"}), refusal.DAMAGED),
    "old one renamed": ("旧.docx", OLE, refusal.DISGUISED),
}


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_said_and_nothing_is_begun(author, bad):
    name, content, reason = bad
    answer = dropped(author, name, content)
    assert answer.status_code == 400
    assert answer.context["word"].errors["word"] == [reason % {"name": name}]
    assert not Report.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "文.pdf", "文.docm", "文"])
def test_other_kinds_are_told_how_to_become_word(author, name):
    answer = dropped(author, name, OLE)
    assert answer.status_code == 400 and "另存为 .docx" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"word": ""}, {"word": "text"}])
def test_no_file_is_told(author, sent):
    answer = author.post(reverse("reports:from_word"), {"key": uuid.uuid4(), **sent})
    assert answer.status_code == 400 and answer.context["word"].errors["word"]
    assert author.post(reverse("reports:from_word"), {"key": "x"}).status_code == 400


def test_the_same_file_dropped_twice_is_one_draft(author):
    key, content = uuid.uuid4(), of(*NUMBERED)[0]
    first, second = (dropped(author, "一.docx", content, key) for _ in range(2))
    assert (
        first["Location"] == second["Location"] and Report.objects.count() == Attachment.objects.count() == 1
    )


def sorting(report, *parts, **other):
    return (
        {f"line-{number}": part for number, part in enumerate(parts, 1)}
        | {"version": report.written.version}
        | other
    )


@pytest.fixture
def unsorted(author):
    dropped(author, "无.docx", of(TITLE, "甲。", "乙。", "丙。")[0])
    return Report.objects.get()


def test_lines_are_sorted_by_hand(author, office, unsorted):
    url = reverse("reports:sort", args=[unsorted.pk])
    page = author.get(url).content.decode()
    assert page.count("<select") == 4 and "乙。" in page
    answer = author.post(url, sorting(unsorted, "title", "situation", "left_out", "advice"))
    assert answer["Location"] == reverse("reports:write", args=[unsorted.pk])
    unsorted.refresh_from_db()
    assert unsorted.written.parts() == {"title": TITLE, "situation": "甲。", "analysis": "", "advice": "丙。"}


def test_sorting_starts_from_how_the_draft_stands(author, unsorted):
    url = reverse("reports:sort", args=[unsorted.pk])
    author.post(url, sorting(unsorted, "title", "advice", "situation", "analysis"))
    form = author.get(url).context["form"]
    assert [(field.value(), line) for field, line in form.rows()] == [
        ("title", TITLE), ("situation", "乙。"), ("analysis", "丙。"), ("advice", "甲。"),
    ]  # fmt: skip


@pytest.mark.parametrize("parts", [["title", "nowhere", "advice", "advice"], ["title", "advice"], []])
def test_a_line_without_a_part_is_told(author, unsorted, parts):
    before = unsorted.written.parts()
    answer = author.post(reverse("reports:sort", args=[unsorted.pk]), sorting(unsorted, *parts))
    assert answer.status_code == 400 and "乙。" in answer.content.decode()
    unsorted.refresh_from_db()
    assert unsorted.written.parts() == before


def test_sorting_an_old_version_is_told_and_loses_nothing(author, unsorted):
    old = sorting(unsorted, "title", "situation", "situation", "situation", version=7)
    assert author.post(reverse("reports:sort", args=[unsorted.pk]), old).status_code == 409


def test_sorting_keeps_the_other_authors(author, office, unsorted):
    Author.objects.create(report=unsorted, position=2, name="李四", parts=1, of=2)
    author.post(reverse("reports:sort", args=[unsorted.pk]), sorting(unsorted, "title", *["advice"] * 3))
    assert unsorted.names == ["author", "李四"]


def test_a_long_text_is_not_sorted_line_by_line(author, office):
    draft = office.draft(situation="\n".join("行" * 301))
    answer = author.get(reverse("reports:sort", args=[draft.pk]))
    assert answer["Location"] == reverse("reports:write", args=[draft.pk])


def test_what_was_submitted_is_not_sorted_any_more(author, office):
    report = office.report(State.SUBMITTED, at=NINE)
    assert author.get(reverse("reports:sort", args=[report.pk])).status_code == 409
