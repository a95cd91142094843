"""Names every line of the journal that is not as it was written, and exits with 1 if there is one."""

from django.core.management.base import BaseCommand, CommandError

from portal.ledger.verifying import Tampered, verify


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        try:
            count = verify(self.stdout.write)
        except Tampered as tampered:
            raise CommandError(str(tampered)) from None
        self.stdout.write(f"{count} lines read")
