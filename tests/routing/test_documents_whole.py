"""No character is lost on its way into a PDF or a Word file, and the same issue is always the same file."""

import importlib.util
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from portal.pages.tables import blocks
from routing.documents import Broken, issue_pdf, issue_word
from routing.documents.pictures import picture
from routing.documents.templates import OURS
from tests.routing.prints import (
    LONG_TITLE,
    RARE,
    TABLE,
    a_full_piece,
    in_order,
    in_word,
    keep,
    libre,
    poppler,
    squeezed,
    words_of,
)  # fmt: skip
from tests.routing.test_documents import a_piece, an_issue

COUNTS = [1, 3, 12]


def full_issue(count, **words):
    return an_issue(*[a_full_piece(number) for number in range(1, count + 1)], **words)


def said(data):
    """The words of all pieces, and of the frame, in the order of the page."""
    frame = [
        data["notice"],
        data["masthead"],
        data["issuer"],
        "2026年第7期（总第33期）",
        data["date"],
        "请参阅。",
    ]
    tail = ["报：省政协办公厅", "送：市委办公室", "发：各县", "编辑：李静", "签发：赵国栋", "共印35份"]
    return list(
        map(squeezed, [*frame, *(word for piece in data["pieces"] for word in words_of(piece)), *tail])
    )


@pytest.mark.parametrize("count", COUNTS)
def test_every_character_is_in_the_pdf_in_order(count):
    data = full_issue(count)
    pdf = issue_pdf(data)
    keep(f"issue-{count}.pdf", pdf)
    for number in range(1, min(picture(pdf, 1)[0], 4) + 1):
        keep(f"issue-{count}-page-{number}.png", picture(pdf, number)[1])
    assert in_order(said(data), poppler(pdf)) is None
    assert in_order(["甲乙"], poppler(pdf)) == "甲乙"  # what is not there would be missed


@pytest.mark.parametrize("count", COUNTS)
def test_every_character_is_in_the_word_file_in_order(count):
    data = full_issue(count)
    file = issue_word(data)
    keep(f"issue-{count}.docx", file)
    assert in_order(said(data), in_word(file)) is None
    tables = docx.Document(io.BytesIO(file)).tables
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == TABLE
    assert len(tables) == count + 1  # one a piece, and the colophon


@pytest.mark.parametrize("count", COUNTS)
def test_libreoffice_shows_every_character(tmp_path, count):
    data = full_issue(count)
    pdf = libre(issue_word(data), tmp_path)
    keep(f"issue-{count}-word.pdf", pdf)
    assert in_order(said(data), poppler(pdf)) is None


@pytest.mark.parametrize("make", [issue_pdf, issue_word])
def test_the_same_issue_is_the_same_file(make):
    first = make(full_issue(1))
    assert make(full_issue(1)) == first
    assert make(full_issue(1, note="另一期")) != first


def test_a_word_file_bears_no_moment_of_its_making():
    file = issue_word(full_issue(1))
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    about = docx.Document(io.BytesIO(file)).core_properties
    assert (about.created.year, about.modified.year, about.title) == (
        2026,
        2026,
        "社情民意信息专报 2026年第7期",
    )


def test_signs_that_xml_cannot_hold_leave_a_box():
    assert "甲□乙" in in_word(issue_word(an_issue(a_piece(60, situation="甲\x07乙"))))


def test_markup_in_words_stays_words():
    words = "{{ masthead }} {% if x %} <w:t>&amp; &lt; \\n"
    piece = a_piece(60, title=words, situation=words)
    assert in_word(issue_word(an_issue(piece))).count(squeezed(words)) == 2


