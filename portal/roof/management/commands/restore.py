"""Puts a backup into an empty portal: a new database after `migrate`, in the version that made the backup.

Stop web, worker and beat first. Either all of it is there afterwards or nothing, and nothing is sent until
somebody releases it, on the desk or with `release_sending`.
"""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from feedback.restoring import begin
from portal.backup import reading
from portal.backup.manifest import Unusable
from portal.ledger.engine import TooLate


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            said = reading.check(file)
            with reading.restored(file, said):
                call_command("verify_journal", stdout=self.stdout)
                begin(datetime.fromisoformat(said["taken_at"]), at=timezone.now())
        except (Unusable, TooLate, CommandError, DatabaseError, OSError) as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        self.stdout.write(
            f"Restored as of {said['taken_at']}: {len(said['tables'])} tables, {len(said['files'])} files"
        )
        self.stdout.write("Nothing is sent until it is released: release_sending, or the button on the desk.")
        for name in said["missing"]:
            self.stdout.write(f"{name} was missing when the backup was made")
