"""After a restore: lets the portal send again. What has become due meanwhile is sent once."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.restoring import release_sending
from portal.ledger.engine import TooLate


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        try:
            release_sending(by=None, at=timezone.now())
        except TooLate as late:
            raise CommandError(str(late)) from None
        self.stdout.write("Sending is released.")
