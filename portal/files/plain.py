"""PDF and plain text: nothing disguised as something else, nothing that runs on opening."""

import codecs
import re
from zipfile import BadZipFile, ZipFile

from portal.files.refusal import DISGUISED, NOT_TEXT, PROGRAM, Refused

PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.I)
RUNS = re.compile(rb"/JavaScript\b|/Launch\b")
MARKS = {codecs.BOM_UTF8: ["utf-8-sig"], codecs.BOM_UTF16_LE: ["utf-16"], codecs.BOM_UTF16_BE: ["utf-16"]}


def pdf(upload):
    """A PDF locked by a password is taken; `locked` tells."""
    upload.seek(0)
    raw = upload.read()
    if PAGE.search(raw[:1024]) or _is_archive(upload):
        raise Refused(DISGUISED)
    if RUNS.search(raw):
        raise Refused(PROGRAM)
    upload.locked = b"/Encrypt" in raw


def _is_archive(upload):
    try:
        with ZipFile(upload) as archive:
            return bool(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def text(upload):
    upload.seek(0)
    raw = upload.read()
    mark = next((mark for mark in MARKS if raw.startswith(mark)), None)
    words = _decoded(raw, MARKS[mark] if mark else ["utf-8", "gb18030"])
    if "\0" in words:
        raise Refused(NOT_TEXT)
    if PAGE.match(words.lstrip()[:1024].encode()):
        raise Refused(DISGUISED)


def _decoded(raw, encodings):
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_TEXT)
