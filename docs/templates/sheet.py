"""The paper of the Word templates: page, grid, styles, lines and tables as GB/T 9704-2012 has them."""

from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as TO
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

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
