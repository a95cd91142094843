"""Writes the whole portal, its database and its files, into one file, and reads it back.

The file holds personal data and what is secret in the portal; only its owner can read it. Keep it as you keep
the database, and a copy of it on another disk.
"""

from pathlib import Path
from shutil import copyfileobj

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from portal.audit.noting import note
from portal.audit.states import What
from portal.backup import reading, writing
from portal.backup.manifest import CHUNK, Unusable
from portal.backup.models import Kind
from portal.backup.workflow import keep_taken, kept


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, e.g. /backup/2026-03-10.tar.gz")
        parser.add_argument("--copy-to", type=Path, help="a folder on another disk for a second copy")

    def handle(self, *, file, copy_to, **options):
        now = timezone.now()
        try:
            writing.write(file, now)
            said = reading.check(file)
        except (Unusable, Error, OSError) as error:
            raise CommandError(f"There is no backup: {error}".strip()) from error
        keep_taken(file, said)
        note(What.BACKED_UP, now, about=file.name)
        rows = sum(said["rows"].values())
        self.stdout.write(
            f"{rows} rows of {len(said['rows'])} tables and {len(said['files'])} files in {file}"
        )
        if copy_to:
            self.copy(file, copy_to / file.name, at=now)
        if said["missing"]:
            names = "\n".join(said["missing"])
            raise CommandError(f"{len(said['missing'])} FILES ARE MISSING; all else is in {file}:\n{names}")

    def copy(self, file, copy, *, at):
        try:
            with kept(Kind.COPY, copy, at=at) as recognised:
                with file.open("rb") as source, writing.draft(copy) as out:
                    copyfileobj(source, out, CHUNK)
                recognised(reading.check(copy))
        except (Unusable, OSError) as error:
            raise CommandError(f"{file} is good; there is no second copy: {error}") from error
        self.stdout.write(f"A second copy is {copy}")
