"""Writes the whole portal, its tables and its files, into one file.

The file holds personal data and what is secret in the portal; only its owner can read it. Keep it as you keep
the database, and a copy of it elsewhere.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from portal.backup import writing
from portal.backup.manifest import Unusable


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, e.g. /backup/2026-03-10.tar.gz")

    def handle(self, *, file, **options):
        try:
            said = writing.write(file, timezone.now())
        except (Unusable, DatabaseError, OSError) as error:
            raise CommandError(f"There is no backup: {error}") from error
        rows = sum(table["rows"] for table in said["tables"].values())
        self.stdout.write(
            f"{rows} rows of {len(said['tables'])} tables and {len(said['files'])} files in {file}"
        )
        if said["missing"]:
            names = "\n".join(said["missing"])
            raise CommandError(f"{len(said['missing'])} FILES ARE MISSING; all else is in {file}:\n{names}")
