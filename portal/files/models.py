"""Files handed in with a report or a reply, kept under random names outside any served folder."""

import uuid
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import AboutQuerySet, AboutSubject
from portal.people.models import doer


def random_path(attachment, filename):
    return f"{attachment.pk.hex[:2]}/{attachment.pk.hex}"


class Attachment(AboutSubject):
    """One file. Its name is data; where it lies says nothing about it."""

    SHOWN = {".pdf", ".png", ".jpg", ".jpeg"}  # what can be looked at without downloading it

    class Scan(models.TextChoices):
        CLEAN = "clean", _("scanned, no virus found")
        NOT_SCANNED = "not_scanned", _("not scanned for viruses")
        LOCKED = "locked", _("locked by a password, cannot be scanned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    by = doer()
    at = models.DateTimeField()

    objects = AboutQuerySet.as_manager()

    class Meta:
        ordering = ["at", "name"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="files_of_a_subject"),
            models.Index(fields=["report"], name="files_of_a_report"),
        ]

    def __str__(self):
        return self.name

    @property
    def suffix(self):
        return PurePath(self.name).suffix.lower()

    @property
    def shown(self):
        return self.suffix in self.SHOWN

    @property
    def doubt(self):
        """What there is to say against its scan for viruses."""
        return "" if self.scan == self.Scan.CLEAN else self.get_scan_display()

    @property
    def path(self):
        """Where it lies in the storage, known before it is there."""
        return random_path(self, self.name)
