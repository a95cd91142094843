"""Finds every list of the portal, by opening every page there is."""

import re
from datetime import timedelta
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import QueryDict

from portal.ledger.models import Untold
from portal.pages.columns import Table
from portal.people.models import Organisation
from reports.states import State
from tests.makers import NINE, moment, organisation
from tests.test_queries import one_of_each
from tests.test_routes import PAGES
from tests.world import OFFICE, address, build

TABS = re.compile(r'<nav class="(?:tabs|stages)".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]*)"')


class Shown(NamedTuple):
    """A list as somebody has it before them."""

    who: str
    route: str
    url: str


def crowded():
    """The world with some rows in every list."""
    world = build()
    Untold.objects.filter(entry=world.notice.entry).delete()  # as its notice has been written
    one_of_each(world.office, 20)  # build() has used the small numbers
    _second_ones(world)
    return world


def _second_ones(world):
    """Of what the world has one: so filters have a choice, and each row something of its own to look up."""
    world.lead.readers.create(user=world.people["joint"])
    world.office.matter(at=NINE - timedelta(days=365))
    world.office.report(State.SUBMITTED, at=moment("02-10 09:00"))
    for place in ("东湖区", "望江区"):
        Organisation.objects.create(
            name=f"{place}联络站", kind="station", parent=organisation(f"政协{place}委员会")
        )


def found(show):
    """{list or page: answer} of every page that there is, and of every tab of what is a list."""
    found = {}
    for route, about, allowed, _otherwise in PAGES:
        if route == "step":  # the page of an act, the same for all
            continue
        url = address(show.world, route, about)
        for who in sorted(viewers(allowed)):
            answer = show(who, url)
            for each in {url, *tabs(url, answer)} if isinstance(page_in(answer), Table) else {url}:
                found[Shown(who, route, each)] = show(who, each)
    return found


def viewers(allowed):
    """Somebody of the office and somebody who is not, of those who may see a page."""
    words = allowed.split()
    return {who for some in (True, False) for who in [w for w in words if (w in OFFICE.split()) is some][:1]}


def page_in(answer):
    """Of the page itself: what stands beside something else is turned like a list and is no page."""
    return answer.context and answer.context[0].get("page")


def tabs(url, answer):
    """Addresses of this page itself under other tabs, the first few of each row of them."""
    found = [link for nav in TABS.findall(answer.content.decode()) for link in LINK.findall(nav)[:3]]
    found = [url.partition("?")[0] + link if link.startswith("?") else unescape(link) for link in found]
    return [unescape(link) for link in found if urlsplit(link).path == urlsplit(url).path]


def asked(key, **change):
    """The address of a list with other words in it."""
    url = urlsplit(key.url)
    query = QueryDict(url.query, mutable=True)
    for name, value in change.items():
        query[name] = value
    return f"{url.path}?{query.urlencode()}"


def keys_of(page):
    return [getattr(row, "pk", None) or repr(row) for row in page]
