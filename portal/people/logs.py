"""What is said of whoever asked: the number of an account and keyed hashes, no name and no address.

Each is a line of the log, for the operator, and a row of the audit, for the administrators. A row that cannot
be written lets nobody in and no file out: the request fails.
"""

import logging
import re

from django.utils import timezone

from portal.audit.noting import SHORT
from portal.audit.noting import note as keep
from portal.audit.states import What
from portal.people.callers import caller, keyed
from portal.people.rules import in_office

log = logging.getLogger(__name__)
NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")  # of a file, of anything else


def note(what, *, account=None, request=None, at=None, **said):
    """One row, and one line unless it is an everyday act. `said` as portal.audit.noting has it."""
    where = caller(request) if request else ""
    at = at or getattr(request, "now", None) or timezone.now()
    keep(what, at, account=account, caller=where, **said)
    if what not in (What.REFUSED, What.EXPORTED, What.READ):
        level = logging.WARNING if said.get("refused") else logging.INFO
        log.log(level, "%s: %s%s", *_line(what, account, said.get("name", ""), where))


def _line(what, account, name, where):
    words = {What.FAILED: "not signed in, wrong password", What.CLOSED: "not signed in, door closed"}
    whom = f"account {account.pk}" if account else f"name {name[:SHORT]}"
    return words.get(what, str(what).replace("_", " ")), whom, f" from {where[:SHORT]}" if where else ""


def signed_in(request):
    note(What.SIGNED_IN, account=request.user, request=request)


def signed_out(user):
    note(What.SIGNED_OUT, account=user)


def turned_away(request, username, *, closed):
    """Somebody whose password was wrong, or for whom the door is closed for a while."""
    what = What.CLOSED if closed else What.FAILED
    note(what, request=request, name=keyed(username), refused=True)


def password_changed(user):
    note(What.PASSWORD_CHANGED, account=user)


def second_factor_passed(request):
    note(What.SECOND_FACTOR, account=request.half, request=request)


def second_factor_failed(request, *, closed):
    """A wrong code or passkey after the right password, or one for which the page is closed for a while."""
    what = What.SECOND_FACTOR_CLOSED if closed else What.SECOND_FACTOR_FAILED
    note(what, account=request.half, request=request, refused=True)


def refused(request):
    """A page that may not be seen: for each account, page and minute one row, so that a flood is no flood.

    Whoever tries numbers one by one is seen by a row each minute.
    """
    page = request.resolver_match.view_name if request.resolver_match else ""
    once = f"refused {request.user.pk} {page} {request.now:%Y-%m-%d %H:%M}"
    _of_page(What.REFUSED, request, request.path if page else "", refused=True, once=once)


def exported(request):
    """A file that somebody took along: a list, a document, what was handed in."""
    _of_page(What.EXPORTED, request, _address(request))


def read(request):
    """What is secret, on a page: for each account, address and day one row."""
    once = f"read {request.user.pk} {request.path} {timezone.localdate(request.now)}"
    _of_page(What.READ, request, _address(request), once=once)


def _of_page(what, request, about, **said):
    note(what, account=request.user, request=request, about=about, **said)


def _address(request):
    """Outside the office without its numbers: they would say whose report it is."""
    return request.path if in_office(request.hats) else NUMBER.sub("…", request.path)
