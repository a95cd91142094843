"""Word files as people have them: {name: (file, what a reader sees in it)}. Spaces do not count."""

import io
import random

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from tests.uploads import CLOUD, TIES, picture, ties, word, zipped

TITLE = "关于排查楼顶太阳能热水器高空坠落风险的建议"
SITUATION = ["东湖区老旧小区楼顶热水器多已超过使用年限。", "去年以来发生坠落三起。"]
ANALYSIS = ["产权分散，无人负责检修。"]
ADVICE = ["一是开展排查；二是明确责任。", "（一）住建部门牵头排查措施。"]
NUMBERED = [TITLE, "一、基本情况", *SITUATION, "二、原因分析", *ANALYSIS, "三、对策建议", *ADVICE]
RARE = "𠮷㐂䶮镕喆堃·龘靐“‘—…”’①㎡℃Ⅷ"


def made(fill):
    """A document filled by python-docx."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def of(*lines):
    """The same lines as a file and as what is seen."""
    return made(lambda document: [document.add_paragraph(line) for line in lines]), "".join(lines)


def p(*runs, properties=""):
    """A paragraph of raw XML; plain text becomes a run."""
    said = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs
    )
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{said}</w:p>"


def raw(*paragraphs, more=()):
    return word(more, body="".join(paragraphs))


def table(document):
    document.add_paragraph(TITLE)
    document.add_paragraph("一、基本情况")
    grid = document.add_table(2, 3)
    for number, cell in enumerate(cell for row in grid.rows for cell in row.cells):
        cell.text = f"格{number}\n二行" if number == 4 else f"格{number}"
    document.add_paragraph("二、意见建议")
    document.add_paragraph("排查。")


def with_empty_cells(document):
    """A corner that is empty, a row that begins with nothing and one that ends with it."""
    grid = document.add_table(3, 3)
    for row, words in zip(grid.rows, (("", "甲", "乙"), ("", "1", "2"), ("合计", "3", "")), strict=True):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    document.add_paragraph("\t以上为统计。")


def nested(document):
    document.add_paragraph(TITLE)
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "外"
    cell.add_table(1, 2).cell(0, 1).text = "内"


def pictures(document):
    document.add_paragraph(TITLE)
    document.add_picture(io.BytesIO(picture()))
    document.add_paragraph("上图为现场。")


def three_megabytes(document):
    noise = random.Random(7).randbytes(1100 * 1100 * 3)
    document.add_paragraph(TITLE)
    document.add_picture(io.BytesIO(noisy_png(noise)))
    for number in range(200):
        document.add_paragraph(f"第{number}段：情况属实。")


def noisy_png(noise):
    out = io.BytesIO()
    Image.frombytes("RGB", (1100, 1100), noise).save(out, "PNG")
    return out.getvalue()


def controls(document):
    """As forms of an office have them: a content control around a paragraph and one inside."""
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("前")
    paragraph._p.append(control("中"))
    paragraph.add_run("后")
    document.element.body.insert(2, control("整段", whole=True))


def control(text, whole=False):
    outer, inner, run, words = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtContent", "r", "t"))
    words.text = text
    run.append(words)
    if whole:
        paragraph = OxmlElement("w:p")
        paragraph.append(run)
        run = paragraph
    inner.append(run)
    outer.append(inner)
    return outer


def styled(document):
    document.add_heading(TITLE, 0)
    for line in NUMBERED[1:]:
        document.add_heading(line, 1) if line[1] == "、" else document.add_paragraph(line)


def link(document):
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("详见")
    tie = document.part.relate_to("https://example.test/", f"{TIES}/hyperlink", is_external=True)
    outer, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    outer.set(qn("r:id"), tie)
    words.text = "网页"
    run.append(words)
    outer.append(run)
    paragraph._p.append(outer)


TRACKED = raw(
    p(TITLE),
    p(
        "现有", '<w:del w:id="1"><w:r><w:delText>十</w:delText></w:r></w:del>',
        '<w:ins w:id="2"><w:r><w:t>十二</w:t></w:r></w:ins>', "个小区。",
    ),
    p("<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"),
    p("<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>"),
    p("前半段", properties='<w:rPr><w:del w:id="3"/></w:rPr>'), p("后半段。"),
    '<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
    "<w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
)  # fmt: skip
BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p>'
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
OLD_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>旧框</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>yǎn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>䶮</w:t></w:r></w:rubyBase>"
    "</w:ruby></w:r>"
)
SIGNS = p(
    "十分",
    "<w:r><w:noBreakHyphen/><w:softHyphen/><w:t>甲</w:t><w:tab/><w:t>乙</w:t>"
    '<w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
)  # fmt: skip
SPACE = f'xmlns:w="{CLOUD}/wordprocessingml/2006/main"'


def level(number, form, text, start=1):
    shape = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{shape}</w:lvl>'


SHAPES = [
    ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."),
    ("decimalEnclosedCircleChinese", "%4"), ("bullet", "\uf0b7"), ("decimal", "%1.%6"),
]  # fmt: skip
LEVELS = "".join(level(depth, *shape) for depth, shape in enumerate(SHAPES))
NUMBERING = (
    f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)
STYLES = (
    f'<w:styles {SPACE}><w:style w:styleId="Head"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    '</w:style><w:style w:styleId="Sub"><w:basedOn w:val="Head"/></w:style></w:styles>'
)
NOTES = (
    f'<w:footnotes {SPACE}><w:footnote w:id="0"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>据统计局。</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
PARTS = {
    "word/numbering.xml": NUMBERING, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES,
    "word/_rels/document.xml.rels": ties(
        *((kind, f"{kind}.xml", "Internal") for kind in ("numbering", "styles", "footnotes"))
    ),
}  # fmt: skip


def item(text, depth, number=1):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def in_style(text, style):
    return p(text, properties=f'<w:pStyle w:val="{style}"/>')


COUNTED = raw(
    p(TITLE), in_style("基本情况", "Head"), item("甲", 2), item("乙", 2), in_style("原因分析", "Sub"),
    item("丙", 1), item("丁", 3), item("点", 4), item("戊", 2), item("己", 2, 2), item("庚", 5),
    in_style("对策建议", "Head"), p("排查。"), more=PARTS,
)  # fmt: skip
COUNTED_SEEN = TITLE + "一、基本情况1.甲2.乙二、原因分析（一）丙①丁点1.戊1.己二.1庚三、对策建议排查。"
STRICT = word(
    {
        "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p><w:p><w:r><w:t>严格格式。</w:t></w:r></w:p></w:body></w:document>"
    }
)

GOOD = {
    "一、.docx": of(*NUMBERED),
    "（一）.docx": of(TITLE, "（一）存在问题", *SITUATION, "（二）成因", *ANALYSIS, "（三）几点建议", "修。"),
    "1.docx": of(TITLE, "1. 现状", *SITUATION, "2．原因", *ANALYSIS, "3、意见和建议", *ADVICE),
    "词.docx": of(TITLE, "情况反映", *SITUATION, "原因分析：", *ANALYSIS, "【意见建议】", *ADVICE),
    "冒号.docx": of(TITLE, f"情况：{SITUATION[0]}", f"分析：{ANALYSIS[0]}", f"建议：{ADVICE[0]}"),
    "无题.docx": of(TITLE, *SITUATION, *ANALYSIS, *ADVICE),
    "为此.docx": of(TITLE, *SITUATION, "为此，提出如下建议：", *ADVICE),
    "署名.docx": of("社情民意信息", "第12期", TITLE, "（张三 政协委员）", "2026年3月5日", *NUMBERED[1:]),
    "两行题.docx": of("关于排查楼顶太阳能热水器", "高空坠落风险的建议", *NUMBERED[1:]),
    "长题.docx": of("关于" + "很" * 70 + "长的建议", *NUMBERED[1:]),
    "样式.docx": (made(styled), "".join(NUMBERED)),
    "表格.docx": (made(table), TITLE + "一、基本情况格0格1格2格3格4二行格5二、意见建议排查。"),
    "表中表.docx": (made(nested), TITLE + "外内"),
    "图片.docx": (made(pictures), TITLE + "上图为现场。"),
    "三兆.docx": (made(three_megabytes), TITLE + "".join(f"第{n}段：情况属实。" for n in range(200))),
    "控件.docx": (made(controls), TITLE + "前中后整段"),
    "链接.docx": (made(link), TITLE + "详见网页"),
    "修订.docx": (TRACKED, TITLE + "现有十二个小区。移来前半段后半段。留"),
    "文本框.docx": (raw(p(TITLE), p("正文", BOX), p(OLD_BOX)), TITLE + "正文框内文字旧框"),
    "域.docx": (raw(p(TITLE), p("第", FIELD, "页")), TITLE + "第7页"),
    "拼音.docx": (raw(p(TITLE), p("刘", RUBY)), TITLE + "刘䶮（yǎn）"),
    "符号.docx": (raw(p(TITLE), SIGNS), TITLE + "十分-甲乙丙丁✓"),
    "自动编号.docx": (COUNTED, COUNTED_SEEN),
    "脚注.docx": (
        raw(p(TITLE), p("三起", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。"), more=PARTS),
        TITLE + "三起[1]。[1]据统计局。",
    ),
    "生僻字.docx": of(TITLE, RARE, "👨\u200d👩\u200d👧"),
    "全角空格.docx": of(TITLE, "\u3000\u3000东湖区\u3000热水器。", "\u00a0\u3000"),
    "反向.docx": (of("关于\u202e热水器\u200b的建议", "坏\ufffd字。")[0], "关于热水器的建议坏□字。"),
    "严格.docx": (STRICT, TITLE + "严格格式。"),
    "一行.docx": of("东湖区楼顶热水器应当排查。"),
}  # fmt: skip
# Where headings told the parts; the others are sorted by their author.
SPLIT = {
    "一、.docx", "（一）.docx", "1.docx", "词.docx", "冒号.docx", "为此.docx", "署名.docx", "两行题.docx",
    "样式.docx", "表格.docx", "自动编号.docx", "长题.docx",
}  # fmt: skip
EMPTY = made(lambda document: document.add_paragraph("\u3000"))
LONG = word(
    {
        "word/document.xml": f"<w:document {SPACE}>{'<!-- 长 -->' * 1_800_000}</w:document>",
        "word/media/image1.bin": random.Random(7).randbytes(400_000),
    }
)
NOT_WORD = zipped({"content.xml": "<office/>"})
