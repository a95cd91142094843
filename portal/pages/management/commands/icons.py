"""Makes the sheet of the icons that the pages use, in static/."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.pages.icons import SHEET, sheet


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        (settings.BASE_DIR / "static" / SHEET).write_text(sheet(), encoding="utf-8")