def test_the_word_page_has_the_measures_of_the_standard():
    file = docx.Document(io.BytesIO(issue_word(full_issue(1))))
    page = file.sections[0]
    sides = (page.top_margin, page.left_margin, page.right_margin, page.bottom_margin)
    for side, wanted in zip(sides, (37, 28, 26, 35), strict=True):
        assert abs(side - Mm(wanted)) < Mm(0.1)
    grid = page._sectPr.find(qn("w:docGrid"))
    assert {grid.get(qn(f"w:{name}")) for name in ("type", "linePitch")} == {"linesAndChars", "579"}
    assert int(225 / 25.4 * 1440 / 579) == 22
    assert file.styles["Normal"].font.size == Pt(16)
    faces = {face.get(qn("w:eastAsia")) for face in file.element.iter(qn("w:rFonts"))}
    assert faces >= {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"}
    masthead = next(p for p in file.paragraphs if p.text == "社情民意信息专报")
    assert str(masthead.runs[0].font.color.rgb) == "D0111B"
    title = next(p for p in file.paragraphs if squeezed(p.text) == LONG_TITLE)
    assert title.runs[0].font.size == Pt(22)
    assert [len(line) for line in title.text.split("\n")] == [20, 20]
    sides = [footer.paragraphs[0].alignment for footer in (page.footer, page.even_page_footer)]
    assert [side.name for side in sides] == ["RIGHT", "LEFT"]
    assert file.settings.odd_and_even_pages_header_footer


def test_a_proof_and_a_void_issue_say_so_behind_the_words():
    proof, void = full_issue(1, number=None, running_total=None, date=""), full_issue(1, void=True)
    assert "样稿" in poppler(issue_pdf(proof))
    assert "作废" in poppler(issue_pdf(void))
    assert "作废" not in poppler(issue_pdf(full_issue(1)))
    behind = [docx.Document(io.BytesIO(issue_word(d))).sections[0].header._element.xml for d in (proof, void)]
    assert 'string="样稿"' in behind[0] and 'string="作废"' in behind[1]


def test_a_correction_names_what_it_corrects():
    data = full_issue(1, corrects="2026年第6期")
    assert "更正2026年第6期" in poppler(issue_pdf(data))
    assert "更正2026年第6期" in in_word(issue_word(data))
    assert "更正" not in poppler(issue_pdf(full_issue(1))) + in_word(issue_word(full_issue(1)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\t乙\n丙\t丁\n后", [[["甲", "乙"], ["丙", "丁"]], "后"]),
        ("甲\t乙\n后", ["甲　乙", "后"]),  # alone, a tab is a gap
        ("\t一段\n\t又一段", ["一段", "又一段"]),  # indented by hand
        ("二〇二五\t二〇二六\n合计\t1\t2", [[["", "二〇二五", "二〇二六"], ["合计", "1", "2"]]]),
        ("\t甲\n一\t1\n二\t", [[["", "甲"], ["一", "1"], ["二", ""]]]),
    ],
)
def test_tabs_on_lines_that_follow_each_other_are_a_table(text, found):
    made = [part for block in blocks(text) for part in block.get("lines", [block.get("rows")])]
    assert made == found


def test_a_rare_character_can_be_searched_for():
    assert poppler(issue_pdf(an_issue(a_piece(60, situation=f"甲{RARE}乙")))).count(f"甲{RARE}乙") == 1


def test_the_face_without_ink_is_made_by_its_script():
    script = Path(OURS).parents[1] / "docs/templates/unseen.py"
    spec = importlib.util.spec_from_file_location("unseen", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.unseen() == (OURS / "unseen.ttf").read_bytes()


def test_the_word_templates_are_made_by_their_script(tmp_path):
    script = Path(OURS).parents[1] / "docs/templates/word.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    made = {path.name: path for path in tmp_path.iterdir()}
    assert made.keys() == {path.name for path in OURS.glob("*.docx")}
    for name, path in made.items():
        assert parts(path) == parts(OURS / name), name


def parts(path):
    """What a Word file holds, without the hour at which it was packed."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


class TestTemplatesOfTheOffice:
    """A file of the office by the same name wins over ours."""

    @pytest.fixture
    def folder(self, settings, tmp_path):
        settings.TEMPLATE_DIR = str(tmp_path)
        return tmp_path

    def test_its_typst_template_is_used_and_can_build_on_ours(self, folder):
        own = '#import "house.typ": *\n#show: sheet\n本委自制#data.masthead'
        (folder / "special_report.typ").write_text(own)
        assert "本委自制社情民意信息专报" in poppler(issue_pdf(full_issue(1)))

    def test_its_word_template_is_used(self, folder):
        own = docx.Document()
        own.add_paragraph("本委自制{{ masthead }}")
        own.save(folder / "special_report.docx")
        assert in_word(issue_word(full_issue(1))) == "本委自制社情民意信息专报"

    @pytest.mark.parametrize("own", ["#let", "#data.nothing_by_this_name", '#import "nowhere.typ": *'])
    def test_a_broken_typst_template_is_named(self, folder, own):
        (folder / "special_report.typ").write_text(own)
        with pytest.raises(Broken, match="special_report.typ"):
            issue_pdf(full_issue(1))

    @pytest.mark.parametrize("words", ["{{ masthead", "{% for %}", "{{ masthead.a.b }}", None])
    def test_a_broken_word_template_is_named(self, folder, words):
        if words:
            own = docx.Document()
            own.add_paragraph(words)
            own.save(folder / "special_report.docx")
        else:
            (folder / "special_report.docx").write_bytes(b"PK no zip")
        with pytest.raises(Broken, match="special_report.docx"):
            issue_word(full_issue(1))
