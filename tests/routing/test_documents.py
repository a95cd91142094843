"""The printed issue, read back from the file: nothing is lost, and the page has the measures of GB/T 9704."""

import re
import string
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pylopdf_fonts_zh_cn
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pypdf import PdfReader

from routing.documents import issue_pdf
from routing.documents.text import title_lines

MM = 72 / 25.4
LETTERS = string.ascii_letters + string.digits + string.punctuation + "，。“”《》㐂䶮龘"
TITLE = "关于在老旧小区加装电梯过程中完善低层住户利益补偿机制的建议"
SENTENCE = (
    "我市老旧小区加装电梯推进较快，但低层住户的采光、通风和噪声问题尚未妥善解决，利益补偿没有统一标准。"
)
TRAPS = (
    r"""<script>alert("x")</script> #let a = 1 $x^2$ *b* _i_ @ref [k] `c` \n \u{1F} // /* ~ -- 'q' = - + 1."""
)


def a_piece(length=1500, **words):
    paragraph = (SENTENCE * 40)[: length // 3]
    return {
        "title": TITLE,
        "situation": paragraph,
        "analysis": paragraph,
        "advice": f"　　一是{paragraph[2:]}\n\n二是补偿有据。\r\n",
        "author_line": "（作者：王晓明，市政协委员、天河市第一中学校长）",
    } | words


def an_issue(*pieces, **words):
    return {
        "masthead": "社情民意信息专报",
        "issuer": "政协天河市委员会办公室",
        "editing_office": "市政协办公室信息科",
        "number": 7,
        "year": 2026,
        "running_total": 33,
        "date": "2026年3月12日",
        "recipients_up": ["省政协办公厅", "市委书记、副书记"],
        "recipients_peer": ["市委办公室", "市政府办公室"],
        "recipients_down": ["各县（市、区）政协"],
        "note": "这篇信息反映的问题有代表性，现予刊发。\n请参阅。",
        "pieces": list(pieces) or [a_piece()],
        "print_run": 35,
        "editor": "李静",
        "signer": "赵国栋",
        "notice": "内部资料　注意保存",
    } | words


def read(pdf):
    return PdfReader(BytesIO(pdf))


def squeezed(text):
    return "".join(text.split())


def text_of(pdf):
    """All words in reading order, without white space and page numbers."""
    pages = [squeezed(page.extract_text()) for page in read(pdf).pages]
    return "".join(re.sub(r"—\d+—", "", page) for page in pages)


def strings(value):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)
    elif value is not None:
        yield str(value)


def placed(page):
    """Where each run of text on the page starts: (x, y from the top, words, face), in points."""
    found = []

    def visit(text, cm, tm, font, _size):
        if text.strip():
            x, y = (tm[4] * cm[axis] + tm[5] * cm[axis + 2] + cm[axis + 4] for axis in (0, 1))
            found.append((x, float(page.mediabox.height) - y, text, font and font["/BaseFont"]))

    page.extract_text(visitor_text=visit)
    return found


def body(page):
    runs = placed(page)
    footer = next(y for _, y, words, _ in runs if "—" in words)
    return [run for run in runs if run[1] != footer]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_every_character_is_printed(count):
    data = an_issue(*[a_piece(title=f"第{number}篇：{TITLE}") for number in range(count)])
    printed = text_of(issue_pdf(data))
    assert not Counter(squeezed("".join(strings(data)))) - Counter(printed)
    for piece in data["pieces"]:
        for paragraph in "\n".join([piece["title"], piece["situation"], piece["advice"]]).splitlines():
            assert squeezed(paragraph) in printed


def test_markup_and_quotes_come_out_as_typed():
    piece = a_piece(situation=TRAPS, analysis="\\", advice='"', title="#import $ @ * _", author_line="[<a>]")
    printed = text_of(issue_pdf(an_issue(piece, note=TRAPS, editor="#editor", signer='"\\"')))
    assert printed.count(squeezed(TRAPS)) == 2
    for typed in ("原因分析\\三", '意见建议"[<a>]', "#import$@*_", "#editor", '"\\"'):
        assert typed in printed


@trying(max_examples=25, deadline=None)
@given(
    st.text(
        string.ascii_letters + string.digits + string.punctuation + "，。“”《》㐂䶮龘",
        min_size=1,
        max_size=60,
    )
)
def test_any_words_come_out_as_typed(words):
    assert words in text_of(issue_pdf(an_issue(a_piece(60, situation=f"甲{words}乙"))))


def test_same_data_gives_same_bytes():
    first = issue_pdf(an_issue())
    assert issue_pdf(an_issue(a_piece(title="别的一期"))) != first
    assert issue_pdf(an_issue()) == first
    assert read(first).metadata["/CreationDate"].startswith("D:20260312")


def test_threads_do_not_mix_issues():
    issues = [an_issue(a_piece(300, title=f"第{number}个题目")) for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(issue_pdf, issues)) == [issue_pdf(data) for data in issues]


