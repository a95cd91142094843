"""What the log says of whoever asked: the number of an account and keyed hashes, no name and no address."""

import logging

from portal.people.callers import caller, keyed

log = logging.getLogger(__name__)
SHORT = 12  # characters of a hash, enough to tell callers apart


class Who(logging.Filter):
    """Gives each line `who`: the number of the account that asked, where it has been looked up already."""

    def filter(self, record):
        user = getattr(getattr(record, "request", None), "_cached_user", None)
        record.who = getattr(user, "pk", None) or "-"
        return True


def signed_in(request):
    log.info("signed in: account %d from %s", request.user.pk, caller(request)[:SHORT])


def signed_out(user):
    log.info("signed out: account %d", user.pk)


def turned_away(request, username, *, closed):
    """Somebody whose password was wrong, or for whom the door is closed for a while."""
    whom = keyed(username)[:SHORT], caller(request)[:SHORT]
    log.warning("not signed in, %s: name %s from %s", "door closed" if closed else "wrong password", *whom)


def password_changed(user):
    log.info("password changed: account %d", user.pk)


def second_factor_passed(request):
    log.info("second factor right: account %d from %s", request.half.pk, caller(request)[:SHORT])


def second_factor_failed(request, *, closed):
    """A wrong code or passkey after the right password, or one for which the page is closed for a while."""
    why = "page closed" if closed else "wrong code"
    log.warning("second factor, %s: account %d from %s", why, request.half.pk, caller(request)[:SHORT])
