"""Makes the Word templates in routing/printed: `python docs/templates/word.py`.

An office needs none of this: it changes the .docx in Word and puts it into its own folder.
"""

import sys
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH as TO
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from sheet import CELL, HEI, KAI, LINE, RED, SONG, Sheet, border, cell, edges, shape

PRINTED = Path(__file__).parents[2] / "routing/printed"


def special_report():
    sheet = Sheet()
    sheet.line("{{ notice }}", HEI)
    masthead = sheet.line("{{ masthead }}", SONG, 50, to=TO.CENTER, colour=RED, line=Pt(78))
    masthead.runs[0]._r.rPr.find(qn("w:sz")).set(qn("w:val"), "{{ masthead_size }}")
    sheet.line("{{ issuer }}", SONG, 18, to=TO.CENTER, colour=RED)
    number = (
        '{{ year }}年第{{ number or "　" }}期{% if running_total %}（总第{{ running_total }}期）{% endif %}'
    )
    sheet.line(number, to=TO.CENTER)
    sheet.line("{%p if corrects %}")
    sheet.line("更正{{ corrects }}", KAI, to=TO.CENTER)
    sheet.tag("endif")
    office = sheet.line("{{ editing_office }}\t{{ date }}")
    office.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    border(office, "D0111B", 16)
    sheet.tag("if note_lines")
    sheet.line(line=Pt(14))
    sheet.tag("for line in note_lines")
    note = sheet.line(
        '{% if loop.first and not line.startswith(("按：", "编者按")) %}按：{% endif %}{{ line }}',
        KAI,
        indent=2,
    )
    border(note, "D0111B", 4, ("top", "left", "bottom", "right"))
    sheet.tag("endfor")
    sheet.tag("endif")
    sheet.tag("if pieces|length > 1")
    sheet.line()
    sheet.line("本期要目", HEI, to=TO.CENTER)
    sheet.tag("for piece in pieces")
    sheet.line("{{ loop.index }}. {{ piece.title }}")
    sheet.tag("endfor")
    sheet.tag("endif")
    sheet.tag("for piece in pieces")
    article(sheet)
    sheet.tag("endfor")
    tail(sheet)
    return sheet.file


def article(sheet):
    sheet.line()
    title(sheet, "piece.title_lines")
    sheet.line().paragraph_format.keep_with_next = True
    sheet.tag("for part in piece.parts")
    sheet.tag("if part.heading")
    sheet.line("{{ part.heading }}", HEI, indent=2, line=LINE, kind="Heading 2")
    sheet.tag("endif")
    written(sheet, "part")
    sheet.tag("endfor")
    sheet.tag("if piece.author_line")
    sheet.line("{{ piece.author_line }}", KAI, to=TO.RIGHT)
    sheet.tag("endif")


def written(sheet, part):
    """The paragraphs and tables of one part."""
    sheet.tag(f"for block in {part}.blocks")
    sheet.tag("if block.rows")
    table = sheet.file.add_table(3, 3)
    edges(table, top=4, left=4, bottom=4, right=4, insideH=4, insideV=4)
    cell(table.cell(0, 0), "{%tr for row in block.rows %}")
    for place, words in enumerate(("{%tc for words in row %}", "{{ words }}", "{%tc endfor %}")):
        cell(table.cell(1, place), words, size=12)
    cell(table.cell(2, 0), "{%tr endfor %}")
    sheet.tag("else")
    sheet.tag("for line in block.lines")
    sheet.line("{{ line }}", to=TO.JUSTIFY, indent=2)
    sheet.tag("endfor")
    sheet.tag("endif")
    sheet.tag("endfor")


def filing():
    """The cover list, then each report on a page of its own."""
    sheet = Sheet()
    sheet.line("{{ masthead }}", SONG, 22, to=TO.CENTER, line=Pt(36), kind="Heading 1")
    sheet.line("{{ number }}", to=TO.CENTER)
    sheet.line()
    sheet.line("{{ to }}：")
    sheet.tag("for line in note_lines")
    sheet.line("{{ line }}", to=TO.JUSTIFY, indent=2)
    sheet.tag("endfor")
    listed(sheet)
    sheet.line("共{{ pieces|length }}件。", indent=2)
    sheet.line()
    signature(sheet)
    sheet.tag("for piece in pieces if piece.parts")
    sheet.line(line=Pt(1)).paragraph_format.page_break_before = True
    article(sheet)
    sheet.tag("endfor")
    return sheet.file


