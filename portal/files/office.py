"""Office documents: no macros, no objects of other programs, nothing fetched from elsewhere, no DTD.

Each part streams through expat once, so that memory stays small however large a part is.
"""

import re
from contextlib import nullcontext, suppress
from functools import partial
from xml.parsers import expat

from portal.files.archives import parts
from portal.files.refusal import (
    ATTACHED,
    DAMAGED,
    DISGUISED,
    EMBEDDED,
    FIELDS,
    LINKED,
    MACROS,
    MEDIA,
    TOO_LARGE_INSIDE,
    Refused,
    damaged_if,
)

MACRO_NAMES = re.compile("vbaproject|vbadata|macrosheets/|activex/", re.I)
MACRO_TYPES = re.compile("macro|vba|activex|sheet[.]binary", re.I)
OBJECT_NAMES = re.compile("embeddings/|oleobject", re.I)
# What a part is to another, by the last word of the type of their relationship.
MACRO_TIES = {
    "vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "control", "attachedtoolbars",
}  # fmt: skip
OBJECT_TIES = {"oleobject", "package", "afchunk", "subdocument", "frame"}
LINK_TIES = {"connections", "querytable", "webextension", "webextensiontaskpanes"}
# What a tag alone gives away.
TAGS = {
    "ddeLink": FIELDS, "oleLink": LINKED, "DataMashup": LINKED, "webVideoPr": LINKED, "connectString": LINKED,
    "FileBinding": LINKED,
}  # fmt: skip
OFD_TAGS = {"Attachment": ATTACHED, "GotoA": ATTACHED, "Sound": MEDIA, "Movie": MEDIA}
# Fields that start a program, or spell out its name; and those that fetch from elsewhere.
STARTS = re.compile(r"\bDDE|\bQUOTE\s+\d", re.I)
FETCHES = re.compile(r'[\s"]*(?:QUOTE[\s"]+)?(?:INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b', re.I)
PICTURE = re.compile(r"\bINCLUDEPICTURE\b", re.I)
# Where a picture was that lies in the document itself: on a drive, or beside it.
NEAR = re.compile(r'(?:\s++\\[a-z]\b)*+\s*+"?+\s*+(?![\\/]|\w\w+:)[^\s"]', re.I)
QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'(?=!)')  # inside a formula: words, and names of sheets
CALLS = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER|SQL[.]REQUEST)\s*\(", re.I)
CODE = {"instrText", "delInstrText"}
FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
INSTRUCTIONS = 1_000_000  # characters of fields in one part
XML = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0\s]*<")


class Part:
    """One XML part as it streams by."""

    def __init__(self, tags, formulas):
        self.refused, self.formulas = tags, formulas
        self.types, self.formula, self.left = set(), [], INSTRUCTIONS
        self.fields = [[]]  # words of the field that is being read, and of those it lies in
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def doctype(self, *_args):
        raise Refused(DAMAGED)

    def start(self, name, attributes):
        name = name.rpartition(" ")[2]
        if name in CODE:
            self.parser.CharacterDataHandler = self.instruct
        elif name in self.formulas:
            self.parser.CharacterDataHandler = self.formula.append
        elif name == "Relationship":
            _tie(attributes)
        elif name in ("Default", "Override"):
            self.types.add(attributes.get("ContentType", ""))
        elif name in self.refused:
            raise Refused(self.refused[name])
        elif name == "fldChar":
            self.turn(_said(attributes, "fldCharType"))
        elif name == "fldSimple":
            self.turn("begin")
            self.instruct(_said(attributes, "instr"))
            self.turn("end")

    def turn(self, where):
        """A field begins or ends; its words may stand in many runs, with other fields among them."""
        if where == "begin":
            self.fields.append([])
        elif where == "end":
            _field("".join(self.fields.pop()))
            self.fields = self.fields or [[]]

    def instruct(self, words):
        self.fields[-1].append(words)
        self.left -= len(words)
        if self.left < 0:
            raise Refused(DAMAGED)

    def end(self, name):
        if self.parser.CharacterDataHandler and name.rpartition(" ")[2] in {*CODE, *self.formulas}:
            self.parser.CharacterDataHandler = None
            _formula("".join(self.formula))
            self.formula.clear()

    def finish(self):
        self.parser.Parse(b"", True)
        for words in self.fields:
            _field("".join(words))


def _said(attributes, name):
    """An attribute of whatever namespace."""
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def _field(words):
    """The code of one field, such as `INCLUDETEXT "a.docx"`, without those of the fields inside it."""
    if STARTS.search(words):
        raise Refused(FIELDS)
    far = (found for found in PICTURE.finditer(words) if not NEAR.match(words, found.end()))
    if FETCHES.match(words) or next(far, None):
        raise Refused(LINKED)


def _formula(words):
    plain = QUOTED.sub("", words)
    if "|" in plain:
        raise Refused(FIELDS)
    if CALLS.search(plain):
        raise Refused(LINKED)


def _tie(attributes):
    """One relationship of a package. A document may point to a page on the web, and to nothing else."""
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in MACRO_TIES:
        raise Refused(MACROS)
    if kind in OBJECT_TIES:
        raise Refused(EMBEDDED)
    outside = attributes.get("TargetMode", "").lower() == "external" or "://" in target or "\\" in target
    outside = outside and kind != "hyperlink" and target != "NULL"  # Word's word for a picture that is gone
    if outside or kind in LINK_TIES:
        raise Refused(LINKED)


def words(upload):
    _package(_read(upload, TAGS), "wordprocessingml.document.main+xml")


def sheets(upload):
    _package(_read(upload, TAGS, FORMULAS), "spreadsheetml.sheet.main+xml")


def _package(types, main):
    """A package of these content types, of which one is to be that of its main part."""
    if any(MACRO_TYPES.search(kind) for kind in types):
        raise Refused(MACROS)
    if any(OBJECT_NAMES.search(kind) for kind in types):
        raise Refused(EMBEDDED)
    if not any(kind.endswith(main) for kind in types):
        raise Refused(DISGUISED)


def ofd(upload):
    _read(upload, OFD_TAGS, needs="OFD.xml")


def _read(upload, tags, formulas=frozenset(), needs="[Content_Types].xml"):
    """The content types the package declares."""
    types, names, left = set(), set(), Tags()
    for name, chunks in parts(upload):
        names.add(name)
        if MACRO_NAMES.search(name):
            raise Refused(MACROS)
        if OBJECT_NAMES.search(name):
            raise Refused(EMBEDDED)
        types |= _part(name, chunks, left, partial(Part, tags, formulas))
    if needs not in names:
        raise Refused(DISGUISED)
    return types


class Tags:
    """How many tags a package may hold in all: each costs a microsecond."""

    left = 3_000_000

    def count(self, chunk):
        self.left -= chunk.count(b"<")
        if self.left < 0:
            raise Refused(TOO_LARGE_INSIDE)


def _part(name, chunks, left, begin):
    """The content types one part declares, usually none. Excel itself writes broken VML for its comments."""
    part = None
    with damaged_if(expat.ExpatError, ValueError, LookupError):
        for number, chunk in enumerate(chunks):
            if not number and (XML.match(chunk) or name.endswith((".xml", ".rels"))):
                part = begin()
            if part:
                left.count(chunk)
                with suppress(expat.ExpatError) if name.endswith(".vml") else nullcontext():
                    part.parser.Parse(chunk, False)
        if part and not name.endswith(".vml"):
            part.finish()
    return part.types if part else set()
