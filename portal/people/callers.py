"""Where a request comes from, and who asked. The log reads this before there are models."""

import logging
from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac


def caller(request):
    """A keyed hash of where the request comes from; the address itself is kept nowhere."""
    at = request.META["REMOTE_ADDR"]
    if not at:  # a unix socket, which only the front server reaches: it says who asked
        at = request.headers.get("X-Forwarded-For", "")
    found = _address(at)
    if not found:
        return "unknown"
    line = ip_network((found, 64 if found.version == 6 else 32), strict=False)  # a line of IPv6 has a /64
    return keyed(line)


def keyed(name):
    """A hash of the name of a counter, which nobody without the portal's key can take back."""
    return salted_hmac("people.counter", str(name), algorithm="sha256").hexdigest()


def _address(said):
    """None for what is no address; one of IPv4 also where it is written as IPv6."""
    try:
        found = ip_address(said)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


class Who(logging.Filter):
    """Gives each line `who`: the number of the account that asked, where it has been looked up already."""

    def filter(self, record):
        user = getattr(getattr(record, "request", None), "_cached_user", None)
        record.who = getattr(user, "pk", None) or "-"
        return True
