"""Prints who can be tried in the demo."""

from django.core.management.base import BaseCommand

from portal.people.views.door import DEMO_PASSWORD, demo_accounts


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for account in demo_accounts():
            username, name, role = account.values()
            self.stdout.write(f"  {username:<12}{name}{' ' * (10 - 2 * len(name))}{role}")
        self.stdout.write(f"  密码 / password: {DEMO_PASSWORD}")
