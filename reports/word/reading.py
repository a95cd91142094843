"""The whole text of a Word file, as Word, WPS and LibreOffice write them, line by line.

What counts is what a reader sees: inserted words do, deleted ones do not. Tables, text boxes, content
controls and footnotes are text too; numbers that the program counts are written out.
Only checked files come here.
"""

import posixpath
from dataclasses import dataclass, field
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _
from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from portal.files.refusal import Refused, damaged_if
from portal.pages.text import LINE_ENDS, readable
from reports.word.numbers import Numbers, local, said, within

LONGEST = 20 * 1024 * 1024  # bytes of one part
MOST_TAGS = 300_000  # in one part, some microseconds each; three pages have ten thousand
MOST_CHARACTERS = 100_000  # of what is read; a report has a few thousand, and its pages show them all
TOO_LONG = _("“%(name)s” is too long for a report. Copy the part that matters into a new document.")
NO_TEXT = _("“%(name)s” contains no text. If it is a scanned page, attach it and type the text.")

PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNREAD = {
    "del", "moveFrom", "delText", "instrText", "delInstrText", "fldChar", "pPr", "rPr", "sdtPr", "sdtEndPr",
    "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rubyPr", "Fallback", "softHyphen",
}  # fmt: skip
WRAPPERS = {
    "ins",
    "moveTo",
    "customXml",
    "smartTag",
    "sdt",
    "sdtContent",
    "AlternateContent",
    "Choice",
    "body",
}
# Signs of Wingdings, which stand in the private area of Unicode.
TICKS = {
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0A8: "□",
    0xF06F: "□",
    0xF0A3: "□",
    0xF06E: "■",
    0xF06C: "●",
    0xF0D8: "➢",
}


@dataclass
class Word:
    """What a Word file says."""

    lines: list = field(default_factory=list)
    pictures: int = 0


def read(file):
    """Raises Refused where there is nothing to be read."""
    file.seek(0)
    with (
        damaged_if(XMLSyntaxError, KeyError, ValueError, TypeError, RecursionError),
        ZipFile(file) as archive,
    ):
        word = _read(archive)
    if not word.lines:
        raise Refused(NO_TEXT)
    return word


def _read(archive):
    main = _related(archive, "", "officeDocument")
    parts = {kind: _related(archive, main, kind) for kind in ("numbering", "styles", "footnotes", "endnotes")}
    roots = {kind: _parsed(archive, name) for kind, name in parts.items() if name}
    reader = Reader(Numbers(roots.get("numbering"), roots.get("styles")), roots)
    lines = list(reader.blocks(_parsed(archive, main)))
    lines += reader.notes()
    return Word([line for text in lines for line in _clean(text) if line.strip()], reader.pictures)


def _related(archive, source, kind):
    """The name of the part that another part calls its numbering, its styles …; None where there is none."""
    folder, name = posixpath.split(source)
    ties = posixpath.join(folder, "_rels", f"{name}.rels")
    for tie in _parsed(archive, ties) if ties in archive.namelist() else ():
        if tie.get("Type", "").endswith(f"/{kind}"):
            found = posixpath.normpath(posixpath.join("/", folder, tie.get("Target"))).lstrip("/")
            return found if found in archive.namelist() else None
    return None


def _parsed(archive, name):
    if archive.getinfo(name).file_size > LONGEST:
        raise Refused(TOO_LONG)
    xml = archive.read(name)
    if xml.count(b"<") > MOST_TAGS:
        raise Refused(TOO_LONG)
    return parse_xml(xml)  # resolves no entities


def _clean(text):
    """Its lines as typed text is kept; what no form would take is made visible."""
    lines = LINE_ENDS.sub("\n", text).split("\n")
    return ["\t".join(map(readable, line.split("\t"))) for line in lines]


def _trimmed(text):
    """Without the gaps at the ends of its lines, which in a row of a table are empty cells."""
    return "\n".join(map(str.strip, text.split("\n")))


class Reader:
    """Walks through a document from its beginning to its end."""

    def __init__(self, numbers, roots):
        self.numbers, self.pictures, self.left = numbers, 0, MOST_CHARACTERS
        self.noted, self.places = [], {}
        self.known = {
            (kind, said(note, "id")): note
            for kind in ("footnotes", "endnotes")
            for note in roots.get(kind, ())
        }

    def blocks(self, node):
        """Yields the text of each paragraph and of each row of a table."""
        carried = []  # paragraphs whose end was deleted
        for child in node:
            name = local(child)
            if name == "p":
                boxes = []
                carried.append(self._paragraph(child, boxes))
                if within(child, "pPr", "rPr", "del") is None or not any(carried):
                    yield _trimmed("".join(carried))
                    carried = []
                yield from boxes
            elif name == "tbl":
                yield from self._rows(child)
            elif name in WRAPPERS and not _is_placeholder(child):
                yield from self.blocks(child)
        if carried:
            yield _trimmed("".join(carried))

    def _paragraph(self, node, boxes):
        text = self._inline(node, boxes)
        if text.strip():
            text = self.numbers.label(within(node, "pPr")) + text
        self.left -= len(text)
        if self.left < 0:
            raise Refused(TOO_LONG)
        return text

    def _inline(self, node, boxes):
        return "".join(self._piece(child, boxes) for child in node)

    def _piece(self, node, boxes):
        name = local(node)
        if name in UNREAD or _is_placeholder(node):
            return ""
        match name:
            case "t":
                text = (node.text or "").translate(TICKS)
            case "sym":
                text = chr(int(said(node, "char", "25A1"), 16)).translate(TICKS)
            case "pic" | "imagedata":
                self.pictures, text = self.pictures + 1, ""
            case "txbxContent":
                boxes.extend(self.blocks(node))
                text = ""
            case "footnoteReference" | "endnoteReference":
                text = self._note(name.removesuffix("Reference") + "s", said(node, "id"))
            case "ruby":  # a rare character, and how it is read
                base, sound = within(node, "rubyBase"), within(node, "rt")
                text = f"{self._inline(base, boxes)}（{self._inline(sound, boxes)}）"
            case _:
                text = PLAIN.get(name) or self._inline(node, boxes)
        return text

    def _rows(self, table):
        for row in table:
            if local(row) in WRAPPERS:
                yield from self._rows(row)
            elif local(row) == "tr" and within(row, "trPr", "del") is None:
                yield "\t".join(self._cells(row))

    def _cells(self, row):
        for cell in row:
            if local(cell) in WRAPPERS:
                yield from self._cells(cell)
            elif local(cell) == "tc":
                yield " ".join(" ".join(self.blocks(cell)).split("\n")).strip()

    def _note(self, kind, name):
        """The number by which a note is called, the same each time."""
        note = kind, name
        if note not in self.known:
            return ""
        if note not in self.places:
            self.noted.append(note)
            self.places[note] = len(self.noted)
        return f"[{self.places[note]}]"

    def notes(self):
        """The notes, in the order in which they are called."""
        for number, note in enumerate(self.noted, 1):  # which grows where a note calls another one
            yield f"[{number}] " + " ".join(text.strip() for text in self.blocks(self.known[note]))


def _is_placeholder(node):
    """“Click here to enter text”, which nobody has done."""
    return local(node) == "sdt" and within(node, "sdtPr", "showingPlcHdr") is not None
