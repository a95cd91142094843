"""A link or a code by which somebody sets a password: given, asked for at the door, and used once."""

import secrets
import unicodedata

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Mail
from portal.accounts.models import Asked, Way, hashed, state_of
from portal.accounts.rules import changes
from portal.accounts.states import ASKED_LASTS, CODE_LASTS, LINK_LASTS, SPARED, TRIES, Kind
from portal.accounts.workflow.passwords import set_password
from portal.ledger.engine import MOVED_ON, TooLate, lock, one_at_a_time, require, write
from portal.people.models import User

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are taken for one another
LENGTH = 8
SIGNER = Signer(salt="accounts.link")
NO_FIT = gettext_lazy(
    "Name and code do not fit, or the code is no longer open. After five wrong tries it is closed; the "
    "system administrator then prints a new one."
)


@transaction.atomic
def give_link(user, *, at, by=None, seen=None):
    """Mails a personal link, which ends the one before.

    Raises TooLate where there is no address any more, or another link than the one that was `seen`.
    """
    lock(user)
    user.refresh_from_db()
    if by is not None:
        require(changes, user, by=by, at=at)
    if not (user.email and user.is_active) or seen not in (None, version(user)):
        raise TooLate(MOVED_ON)
    way = _way(user, Kind.LINK, at, by, LINK_LASTS if by else ASKED_LASTS)
    way.save()
    _mail(way)
    write("give_link", user, by=by, at=at, changes={"until": way.until.isoformat()})
    return way


def _way(user, kind, at, by, lasts, **code):
    known = {"kind": kind, "given_at": at, "given_by": by, "until": at + lasts}
    return Way(user=user, state=state_of(user), **known, **code)


def token_of(way):
    return SIGNER.sign(str(way.pk))


def _mail(way):
    user = way.user
    with translation.override(user.language):
        said = {"portal": settings.PORTAL_NAME, "name": user.name, "username": user.username}
        said["until"] = date_format(timezone.localtime(way.until), "DATETIME_FORMAT")
        lines = [
            _("Hello %(name)s,"), "", _("Your sign-in name is %(username)s."),
            _("Set your password by this link, which works once, until %(until)s:"), "",
            settings.BASE_URL + reverse("use_link", args=[token_of(way)]), "",
            _("If you did not expect this, do nothing: your password stays as it is."),
        ]  # fmt: skip
        subject, body = _("Your access to %(portal)s") % said, "\n".join(line % said for line in lines)
    Mail.objects.create(
        key=f"way/{way.pk}", user=user, subject=subject, body=body, resend=True, created_at=way.given_at,
        next_try_at=way.given_at,
    )  # fmt: skip


def version(user=None):
    """Of a person's links, or of all codes: so that a second press voids nothing that the first has given."""
    ways = user.ways.filter(kind=Kind.LINK) if user else Way.objects.filter(kind=Kind.CODE)
    return ways.aggregate(last=Max("pk"))["last"] or 0


@transaction.atomic
def give_codes(users, *, by, at, seen):
    """[(user, code)]: a code stands nowhere else. Raises TooLate where others were given since."""
    one_at_a_time("codes")
    if seen != version():
        raise TooLate(MOVED_ON)
    given = []
    for user in users.order_by("organisation__name", "name", "pk").select_related("organisation"):
        lock(user)
        require(changes, user, by=by, at=at)
        code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
        way = _way(user, Kind.CODE, at, by, CODE_LASTS, code=hashed(code))
        way.save()
        write("give_code", user, by=by, at=at, changes={"until": way.until.isoformat()})
        given.append((user, code))
    return given


def ask_for_link(name, *, at):
    """Notes the wish, for every name alike: only the clock looks whether there is such an account."""
    Asked.objects.create(name=name, at=at)


def answer_asked(at):
    """Mails a link to each who has asked and has an address. Returns how many."""
    sent = 0
    for asked in Asked.objects.order_by("id"):
        with transaction.atomic():
            if not Asked.objects.filter(pk=asked.pk).delete()[0]:
                continue
            for user in _asking(asked.name, at):
                give_link(user, at=at)
                sent += 1
    return sent


def _asking(name, at):
    """Whose sign-in name or mail address it is, and who was not sent a link just now."""
    just_now = Way.objects.filter(kind=Kind.LINK, given_at__gt=at - SPARED, used_at=None)
    people = User.objects.filter(Q(username=name) | Q(email__iexact=name), is_active=True)
    return people.exclude(email="").exclude(pk__in=just_now.values("user"))[:5]


def find_link(token, at):
    """(the way, why it does not open; "" where it does). (None, why) for what is no link of ours."""
    try:
        way = Way.objects.select_related("user").get(pk=SIGNER.unsign(token), kind=Kind.LINK)
    except (BadSignature, ValueError, Way.DoesNotExist):
        return None, _("This link is not whole. Copy it from the mail once more, down to its last letter.")
    return way, why_closed(way, at)


def why_closed(way, at):
    """Why a link or a code that is right does not open any more, in words."""
    if way.used_at:
        used = date_format(timezone.localtime(way.used_at), "DATETIME_FORMAT")
        return _("It was used on %(moment)s and works only once.") % {"moment": used}
    if at >= way.until:
        until = date_format(timezone.localtime(way.until), "DATETIME_FORMAT")
        return _("It was valid until %(moment)s.") % {"moment": until}
    if way.user.ways.filter(kind=way.kind, pk__gt=way.pk).exists():
        return _("There is a newer one: only that one works.")
    if not way.user.is_active or way.state != state_of(way.user):
        return _("The account has changed since it was given.")
    return ""


@transaction.atomic
def use(way, password, *, at):
    """Sets the password. Raises TooLate, with the reason, for whoever comes second or late."""
    lock(way.user)
    way = Way.objects.select_related("user").select_for_update(of=["self"]).get(pk=way.pk)
    if why := why_closed(way, at):
        raise TooLate(why)
    way.used_at = at
    way.save(update_fields=["used_at"])
    return set_password(way.user, password, at=at, kind=f"come_in_by_{way.kind}")


def typed(code):
    """As it was printed, however it was typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(letter for letter in plain if letter in LETTERS)


def try_code(username, code, at):
    """(the way, why it does not open). A wrong code counts as a try, before it is looked at."""
    way = Way.objects.filter(user__username=username, kind=Kind.CODE).select_related("user").last()
    right = (way or Way()).opens_with(typed(code))
    if way is None:
        return None, NO_FIT
    counted = Way.objects.filter(pk=way.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not (counted and right):
        return None, NO_FIT
    Way.objects.filter(pk=way.pk).update(tries=F("tries") - 1)
    return way, why_closed(way, at)
