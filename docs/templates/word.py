"""Makes the Word templates in routing/printed: `python docs/templates/word.py`.

An office needs none of this: it changes the .docx in Word and puts it into its own folder.
"""

from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as TO
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

PRINTED = Path(__file__).parents[2] / "routing/printed"
SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
RED = RGBColor(0xD0, 0x11, 0x1B)
CELL, LINE = Mm(156) / 28, Twips(579)  # the grid: 28 characters by 22 lines
BEHIND = """<w:pict {ns}><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>
 <v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="behind" type="#_x0000_t136" stroked="f"
 fillcolor="#e8e8e8" style="position:absolute;width:380pt;height:170pt;rotation:325;z-index:-251658752;
 mso-position-horizontal:center;mso-position-horizontal-relative:page;mso-position-vertical:center;
 mso-position-vertical-relative:page"><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt"
 string="{{{{ behind }}}}"/></v:shape></w:pict>"""
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


class Sheet:
    """A4 with the type area, grid and page numbers of GB/T 9704-2012."""

    def __init__(self):
        self.file = Document()
        self._page(self.file.sections[0])
        style(self.file.styles["Normal"], FANG, 16, line=LINE)
        for name in ("Heading 1", "Heading 2"):
            style(self.file.styles[name], SONG, 22, line=Pt(36))
            self.file.styles[name].paragraph_format.keep_with_next = True
        self.file.settings.odd_and_even_pages_header_footer = True
        about = self.file.core_properties
        about.created = about.modified = datetime(2026, 1, 1)  # noqa: DTZ001 (Word keeps no zone)
        about.author = about.last_modified_by = about.comments = ""

    def _page(self, section):
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(21.6)
        grid = section._sectPr.find(qn("w:docGrid"))
        for name, value in {"type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}.items():
            grid.set(qn(f"w:{name}"), value)
        number_page(section.footer, TO.RIGHT)
        number_page(section.even_page_footer, TO.LEFT)
        for header in (section.header, section.even_page_header):
            put_behind(header)

    def line(
        self, words="", face=FANG, size=16, *, to=None, colour=None, line=None, indent=0, into=None, kind=None
    ):
        """One paragraph; `{{ tags }}` among the words are filled later."""
        made = (into or self.file).add_paragraph(style=kind)
        if words:
            run(made, words, face, size, colour)
        made.alignment = to
        shape(made.paragraph_format, line, indent and CELL * indent)
        return made

    def tag(self, words):
        """A line that only steers and leaves nothing."""
        self.file.add_paragraph("{%p " + words + " %}")

    def save(self, name):
        self.file.save(PRINTED / f"{name}.docx")


def face_of(properties, face):
    fonts = properties.get_or_add_rFonts()
    for script, name in {
        "ascii": "Times New Roman",
        "hAnsi": "Times New Roman",
        "cs": "Times New Roman",
        "eastAsia": face,
    }.items():
        fonts.set(qn(f"w:{script}"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def style(kind, face, size, line):
    kind.font.size, kind.font.bold, kind.font.color.rgb = Pt(size), False, RGBColor(0, 0, 0)
    face_of(kind.element.get_or_add_rPr(), face)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "zh-CN")
    lang.set(qn("w:eastAsia"), "zh-CN")
    kind.element.rPr.append(lang)
    # The grid is what a reader of the page's settings looks for; what holds it in every program is this
    # pitch of lines and a hundredth less between characters.
    tight = OxmlElement("w:spacing")
    tight.set(qn("w:val"), "-5")
    kind.element.rPr.append(tight)
    shape(kind.paragraph_format, line)
    kind.element.get_or_add_pPr().insert_element_before(off("w:snapToGrid"), "w:spacing", "w:ind", "w:jc")
    kind.paragraph_format.keep_with_next = kind.paragraph_format.keep_together = False


def off(name):
    made = OxmlElement(name)
    made.set(qn("w:val"), "0")
    return made


def shape(paragraph, line=None, indent=0):
    paragraph.space_before = paragraph.space_after = Pt(0)
    if line:
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, line
    if indent:
        paragraph.first_line_indent = int(indent)


def run(paragraph, words, face, size, colour=None):
    made = paragraph.add_run(words)
    made.font.size = Pt(size)
    if colour:
        made.font.color.rgb = colour
    face_of(made._r.get_or_add_rPr(), face)
    return made


def number_page(footer, side):
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    shape(paragraph.paragraph_format)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = int(CELL)
    run(paragraph, "— ", "宋体", 14)
    for kind in ("begin", None, "end"):
        made = run(paragraph, "", "宋体", 14)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = " PAGE "
        made._r.append(mark)
    run(paragraph, " —", "宋体", 14)


def put_behind(header):
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.add_run("{% if behind %}")
    paragraph.add_run()._r.append(parse_xml(BEHIND.format(ns=SPACES)))
    paragraph.add_run("{% endif %}")


def border(paragraph, colour="000000", size=8, sides=("bottom",)):
    frame = OxmlElement("w:pBdr")
    for side in sides:
        frame.append(edge(side, size, colour, space=4))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        frame, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def edge(side, size, colour="000000", space=0):
    made = OxmlElement(f"w:{side}")
    for name, value in {
        "val": "single" if size else "nil",
        "sz": size,
        "space": space,
        "color": colour,
    }.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def edges(table, **sizes):
    frame = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        frame.append(edge(side, sizes.get(side, 0)))
    table._tbl.tblPr.append(frame)


def cell(paragraphs, words, face=FANG, size=14, to=None):
    paragraph = paragraphs.paragraphs[0]
    run(paragraph, words, face, size)
    paragraph.alignment = to
    shape(paragraph.paragraph_format)


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
    sheet.save("special_report")


def article(sheet):
    sheet.line()
    sheet.line('{{ piece.title_lines|join("\\n") }}', SONG, 22, to=TO.CENTER, line=Pt(36), kind="Heading 1")
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
    for words in ("{{ issuer }}", "{{ date }}"):
        sheet.line(words, to=TO.RIGHT).paragraph_format.right_indent = int(CELL * 4)
    sheet.tag("for piece in pieces if piece.parts")
    sheet.line(line=Pt(1)).paragraph_format.page_break_before = True
    article(sheet)
    sheet.tag("endfor")
    sheet.save("filing")


def briefing():
    """Sections of lines and tables."""
    sheet = Sheet()
    sheet.line('{{ title_lines|join("\\n") }}', SONG, 22, to=TO.CENTER, line=Pt(36), kind="Heading 1")
    sheet.line("（{{ span }}）", KAI, to=TO.CENTER)
    sheet.line()
    sheet.tag("for section in sections")
    sheet.line("{{ section.heading }}", HEI, indent=2, line=LINE, kind="Heading 2")
    written(sheet, "section")
    sheet.tag("endfor")
    sheet.line()
    for words in ("{{ issuer }}", "{{ date }}"):
        sheet.line(words, to=TO.RIGHT).paragraph_format.right_indent = int(CELL * 4)
    sheet.save("briefing")


def inspection():
    """Sections of lines and tables, and room for those who were there to sign."""
    sheet = Sheet()
    sheet.line('{{ title_lines|join("\\n") }}', SONG, 22, to=TO.CENTER, line=Pt(36), kind="Heading 1")
    sheet.line("{{ span }}", KAI, to=TO.CENTER)
    sheet.line()
    sheet.tag("for section in sections")
    sheet.line("{{ section.heading }}", HEI, indent=2, line=LINE, kind="Heading 2")
    written(sheet, "section")
    sheet.tag("endfor")
    sheet.line()
    sheet.line("记录人：　　　　　　　　参加人员签名：", indent=2)
    sheet.line()
    for words in ("{{ issuer }}", "{{ date }}"):
        sheet.line(words, to=TO.RIGHT).paragraph_format.right_indent = int(CELL * 4)
    sheet.save("inspection")


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
    special_report()
    filing()
    briefing()
    inspection()
