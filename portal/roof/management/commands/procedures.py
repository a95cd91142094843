"""Writes docs/procedures.md, the diagrams of all procedures; with --check, tells whether it is up to date."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.roof.procedure_tables import diagrams


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        path, drawn = settings.BASE_DIR / "docs/procedures.md", diagrams()
        if not check:
            path.write_text(drawn)
        elif not path.exists() or path.read_text() != drawn:
            raise CommandError("docs/procedures.md is not what the rows say: ./run manage procedures")
