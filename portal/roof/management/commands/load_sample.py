"""Loads the demo's year into an empty portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.roof.sample import year
from reports.models import Report


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("The sample has published passwords; without DEMO it is not loaded.")
        if Report.objects.exists():
            return
        year.load(timezone.now())
        self.stdout.write(f"{Report.objects.count()} reports")
