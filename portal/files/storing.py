"""Keeping files, and taking them out of a draft again."""

import hashlib
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from portal.files.checks import clean_name
from portal.files.models import Attachment


def keep(uploads, subject, *, by, at):
    """Stores the files with what they belong to; the same file twice is kept once. All are kept, or none."""
    if not uploads:
        return
    have = set(Attachment.objects.about(subject).values_list("sha256", flat=True))
    new = []
    try:
        with transaction.atomic():
            for upload in uploads:
                digest = hashlib.file_digest(upload.open(), "sha256").hexdigest()
                if digest not in have:
                    have.add(digest)
                    new.append(_attachment(upload, subject, digest, by, at))
                    new[-1].save()
    except BaseException:
        for attachment in new:  # a full disk leaves half a file
            attachment.file.storage.delete(attachment.path)
        raise


def _attachment(upload, subject, digest, by, at):
    """Where there is a scanner, `scan` asks it next."""
    upload.seek(0)
    locked = getattr(upload, "locked", False)
    scan = Attachment.Scan.CHECKING if settings.CLAMD else Attachment.unscanned(locked)
    return Attachment(
        subject=subject, report=subject.report, file=upload, name=clean_name(upload.name), size=upload.size,
        sha256=digest, scan=scan, locked=locked, copy_of=getattr(upload, "copy_of", None), by=by, at=at,
    )  # fmt: skip


def copy(attachments, subject, *, by, at):
    """The same files once more, with something else."""
    keep([_as_upload(attachment) for attachment in attachments], subject, by=by, at=at)


def _as_upload(attachment):
    upload = ContentFile(attachment.file.read(), attachment.name)
    upload.locked = attachment.locked
    return upload


def drop(attachments):
    """Takes files out of a draft; what lies on the disk goes when that is certain."""
    for attachment in attachments:
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
        attachment.delete()


def erase_files(report_id):
    """What lies on the disk of a purged report, then the rows that say where; can be done again.

    Also the copies that went along with the piece it was merged into.
    """
    rows = Attachment.objects.filter(Q(report=report_id) | Q(copy_of__report=report_id))
    for attachment in rows.order_by(F("copy_of").asc(nulls_last=True)):  # a copy before what it is one of
        attachment.file.storage.delete(attachment.file.name)
        attachment.delete()
