"""Plain text: nothing disguised as something else."""

import codecs
import re

from portal.files.refusal import DISGUISED, NOT_TEXT, Refused

PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.I)
MARKS = {codecs.BOM_UTF8: ["utf-8-sig"], codecs.BOM_UTF16_LE: ["utf-16"], codecs.BOM_UTF16_BE: ["utf-16"]}


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
