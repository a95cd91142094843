"""Reads a second copy of a backup against its own sums, and the journal against the copy.

The copy says how each chain of the journal ended when it was made. What came of it is kept for the page.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.backup import reading
from portal.backup.heads import Rewritten
from portal.backup.manifest import Unusable
from portal.backup.models import Kind
from portal.backup.workflow import kept


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with kept(Kind.COPY, file, at=timezone.now()) as recognised:
                said = reading.check(file, against_journal=True)
                recognised(said)
        except Rewritten as error:
            raise CommandError(f"The journal was tampered with: {error}") from error
        except (Unusable, OSError) as error:
            raise CommandError(f"This copy is of no use: {error}") from error
        self.stdout.write(f"A whole backup of {said['taken_at']}")
