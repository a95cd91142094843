"""Restores a backup into a database of its own on the same server, as `restore` would, and drops it again.

The portal goes on meanwhile. What came of it is kept for the page of the backups.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from portal.backup import reading, restoring
from portal.backup.manifest import Unusable
from portal.backup.models import Kind
from portal.backup.workflow import kept


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with kept(Kind.RESTORE, file, at=timezone.now()) as recognised:
                said = reading.check(file)
                recognised(said)
                with restoring.rebuilt(file, said, out=self.stdout):
                    pass
        except (Unusable, CommandError, Error, OSError) as error:
            raise CommandError(f"This backup cannot be restored: {error}".strip()) from error
        self.stdout.write(f"The backup of {said['taken_at']} can be restored")
