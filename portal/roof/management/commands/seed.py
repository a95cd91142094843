"""The rows the portal cannot work without: the published working days, posts, series, words."""

from itertools import count, takewhile

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.days import workdays
from portal.days.models import CalendarDay
from portal.days.workflow.calendar import change_days, whole_year
from portal.people.models import Organisation, Post, Role
from reports.models import CannedText
from reports.reasons import STANDARD_WORDS
from routing.models import Series

FIRST_YEAR = 2024
# The notices of the General Office of the State Council on the days off of each year.
NOTICES = {2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号"}
POSTS = [
    ("clerk", "值班经办", Role.CLERK), ("vetter", "核稿人", Role.VETTER), ("chair", "主席", Role.CHAIR),
    ("signer", "签发人", Role.SIGNER), ("security", "安全管理员", Role.SECURITY_ADMIN),
]  # fmt: skip
SERIES = {"special": "社情民意信息专报", "extra": "社情民意信息专报（增刊）", "digest": "社情民意信息综合"}
COVERS = {"clerk": "signer", "vetter": "signer", "signer": "chair"}  # while nobody sits there


class Command(BaseCommand):
    """Can be run again at any time: adds what is missing and changes nothing that is there."""

    help = __doc__

    def handle(self, **options):
        seed_days(timezone.now())
        office = the_office()
        made = set()
        for code, name, role in POSTS:
            given = {"name": name, "role": role, "organisation": office}
            _post, new = Post.objects.get_or_create(code=code, defaults=given)
            made |= {code} if new else set()
        for code in made & set(COVERS):
            Post.objects.filter(pk=code).update(covered_by=COVERS[code])
        for order, (code, masthead) in enumerate(SERIES.items()):
            lines = {
                "name": masthead, "issuer": f"{office}办公室", "editing_office": f"{office}办公室编",
                "notice": "内部资料　注意保存", "order": order,
            }  # fmt: skip
            Series.objects.get_or_create(code=code, defaults=lines)
        CannedText.objects.bulk_create(
            (CannedText(reason=reason, text=text) for reason, text in STANDARD_WORDS.items()),
            ignore_conflicts=True,
        )


def the_office():
    """Where the posts are, whatever it is called by now; made where nothing is there yet."""
    there = Organisation.objects.filter(posts__code__in=[code for code, *_more in POSTS]).first()
    kind = {"kind": Organisation.Kind.COMMITTEE}
    return there or Organisation.objects.get_or_create(name=settings.COMMITTEE_NAME, defaults=kind)[0]


def seed_days(at):
    """Years whose notice the library has and the table has not; open dates are counted again by them."""
    known = workdays.load().years
    plans = ((year, workdays.published_days(year)) for year in count(FIRST_YEAR))
    for year, days in takewhile(lambda plan: plan[1], plans):
        source = NOTICES.get(year, f"国务院办公厅{year}年通知")
        change = year not in known and whole_year(year, days, source, keep=True)
        if change and known:
            change_days(change, by=None, at=at)
        elif change:  # the first time nothing is owed yet, so there is nothing to tell
            CalendarDay.objects.bulk_create(change.put)
