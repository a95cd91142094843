"""The rows the portal cannot work without: the published working days, the office's posts, its words."""

from itertools import count

from django.conf import settings
from django.core.management.base import BaseCommand

from portal import workdays
from portal.models import CalendarDay, Organisation, Post, Role
from reports.models import CannedText
from reports.reasons import STANDARD_WORDS

FIRST_YEAR = 2024
POSTS = [
    ("clerk", "值班经办", Role.CLERK), ("vetter", "核稿人", Role.VETTER), ("chair", "主席", Role.CHAIR),
    ("signer", "签发人", Role.SIGNER), ("security", "安全管理员", Role.SECURITY_ADMIN),
]  # fmt: skip


class Command(BaseCommand):
    """Can be run again at any time: adds what is missing and changes nothing that is there."""

    help = __doc__

    def handle(self, **options):
        for year in count(FIRST_YEAR):
            days = workdays.published_days(year)
            if not days:
                break
            CalendarDay.objects.bulk_create(
                (CalendarDay(date=d, kind=k, name=n, source=f"国务院办公厅{year}年通知") for d, k, n in days),
                ignore_conflicts=True,
            )
        office, _ = Organisation.objects.get_or_create(
            name=settings.COMMITTEE_NAME, defaults={"kind": Organisation.Kind.COMMITTEE}
        )
        for code, name, role in POSTS:
            Post.objects.get_or_create(
                code=code, defaults={"name": name, "role": role, "organisation": office}
            )
        CannedText.objects.bulk_create(
            (CannedText(reason=reason, text=text) for reason, text in STANDARD_WORDS.items()),
            ignore_conflicts=True,
        )