def test_page_and_margins():
    for page in read(issue_pdf(an_issue(a_piece(3000)))).pages[:2]:
        assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]
        runs = body(page)
        assert min(x for x, *_ in runs) == pytest.approx(28 * MM, abs=0.1)
        assert max(x for x, *_ in runs) < (210 - 26) * MM
        assert min(y for _, y, *_ in runs) == pytest.approx(37 * MM + 0.88 * 16, abs=0.1)
        assert max(y for _, y, *_ in runs) < (297 - 35) * MM


def test_a_full_page_has_22_lines_of_28_characters():
    runs = body(read(issue_pdf(an_issue(a_piece(situation="一二三四五六七八九十" * 300)))).pages[1])
    assert [len(words) for *_, words, _ in runs] == [28] * 22
    heights = [y for _, y, *_ in runs]
    assert all(28 < low - high < 29 for high, low in zip(heights, heights[1:], strict=False))


def test_page_numbers_stand_on_the_outer_side():
    def number_at(page):
        return next(x for x, _, words, _ in placed(page) if "—" in words)

    first, second, *_ = read(issue_pdf(an_issue(a_piece(3000)))).pages
    assert number_at(second) < 50 * MM < 150 * MM < number_at(first)


def test_the_tail_closes_the_last_page():
    for length in range(300, 1500, 150):
        *earlier, last = [
            squeezed(page.extract_text()) for page in read(issue_pdf(an_issue(a_piece(length)))).pages
        ]
        assert "报：省政协办公厅，市委书记、副书记。送：" in last
        assert "编辑：李静签发：赵国栋共印35份" in last
        assert not any("共印" in page for page in earlier)


def test_an_issue_bears_its_number_and_a_proof_a_mark():
    issue = text_of(issue_pdf(an_issue()))
    assert "2026年第7期（总第33期）" in issue
    assert "样稿" not in issue
    proof = issue_pdf(an_issue(number=None, running_total=None, date="", editor="", signer=""))
    assert "2026年第期" in text_of(proof)
    assert "总第" not in text_of(proof)
    assert all("样稿" in squeezed(page.extract_text()) for page in read(proof).pages)


def test_contents_only_for_several_pieces():
    assert "本期要目" not in text_of(issue_pdf(an_issue()))
    pdf = issue_pdf(an_issue(a_piece(title="甲题"), a_piece(title="乙题")))
    first = squeezed(read(pdf).pages[0].extract_text())
    page = re.search(r"2\.乙题\.+(\d+)", first)[1]
    assert "乙题" in read(pdf).pages[int(page) - 1].extract_text()
    assert [mark.title for mark in read(pdf).outline if not isinstance(mark, list)] == ["甲题", "乙题"]


def test_empty_parts_leave_no_trace():
    words = {"analysis": " \n", "author_line": ""}
    bare = {"recipients_up": [], "recipients_peer": [], "recipients_down": [], "note": "", "notice": ""}
    printed = text_of(issue_pdf(an_issue(a_piece(300, **words), **bare)))
    assert "一、情况反映" in printed
    assert "二、意见建议" in printed
    for absent in ("原因分析", "按：", "报：", "送：", "发：各"):
        assert absent not in printed
    alone = text_of(issue_pdf(an_issue(a_piece(300, **words, advice=""))))
    assert "情况反映" not in alone


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("城郊公交末班车过早致夜班工人出行难", ["城郊公交末班车过早致夜班工人出行难"]),
        (TITLE, ["关于在老旧小区加装电梯过程中", "完善低层住户利益补偿机制的建议"]),
        (
            "基层反映医保“双通道”药店供药不稳，慢性病患者购药难问题亟待解决",
            ["基层反映医保“双通道”药店供药不稳，", "慢性病患者购药难问题亟待解决"],
        ),
    ],
)
def test_a_long_title_breaks_by_sense(title, lines):
    assert title_lines(title, "建议完善补偿机制。要完善配套政策。") == lines


@given(st.text("关于的，“”《》AB12建议", max_size=120))
def test_breaking_a_title_keeps_it_whole(title):
    lines = title_lines(title, SENTENCE)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= 20


def test_an_office_brings_its_own_faces(tmp_path, settings):
    sans = pylopdf_fonts_zh_cn.sans_path().read_bytes()
    kai = sans.replace("Noto Sans SC".encode("utf-16-be"), "KaiTi_GB2312".encode("utf-16-be"))
    (tmp_path / "kai.otf").write_bytes(kai)

    def face_of_note(pdf):
        return next(face for _, _, words, face in placed(read(pdf).pages[0]) if "现予刊发" in words)

    assert face_of_note(issue_pdf(an_issue())).endswith("NotoSerifSC-Regular-Identity-H")
    settings.FONT_DIR = str(tmp_path)
    assert face_of_note(issue_pdf(an_issue())).endswith("NotoSansSC-Regular-Identity-H")
