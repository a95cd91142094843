"""What stands on the slips with codes. A printed page is in Chinese whatever the language of the pages."""

from django.conf import settings
from django.urls import reverse

from portal.accounts.states import CODE_LASTS
from portal.days.workdays import local_day
from portal.pages.chinese import chinese_day

MOST = 700  # in one go: ten seconds for five hundred


def slips(given, *, at):
    """`given`: [(user, code)]."""
    return {
        "year": local_day(at).year,
        "title": f"{settings.PORTAL_NAME}登录码",
        "issuer": f"{settings.COMMITTEE_NAME}办公室",
        "address": settings.BASE_URL + reverse("use_code"),
        "until": chinese_day(at + CODE_LASTS),
        "slips": [
            {
                "name": user.name, "username": user.username, "organisation": user.organisation.name,
                "code": f"{code[:4]}-{code[4:]}",
            }
            for user, code in given
        ],
    }  # fmt: skip
