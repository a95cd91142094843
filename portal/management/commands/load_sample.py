"""Loads the demo's year into an empty portal."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.sample import year
from reports.models import Report


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if Report.objects.exists():
            return
        year.load(timezone.now())
        self.stdout.write(f"{Report.objects.count()} reports")
