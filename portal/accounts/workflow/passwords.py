"""A password is set by whoever it belongs to, which ends every other session of that person."""

from django.db import transaction

from portal.accounts.rules import changes
from portal.ledger.engine import MOVED_ON, TooLate, lock, require, write
from portal.people import logs
from portal.people.models import User


@transaction.atomic
def set_password(user, password, *, at, kind="change_password", seen=None):
    """The person, with another password; the form has asked the rules.

    `seen` is the hash that the old password was compared with: TooLate where it is another one by now.
    """
    user = User.objects.get(pk=user.pk)
    lock(user)
    user.refresh_from_db()
    if seen is not None and seen != user.password:
        raise TooLate(MOVED_ON)
    if user.has_usable_password():  # one from before its history began
        user.old_passwords.get_or_create(password=user.password)
    user.set_password(password)
    user.save(update_fields=["password"])
    write(kind, user, by=user, at=at)
    logs.password_changed(user)
    return user


@transaction.atomic
def sign_out_everywhere(user, *, by, at, seen=None):
    """Ends all sessions, by oneself this one too; links and codes end with them.

    Nothing more where they were ended since: `seen` is how often they were when the page was drawn.
    """
    user = User.objects.get(pk=user.pk)
    lock(user)
    user.refresh_from_db()
    if user != by:
        require(changes, user, by=by, at=at)
    if seen not in (None, user.sessions_ended):
        return
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])
    write("sign_out_everywhere", user, by=by, at=at)