def briefing():
    """Sections of lines and tables."""
    sheet = Sheet()
    title(sheet)
    sheet.line("（{{ span }}）", KAI, to=TO.CENTER)
    sheet.line()
    sections(sheet)
    signature(sheet)
    return sheet.file


def inspection():
    """Sections of lines and tables, and room for those who were there to sign."""
    sheet = Sheet()
    title(sheet)
    sheet.line("{{ span }}", KAI, to=TO.CENTER)
    sheet.line()
    sections(sheet)
    sheet.line("记录人：　　　　　　　　参加人员签名：", indent=2)
    sheet.line()
    signature(sheet)
    return sheet.file


def title(sheet, lines="title_lines"):
    words = "{{ " + lines + '|join("\\n") }}'
    sheet.line(words, SONG, 22, to=TO.CENTER, line=Pt(36), kind="Heading 1")


def sections(sheet):
    sheet.tag("for section in sections")
    sheet.line("{{ section.heading }}", HEI, indent=2, line=LINE, kind="Heading 2")
    written(sheet, "section")
    sheet.tag("endfor")
    sheet.line()


def signature(sheet):
    for words in ("{{ issuer }}", "{{ date }}"):
        sheet.line(words, to=TO.RIGHT).paragraph_format.right_indent = int(CELL * 4)


def listed(sheet):
    columns = {
        "序号": ("position", 12), "编号": ("number", 26), "标　题": ("title", 56),
        "反映人": ("author_line", 34), "校验码": ("sha256[:12]", 28),
    }  # fmt: skip
    table = sheet.file.add_table(4, len(columns))
    table.autofit = False
    edges(table, top=6, left=6, bottom=6, right=6, insideH=6, insideV=6)
    cell(table.cell(1, 0), "{%tr for piece in pieces %}")
    for place, (heading, (name, width)) in enumerate(columns.items()):
        cell(table.cell(0, place), heading, HEI, 12, to=TO.CENTER)
        cell(table.cell(2, place), "{{ piece." + name + " }}", size=12 if width != 28 else 10.5)
        table.columns[place].width = Mm(width)
        for row in table.rows:
            row.cells[place].width = Mm(width)
            shape(row.cells[place].paragraphs[0].paragraph_format, Pt(19))
    cell(table.cell(3, 0), "{%tr endfor %}")


def tail(sheet):
    """The colophon, at the foot of the last page."""
    rows = [("报", "recipients_up"), ("送", "recipients_peer"), ("发", "recipients_down")]
    table = sheet.file.add_table(0, 2)
    edges(table, top=12, bottom=12, insideH=6)
    for label, names in rows:
        table.add_row().cells[0].merge(table.rows[-1].cells[1])
        cell(table.rows[-1].cells[0], "{%tr if " + names + " %}")
        table.add_row().cells[0].merge(table.rows[-1].cells[1])
        cell(table.rows[-1].cells[0], label + "：{{ " + names + '|join("，") }}。')
        table.add_row().cells[0].merge(table.rows[-1].cells[1])
        cell(table.rows[-1].cells[0], "{%tr endif %}")
    people = "{% if editor %}编辑：{{ editor }}{% endif %}{% if signer %}　　签发：{{ signer }}{% endif %}"
    for left, right in (
        ("{{ editing_office }}", "{% if date %}{{ date }}印发{% endif %}"),
        (people, "共印{{ print_run }}份"),
    ):
        row = table.add_row()
        cell(row.cells[0], left)
        cell(row.cells[1], right, to=TO.RIGHT)
    place = parse_xml(
        f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:topFromText="284" '
        'w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
    )
    table._tbl.tblPr.insert(1, place)
    sheet.line(line=Pt(1))


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else PRINTED
    for make in (special_report, filing, briefing, inspection):
        make().save(folder / f"{make.__name__}.docx")
