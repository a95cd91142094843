"""Word, Excel and WPS before 2007: what their raw bytes give away."""

import re

from portal.files.refusal import EMBEDDED, FIELDS, LINKED, MACROS, PROTECTED, Refused


def wide(words):
    """As the directory of an old Office file keeps its names, and its text often."""
    return re.escape(words.encode("utf-16-le"))


def either(*words):
    """In the one or the other width, as the text of an old Word file may be."""
    return b"|".join(rb"\0?".join(re.escape(bytes([char])) for char in word.encode()) for word in words)


# Macros, and sheets of them, which have a beginning of their own.
OLD_MACROS = re.compile(wide("_VBA_PROJECT") + rb"|\x09\x08(?:\x10\0\0\x06|\x08\0\0\x05)\x40\0", re.I | re.S)
# An object of another program: what Word and Excel call the folder it lies in, or a file in there.
OLD_OBJECTS = re.compile(
    wide("Ole10Native") + b"|" + wide("\x03ObjInfo") + b"|" + wide("MBD") + rb"(?:[\da-f]\0){8}", re.I
)
OLD_FIELDS = re.compile(rb"\x13[ \0]*" + either("DDE"), re.I)
OLD_LINKS = re.compile(rb"\x13[ \0]*(?:" + either("INCLUDETEXT", "LINK ", "DATABASE", "IMPORT") + b")", re.I)
OLD_PROTECTED = re.compile(wide("EncryptedPackage"), re.I)


def old_office(upload):
    upload.seek(0)
    raw = upload.read()
    for sign, reason in (
        (OLD_PROTECTED, PROTECTED), (OLD_MACROS, MACROS), (OLD_OBJECTS, EMBEDDED), (OLD_FIELDS, FIELDS),
        (OLD_LINKS, LINKED),
    ):  # fmt: skip
        if sign.search(raw):
            raise Refused(reason)
