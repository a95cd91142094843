"""The door waits longer the more wrong passwords there were, for an account and for an address.

A browser in which somebody has signed in before has counters of its own for that account: so no stranger can
keep a person out of it by guessing.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from portal.pages.cookies import named
from portal.people.callers import caller, keyed
from portal.people.models import Counter

KNOWN, SALT = named("known"), "people.known"  # the cookie, and what signs it
REMEMBERED = timedelta(days=180)
IN_A_MINUTE = 5  # wrong passwords for one account
AT_MOST = 5  # accounts that a browser is known for
FULL = {"account": 30, "door": 50}  # wrong ones in an hour or a quarter of one that are an alarm


def windows(per_account, per_address, minutes):
    """[(kind of counter, how many wrong ones, within how many minutes)], the address before any name.

    Of an account the longest first: a minute's wait for a few, then a quarter of an hour's, then an hour's.
    """
    return [
        ("door", per_address, minutes), ("account", FULL["account"], 60), ("account", per_account, minutes),
        ("account", IN_A_MINUTE, 1),
    ]  # fmt: skip


class Knock:
    """One try to sign in: counted before the password is looked at, so that many at once count as well."""

    def __init__(self, request, username, limits):
        self.request, self.counted = request, []
        known = keyed(username) in known_for(request)
        account = f"account/{keyed(username)}{'/own' if known else ''}"
        self.names, self.limits = {"account": account, "door": f"door/{caller(request)}"}, limits

    def refused(self):
        """How long the door stays closed; None where it is open."""
        for kind, limit, minutes in self.limits:
            since = beginning(self.request.now, minutes)
            # Two windows of one name may begin at the same moment, so each has a counter of its own.
            counter = {f"{self.names[kind]}/{minutes}": limit}
            if not Counter.objects.admit(counter, since):
                self.forgive()
                return since + timedelta(minutes=minutes) - self.request.now
            self.counted.append((counter, since))
        return None

    def forgive(self):
        """The password was right, or none was given."""
        for counters, since in self.counted:
            Counter.objects.give_back(counters, since)
        self.counted = []


def beginning(at, minutes):
    """Of the window that holds this moment."""
    return at.replace(minute=at.minute // minutes * minutes, second=0, microsecond=0)


def known_for(request):
    """Hashes of the names that have signed in here before."""
    try:
        said = request.get_signed_cookie(KNOWN, "", salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return []
    return said.split()[:AT_MOST]


def remember(request, answer, username):
    """Leaves a cookie that says nothing to anybody but this door."""
    names = [keyed(username), *(name for name in known_for(request) if name != keyed(username))]
    answer.set_signed_cookie(
        KNOWN, " ".join(names[:AT_MOST]), salt=SALT, max_age=REMEMBERED, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def guessed(at):
    """(how many accounts, how many addresses) somebody guessed at in the last day until the door closed."""
    full = Counter.objects.filter(since__gt=at - timedelta(days=1))
    accounts = full.filter(name__startswith="account/", name__endswith="/60", count__gte=FULL["account"])
    addresses = full.filter(name__startswith="door/", count__gte=FULL["door"])
    return tuple(each.values("name").distinct().count() for each in (accounts, addresses))
