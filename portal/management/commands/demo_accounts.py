"""Prints who can be tried in the demo."""

import unicodedata

from django.core.management.base import BaseCommand

from portal.views.door import DEMO_PASSWORD, demo_accounts


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for account in demo_accounts():
            name = account["name"]
            wide = sum(unicodedata.east_asian_width(c) in "WF" for c in name)
            self.stdout.write(f"  {account['username']:<12}{name}{' ' * (10 - len(name) - wide)}{account['role']}")
        self.stdout.write(f"  密码 / password: {DEMO_PASSWORD}")
