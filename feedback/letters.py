"""A letter is what one person is told at one time: a notice for each matter, one mail for all of them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.ladder import Matter
from feedback.models import Mail
from portal.days import workdays
from portal.ledger.models import Entry
from portal.people.models import User

BATCH = 1000
# One statement however many there are: a hundred thousand objects of the ORM take minutes to write.
NOTICES = """
COPY feedback_notice (day, at, user_id, entry_id, duty_id, rung, mail_id)
FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (rung))
"""


@dataclass(frozen=True)
class Letter:
    """The key makes it one per cause, whoever writes it and however often."""

    key: str
    user: User
    matters: Sequence[Entry] | Sequence[Matter]


def write(letters, say, *, at, resend):
    """Writes the notices and queues the mail; `say` puts one matter into the active language.

    `resend` is whether a mail that may have gone out already is sent again. Raises IntegrityError, and
    leaves nothing, where any of it has been written before. Returns the number of notices.
    """
    if not letters:
        return 0
    mails = {x.key: _mail(x, say, at, resend) for x in letters if x.user.email and x.user.is_active}
    Mail.objects.bulk_create(mails.values(), batch_size=BATCH)
    rows = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    for letter in letters:
        csv.writer(rows).writerows(_notices(letter, mails.get(letter.key), at))
    rows.seek(0)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(NOTICES, rows)
    return sum(len(letter.matters) for letter in letters)


def _notices(letter, mail, at):
    """In the order of the columns of NOTICES."""
    user, mail, when = letter.user.pk, mail and mail.pk, (str(workdays.local_day(at)), str(at))
    for matter in letter.matters:
        if isinstance(matter, Entry):
            yield *when, user, matter.pk, None, "", mail
        else:
            yield *when, user, None, matter.duty.pk, matter.rung, mail


def _mail(letter, say, at, resend):
    """In the reader's language: numbers and a link, never a title or a text."""
    with translation.override(letter.user.language):
        said = [say(matter) for matter in letter.matters]
        count = ngettext(
            "%(count)s matter is waiting for you", "%(count)s matters are waiting for you", len(said)
        )
        subject = said[0] if len(said) == 1 else count % {"count": len(said)}
        hello = _("Hello %(name)s,") % {"name": letter.user.name}
        body = "\n".join([hello, "", *said, "", settings.BASE_URL + reverse("desk")])
    return Mail(
        key=letter.key, user=letter.user, subject=subject, body=body, resend=resend,
        created_at=at, next_try_at=at,
    )  # fmt: skip


def in_office_hours(at, calendar):
    """Whether people may be reminded: never on a day off, never at night."""
    day = workdays.local_day(at)
    opens, closes = (workdays.at_time(day, hour) for hour in calendar.policy.on(day).office_hours)
    return opens <= at <= closes and calendar.is_working(day)
