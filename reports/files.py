"""Files people hand in: what is accepted, checked by content and not only by name."""

import hashlib
import re
from functools import partial
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from reports.models import Attachment

OFFICE_XML, OLD_OFFICE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
# How a file of each kind begins. Macro types, archives, programs, html and svg are left out on purpose.
KINDS = {
    ".pdf": (b"%PDF-",),
    ".docx": OFFICE_XML,
    ".xlsx": OFFICE_XML,
    ".ofd": OFFICE_XML,
    ".doc": OLD_OFFICE,
    ".xls": OLD_OFFICE,
    ".wps": OLD_OFFICE,
    ".et": OLD_OFFICE,
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
ACCEPT = ",".join(KINDS)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\]")


def clean_name(name):
    """The name as data: no path, nothing unseen, short enough for any file system."""
    path = PurePath(UNPRINTABLE.sub("", name))
    return path.stem[:60] + path.suffix[:10]


def check(upload):
    """Raises ValidationError naming the file and what is wrong with it."""
    name = {"name": clean_name(upload.name)}
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % name)
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        raise ValidationError(_("“%(name)s” is larger than %(limit)s.") % (name | limit))
    starts = KINDS.get(PurePath(name["name"]).suffix.lower())
    if not starts:
        raise ValidationError(
            _("“%(name)s” is of a kind that is not accepted. Send PDF, Word, Excel, WPS or a picture.") % name
        )
    head = upload.read(8)
    upload.seek(0)
    if not head.startswith(starts):
        raise ValidationError(
            _("“%(name)s” is not what its name says. Save it again and send the new file.") % name
        )


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to the limit, each checked; the value is a list."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        uploads = [u for u in (data if isinstance(data, list | tuple) else [data]) if u]
        if len(uploads) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(_("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
        for upload in uploads:
            check(upload)
        return uploads


def keep(uploads, subject, *, by, at):
    """Stores the files with what they belong to; the same file twice is kept once."""
    have = set(Attachment.objects.about(subject).values_list("sha256", flat=True))
    for upload in uploads:
        digest = hashlib.file_digest(upload.open(), "sha256").hexdigest()
        if digest not in have:
            have.add(digest)
            Attachment.objects.create(
                subject=subject, report=subject.report, file=upload, name=clean_name(upload.name),
                size=upload.size, sha256=digest, by=by, at=at,
            )  # fmt: skip


def drop(attachments):
    """Takes files out of a draft; what lies on the disk goes when that is certain."""
    for attachment in attachments:
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
        attachment.delete()
