"""What the portal knows of its backups: each that was taken, and each time that one was tried."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """One that was written and read back. It holds what was there at `taken_at`."""

    taken_at = models.DateTimeField()
    place = models.CharField(max_length=1000)  # where it was written
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64, unique=True)  # of the file
    version = models.CharField(max_length=20)  # of the portal
    missing = models.IntegerField()  # files that a row named and that were not there

    class Meta:
        verbose_name = _("backup")
        ordering = ["-taken_at", "-id"]

    def __str__(self):
        return f"{self.taken_at:%Y-%m-%d %H:%M}"


class Kind(models.TextChoices):
    COPY = "copy", _("second copy")
    RESTORE = "restore", _("test restore")


class Check(models.Model):
    """That a copy was read against its sums, or a backup restored to try it.

    `trouble` is empty if all is well; `backup` is None where the file was not recognised.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    backup = models.ForeignKey(Backup, models.PROTECT, null=True, related_name="checks")
    place = models.CharField(max_length=1000)
    at = models.DateTimeField()
    trouble = models.TextField(blank=True)

    class Meta:
        verbose_name = _("check of a backup")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
