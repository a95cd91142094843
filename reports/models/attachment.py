"""Files handed in with a report or a reply, kept under random names outside any served folder."""

import uuid

from django.conf import settings
from django.db import models

from .ledger import AboutQuerySet, AboutSubject


def random_path(attachment, filename):
    return f"{attachment.pk.hex[:2]}/{attachment.pk.hex}"


class Attachment(AboutSubject):
    """One file. Its name is data; where it lies says nothing about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AboutQuerySet.as_manager()

    class Meta:
        ordering = ["at", "name"]

    def __str__(self):
        return self.name
