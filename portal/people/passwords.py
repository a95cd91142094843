"""What no password may hold: the words that everybody who knows the office tries first."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of the portal, the trade and its posts.
WORDS = [
    "zhitongche", "sqmy", "zhengxie", "cppcc", "password", "mima", "admin", "guanliyuan", "weiyuan", "zhuxi",
    "直通车", "社情民意", "政协", "密码",
]  # fmt: skip


class NoWordOfTheHouse:
    """Refuses a password with one of the words, or with the name of the portal or the committee."""

    def validate(self, password, user=None):
        typed = password.lower()
        for word in [*WORDS, settings.PORTAL_NAME, settings.COMMITTEE_NAME]:
            if word.lower() in typed:
                raise ValidationError(
                    _("This password holds “%(word)s”, which everybody here would try."),
                    params={"word": word},
                )

    def get_help_text(self):
        return _("Your password can't hold the name of the portal, the office or a post.")
