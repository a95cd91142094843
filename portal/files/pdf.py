"""PDF: read object by object, so that no spelling and no packing hides what does more than being read.

A link to a page on the web is fine. What runs, starts, plays, is attached, sends or fetches is refused and
not taken out: a signature in it would break, and a file other than the one sent is harder to explain than
“print it to a new PDF”.
"""

import re
from zipfile import BadZipFile, ZipFile

import pikepdf

from portal.files.plain import PAGE
from portal.files.refusal import ATTACHED, DISGUISED, FORM, MEDIA, PROGRAM, SENDING, STARTING, Refused

# What makes an action, an annotation or a part of a document what it is.
SAYS = {
    "/S": {
        "/JavaScript": PROGRAM, "/Launch": STARTING, "/GoToE": ATTACHED,
        "/SubmitForm": SENDING, "/ImportData": SENDING, "/GoToR": SENDING, "/Thread": SENDING,
        "/Rendition": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/GoTo3DView": MEDIA,
        "/RichMediaExecute": MEDIA,
    },
    "/Subtype": {
        "/FileAttachment": ATTACHED, "/RichMedia": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/3D": MEDIA,
    },
    "/Type": {"/EmbeddedFile": ATTACHED},
}  # fmt: skip
HAS = {"/EF": ATTACHED, "/XFA": FORM}
# In a file that opens with a password only, or not at all, these are looked for: no chance brings them about.
TELLING = {name.encode(): said for names in SAYS.values() for name, said in names.items() if len(name) > 6}
TOLD = re.compile(b"(%s)\\b" % b"|".join(sorted(TELLING, reverse=True)))
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")


def pdf(upload):
    """A PDF locked by a password is taken, and so is a damaged one; `locked` tells."""
    upload.seek(0)
    raw = upload.read()
    if PAGE.search(raw[:1024]) or _is_archive(upload):
        raise Refused(DISGUISED)
    try:
        with pikepdf.open(upload) as document:
            for each in document.objects:
                _look_into(each)
        upload.locked = False
    except (pikepdf.PdfError, pikepdf.PasswordError):
        if told := TOLD.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw)):
            raise Refused(TELLING[told[1]]) from None
        upload.locked = b"/Encrypt" in raw


def _is_archive(upload):
    try:
        with ZipFile(upload) as archive:
            return bool(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _look_into(found):
    """An object with all that lies in it; what it refers to comes by itself."""
    left = [found]
    while left:
        each = left.pop()
        if isinstance(each, pikepdf.Array):
            left.extend(inner for inner in each if _holds_more(inner))
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in each.items():
                _judge(key, value)
                if _holds_more(value):
                    left.append(value)
            if isinstance(each, pikepdf.Stream) and "/F" in each:  # its content lies in another file
                raise Refused(SENDING)


def _holds_more(value):
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def _judge(key, value):
    reason = HAS.get(key)
    if key in SAYS and isinstance(value, pikepdf.Name):
        reason = SAYS[key].get(str(value))
    elif key == "/Ref" and isinstance(value, pikepdf.Dictionary):  # a page of another file
        reason = SENDING
    if reason:
        raise Refused(reason)
