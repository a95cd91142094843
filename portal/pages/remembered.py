"""What somebody has filtered and sorted a list by, until they sign out: the menu leads back to it.

An address says all that its page shows: a bare one shows everything, also to whoever had filtered. So what is
remembered stands in the menu's link. It is only what was asked for on the list itself: whoever follows the
number of what is late from the desk has set no filter.
"""

from urllib.parse import urlencode, urlsplit

LISTS, LONGEST = "lists", 1500  # the key in the session; characters of an address that are kept


def remember(request, names):
    """Of the address, what these names are set to; nothing where all was taken away again ("Show all")."""
    if urlsplit(request.headers.get("Referer", "")).path != request.path:
        return
    asked = urlencode([(name, value) for name in names for value in request.GET.getlist(name) if value])
    lists = request.session.get(LISTS, {})
    if asked != lists.get(request.path, "") and len(asked) < LONGEST:
        request.session[LISTS] = lists | {request.path: asked}


def as_left(request, url):
    """The address of a list as this person left it."""
    asked = request.session.get(LISTS, {}).get(url)
    return f"{url}?{asked}" if asked else url
