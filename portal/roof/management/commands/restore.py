"""Puts a backup into an empty portal, and brings it forward if an earlier version has made it.

Stop web, worker and beat first. Either all of it is there afterwards or nothing, and nothing is sent until
somebody releases it, on the desk or with `release_sending`.
"""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, transaction
from django.utils import timezone

from feedback.restoring import begin
from portal.backup import reading, restoring
from portal.backup.manifest import Unusable
from portal.backup.models import Kind
from portal.backup.workflow import keep_check, keep_taken
from portal.ledger.engine import TooLate


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        now = timezone.now()
        try:
            said = reading.check(file)
            with restoring.restored(file, said, out=self.stdout), transaction.atomic():
                begin(datetime.fromisoformat(said["taken_at"]), at=now)
                keep_check(Kind.RESTORE, file, keep_taken(file, said), at=now)
        except (Unusable, TooLate, CommandError, Error, OSError) as error:
            raise CommandError(f"Nothing was restored: {error}".strip()) from error
        self.stdout.write(
            f"Restored as of {said['taken_at']}: {len(said['rows'])} tables, {len(said['files'])} files"
        )
        self.stdout.write("Nothing is sent until it is released: release_sending, or the button on the desk.")
        for name in said["missing"]:
            self.stdout.write(f"{name} was missing when the backup was made")
