"""How passwords are kept, and that none of the last ones is used again."""

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.accounts.models import OldPassword
from portal.accounts.states import OLD_ONES

MEASURED = 72  # characters that zxcvbn looks at
SCORE = 2  # of 4: fewer are guessed with some patience


class NotUsedBefore:
    """Refuses the last passwords of a person; Django tells it of each that was set."""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        old = user.old_passwords.values_list("password", flat=True)[:OLD_ONES]
        if any(check_password(password, one) for one in {user.password, *old}):
            raise ValidationError(_("You have had this password before. Please take another one."))

    def password_changed(self, _password, user=None):
        OldPassword.objects.create(user=user, password=user.password)
        kept = user.old_passwords.values_list("pk", flat=True)[:OLD_ONES]
        user.old_passwords.exclude(pk__in=list(kept)).delete()

    def get_help_text(self):
        return _("It can't be one of your last %(n)d passwords.") % {"n": OLD_ONES}


class NotGuessed:
    """Refuses what is guessed within a million tries: what was breached, dates, rows of keys, repetitions."""

    def validate(self, password, user=None):
        from zxcvbn import zxcvbn  # noqa: PLC0415  (a tenth of a second, which few requests need)

        own = [getattr(user, name, "") for name in ("username", "name", "email", "phone")]
        if zxcvbn(password[:MEASURED], user_inputs=[word for word in own if word])["score"] < SCORE:
            raise ValidationError(_("This password is among those that are guessed first."))

    def get_help_text(self):
        return _("Your password can't be one that is soon guessed. Take some unrelated words.")


class Argon2(Argon2PasswordHasher):
    """With 19 MiB and two rounds, as OWASP says: many times Django's 100 MiB would fill a server."""

    time_cost, memory_cost, parallelism = 2, 19 * 1024, 1
