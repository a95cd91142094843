"""Compiles the translations, with no tools but Python; with --check, tells what is missing instead."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        for folder in settings.LOCALE_PATHS:
            for path in folder.glob("*/LC_MESSAGES/django.po"):
                catalogue = polib.pofile(path)
                missing = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
                if check and missing:
                    words = "\n".join(entry.msgid for entry in missing)
                    raise CommandError(f"{len(missing)} strings without a translation:\n{words}")
                compiled = path.with_suffix(".mo")
                catalogue.save_as_mofile(compiled)
                translation_file_changed(self, compiled)  # for this process too, which may have read the old
