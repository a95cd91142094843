"""Says in English and Chinese what is wrong with the portal and what to do; ends with 1 if anything is."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from portal.run.standing import parts


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # it is asked where something is wrong

    def handle(self, **options):
        good = True
        now = timezone.now()
        for part in parts(now):
            good &= part.good
            self.stdout.write(f"{'ok    ' if part.good else 'WRONG '} {part.name}{_age(part, now)}")
            for language in () if part.good else ("en", "zh-hans"):
                with override(language):
                    self.stdout.write(f"       {part.why} {part.what_to_do}")
        if not good:
            sys.exit(1)


def _age(part, now):
    age = part.age(now)
    return "" if age is None else f" ({age} s)"
