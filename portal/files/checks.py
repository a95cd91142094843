"""What is accepted. The order: size, name, kind, first bytes, then what is inside."""

import re
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.files.apart import apart
from portal.files.old_office import old_office
from portal.files.pictures import picture
from portal.files.plain import text
from portal.files.refusal import DISGUISED, Refused
from portal.pages.text import readable

OFFICE_XML, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = apart("portal.files.pdf", "pdf")
WORDS, SHEETS = apart("portal.files.office", "words"), apart("portal.files.office", "sheets")
# How a file of each kind begins, and how it is looked into.
# Macro types, archives, programs, html and svg are left out on purpose.
KINDS = {
    ".pdf": {b"%PDF-": PDF},
    ".docx": {OFFICE_XML: WORDS},
    ".xlsx": {OFFICE_XML: SHEETS},
    ".ofd": {OFFICE_XML: apart("portal.files.office", "ofd")},
    ".doc": {OLD_OFFICE: old_office},
    ".xls": {OLD_OFFICE: old_office},
    ".wps": {OLD_OFFICE: old_office, OFFICE_XML: WORDS},
    ".et": {OLD_OFFICE: old_office, OFFICE_XML: SHEETS},
    ".txt": {b"": text},
    ".png": {b"\x89PNG\r\n\x1a\n": picture("PNG")},
    ".jpg": {b"\xff\xd8\xff": picture("JPEG")},
    ".jpeg": {b"\xff\xd8\xff": picture("JPEG")},
    ".webp": {b"RIFF": picture("WEBP")},
    ".tif": {b"II*\0": picture("TIFF"), b"MM\0*": picture("TIFF")},
    ".tiff": {b"II*\0": picture("TIFF"), b"MM\0*": picture("TIFF")},
}
ACCEPT = ",".join(KINDS)
OTHER_KIND = _("“%(name)s” is of a kind that is not accepted. Send PDF, Word, Excel, WPS, text or a picture.")
PHONE_PICTURE = _("“%(name)s” cannot be opened here. Set the phone's camera to JPEG, or send it as JPEG.")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)  # what Windows cannot save


def clean_name(name):
    """The name as data: no path, nothing unseen, short enough for any file system."""
    name = UNPRINTABLE.sub("", re.split(r"[/\\]", name)[-1])
    path = PurePath(readable(re.sub("\ufffd+", "_", name)).strip(". ") or "_")
    name = path.stem[:60] + path.suffix[:10]
    return f"_{name}" if RESERVED.match(name) else name


def check(upload):
    """The file as it may be kept. Raises ValidationError naming it, what is wrong and what to do."""
    upload.name = clean_name(upload.name)
    try:
        return _checked(upload)
    except Refused as refused:
        raise ValidationError(refused.args[0] % {"name": upload.name}) from refused


def _checked(upload):
    if not upload.size:
        raise Refused(_("“%(name)s” is empty."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES), "name": "%(name)s"}
        raise Refused(_("“%(name)s” is larger than %(limit)s.") % limit)
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in KINDS:
        raise Refused(PHONE_PICTURE if suffix in (".heic", ".heif") else OTHER_KIND)
    upload.seek(0)
    head = upload.read(8)
    for start, look_into in KINDS[suffix].items():
        if head.startswith(start):
            kept = look_into(upload) or upload
            kept.seek(0)
            return kept
    if head == OLD_OFFICE:  # a locked docx is an old Office file outside
        old_office(upload)
    raise Refused(DISGUISED)
