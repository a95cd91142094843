"""Office documents: no macros, no objects of other programs, nothing fetched from elsewhere, no DTD.

Each part streams through expat once, so that memory stays small however large a part is.
"""

import re
from contextlib import nullcontext, suppress
from xml.parsers import expat

from portal.files.archives import parts
from portal.files.refusal import (
    DAMAGED,
    DISGUISED,
    EMBEDDED,
    FIELDS,
    LINKED,
    MACROS,
    PROTECTED,
    TOO_LARGE_INSIDE,
    Refused,
    damaged_if,
)

MACRO_NAMES = re.compile("vbaproject|vbadata|macrosheets/|activex/", re.I)
MACRO_TYPES = re.compile("macro|vba|activex|sheet[.]binary", re.I)
OBJECT_NAMES = re.compile("embeddings/|oleobject", re.I)
MACRO_TIES = {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "control", "attachedtoolbars"}
OBJECT_TIES = {"oleobject", "package", "afchunk", "subdocument", "frame"}
STARTING = re.compile(r"\bDDE|\bQUOTE\s+\d", re.I)  # fields that start a program, or spell out its name
QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'(?=!)')  # inside a formula: words, and names of sheets
INSTRUCTIONS = 1_000_000  # characters of fields in one part
XML = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0\s]*<")


class Part:
    """One XML part as it streams by."""

    def __init__(self):
        self.types, self.said, self.formula, self.left = set(), [], [], INSTRUCTIONS
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def doctype(self, *_args):
        raise Refused(DAMAGED)

    def start(self, name, attributes):
        name = name.rpartition(" ")[2]
        if name == "instrText":
            self.parser.CharacterDataHandler = self.instruct
        elif name == "f":
            self.parser.CharacterDataHandler = self.formula.append
        elif name == "Relationship":
            _tie(attributes)
        elif name in ("Default", "Override"):
            self.types.add(attributes.get("ContentType", ""))
        elif name == "ddeLink":
            raise Refused(FIELDS)
        elif name == "fldSimple":
            for key, value in attributes.items():
                if key.endswith("instr"):
                    self.instruct(value)

    def instruct(self, words):
        self.said.append(words)
        self.left -= len(words)
        if self.left < 0:
            raise Refused(DAMAGED)

    def end(self, name):
        if self.parser.CharacterDataHandler and name.rpartition(" ")[2] in ("instrText", "f"):
            self.parser.CharacterDataHandler = None
            if "|" in QUOTED.sub("", "".join(self.formula)):
                raise Refused(FIELDS)
            self.formula.clear()

    def finish(self):
        self.parser.Parse(b"", True)
        if STARTING.search("".join(self.said)):
            raise Refused(FIELDS)


def _tie(attributes):
    """One relationship of a package. A document may point to a page on the web, and to nothing else."""
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in MACRO_TIES:
        raise Refused(MACROS)
    if kind in OBJECT_TIES:
        raise Refused(EMBEDDED)
    outside = attributes.get("TargetMode", "").lower() == "external" or "://" in target or "\\" in target
    if outside and kind != "hyperlink" and target != "NULL":  # Word's own word for a picture that is gone
        raise Refused(LINKED)


def words(upload):
    _package(upload, "wordprocessingml.document.main+xml")


def sheets(upload):
    _package(upload, "spreadsheetml.sheet.main+xml")


def _package(upload, main):
    """One whose main part is of this content type."""
    types = _read(upload)
    if any(MACRO_TYPES.search(kind) for kind in types):
        raise Refused(MACROS)
    if any(OBJECT_NAMES.search(kind) for kind in types):
        raise Refused(EMBEDDED)
    if not any(kind.endswith(main) for kind in types):
        raise Refused(DISGUISED)


def ofd(upload):
    _read(upload, needs="OFD.xml")


def _read(upload, needs="[Content_Types].xml"):
    """The content types the package declares."""
    types, names, tags = set(), set(), Tags()
    for name, chunks in parts(upload):
        names.add(name)
        if MACRO_NAMES.search(name):
            raise Refused(MACROS)
        if OBJECT_NAMES.search(name):
            raise Refused(EMBEDDED)
        types |= _part(name, chunks, tags)
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


def _part(name, chunks, tags):
    """The content types one part declares, usually none. Excel itself writes broken VML for its comments."""
    part = None
    with damaged_if(expat.ExpatError, ValueError, LookupError):
        for number, chunk in enumerate(chunks):
            if not number and (XML.match(chunk) or name.endswith((".xml", ".rels"))):
                part = Part()
            if part:
                tags.count(chunk)
                with suppress(expat.ExpatError) if name.endswith(".vml") else nullcontext():
                    part.parser.Parse(chunk, False)
        if part and not name.endswith(".vml"):
            part.finish()
    return part.types if part else set()


# Names in the directory of an old Office file are kept as UTF-16; a macro sheet has a beginning of its own.
OLD_MACROS = re.compile(
    re.escape("_VBA_PROJECT".encode("utf-16-le")) + rb"|\x09\x08\x10\x00\x00\x06\x40\x00", re.S
)
OLD_OBJECTS = re.compile(re.escape("Ole10Native".encode("utf-16-le")))
OLD_FIELDS = re.compile(rb"\x13[ \x00]*D\x00?D\x00?E", re.I)
OLD_PROTECTED = re.compile(re.escape("EncryptedPackage".encode("utf-16-le")))


def old_office(upload):
    """Word, Excel and WPS before 2007: what their raw bytes give away."""
    upload.seek(0)
    raw = upload.read()
    for sign, reason in (
        (OLD_PROTECTED, PROTECTED), (OLD_MACROS, MACROS), (OLD_OBJECTS, EMBEDDED), (OLD_FIELDS, FIELDS),
    ):  # fmt: skip
        if sign.search(raw):
            raise Refused(reason)
