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
    OLD_OFFICE = {".doc", ".xls", ".wps", ".et"}  # mostly a format in which nothing is taken out

    class Scan(models.TextChoices):
        CLEAN = "clean", _("scanned, no virus found")
        NOT_SCANNED = "not_scanned", _("not scanned for viruses")
        LOCKED = "locked", _("locked by a password, cannot be scanned")
        CHECKING = "checking", _("being checked for viruses, ready in a moment")
        UNSCANNABLE = "unscannable", _("too large for the virus scanner, nobody else can open it")
        INFECTED = "infected", _("contains a virus, nobody can open it")

    WAITING = (Scan.CHECKING, Scan.NOT_SCANNED)  # for the scanner, where there is one

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    locked = models.BooleanField(default=False)  # by a password
    names_people = models.BooleanField(default=False)  # private ones, says the office: it stays there
    # Of a copy that went along with something, without the name of whoever made it: what it is a copy of.
    copy_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    by = doer()
    at = models.DateTimeField()

    objects = AboutQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        ordering = ["at", "name"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="files_of_a_subject"),
            models.Index(fields=["report"], name="files_of_a_report"),
            models.Index(
                fields=["at"],
                condition=models.Q(scan__in=["checking", "not_scanned"]),
                name="files_waiting_for_the_scanner",
            ),
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
    def names_its_maker(self):
        """Whether a copy would still tell who made it."""
        return self.locked or self.suffix in self.OLD_OFFICE

    @property
    def opened_to_nobody(self):
        return self.scan in (self.Scan.INFECTED, self.Scan.UNSCANNABLE)

    @classmethod
    def unscanned(cls, locked):
        """What is said of a file where there is no scanner."""
        return cls.Scan.LOCKED if locked else cls.Scan.NOT_SCANNED

    def open_to(self, user):
        """Whether this person, who may see it, also gets what is in it: the one rule for whatever opens it.

        Nobody but whoever handed it in, while no scanner has called it clean where there is a scanner.
        """
        if self.scan in (self.Scan.CHECKING, self.Scan.UNSCANNABLE):
            return self.by_id == user.pk
        return self.scan != self.Scan.INFECTED

    @property
    def doubt(self):
        """What there is to say against its scan for viruses."""
        return "" if self.scan == self.Scan.CLEAN else self.get_scan_display()

    @property
    def path(self):
        """Where it lies in the storage, known before it is there."""
        return random_path(self, self.name)
