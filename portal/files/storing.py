"""Keeping files, handing over what was kept with a form, and taking files out of a draft again."""

import hashlib
from functools import partial

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q

from portal.files.checks import clean_name
from portal.files.models import Attachment
from portal.unsent.models import Unsent


def keep(files, subject, *, by, at):
    """Stores the files with what they belong to; the same file twice is kept once. All are kept, or none.

    They are uploads, or have been kept with a form that is sent now: those are handed over where they lie.
    """
    if not files:
        return
    have = set(Attachment.objects.about(subject).values_list("sha256", flat=True))
    new = []
    try:
        with transaction.atomic():
            for file in files:
                digest = _digest(file)
                if waits(file):
                    drop([file]) if digest in have else _hand_over(file, subject, at)
                elif digest not in have:
                    new.append(_attachment(file, subject, digest, by, at))
                    new[-1].save()
                have.add(digest)
    except BaseException:
        for attachment in new:  # a full disk leaves half a file
            attachment.file.storage.delete(attachment.path)
        raise


def waits(file):
    """Whether it was kept with a form and belongs to nothing that was sent."""
    return isinstance(file, Attachment) and isinstance(file.subject, Unsent)


def _digest(file):
    if isinstance(file, Attachment):
        return file.sha256
    return hashlib.file_digest(file.open(), "sha256").hexdigest()


def _hand_over(file, subject, at):
    """Unless its owner has taken it out at this very moment."""
    row = Attachment.objects.about(file.subject).filter(pk=file.pk)
    file.subject, file.report, file.at = subject, subject.report, at
    kind = {"subject_type": file.subject_type, "subject_id": file.subject_id}
    row.update(**kind, report=file.report, at=at)


def _attachment(given, subject, digest, by, at):
    """Where there is a scanner, `scan` asks it next. What another subject has already is copied."""
    upload = File(given.file, given.name) if isinstance(given, Attachment) else given
    upload.seek(0)
    locked = getattr(given, "locked", False)
    scan = Attachment.Scan.CHECKING if settings.CLAMD else Attachment.unscanned(locked)
    return Attachment(
        subject=subject, report=subject.report, file=upload, name=clean_name(given.name), size=upload.size,
        sha256=digest, scan=scan, locked=locked, copy_of=getattr(given, "copy_of", None), by=by, at=at,
    )  # fmt: skip


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
