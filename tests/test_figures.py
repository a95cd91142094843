"""Each number that leads to a list is as long as that list, on every page of figures there is."""

import html
import re
from datetime import timedelta

import pytest

from portal.pages.lists import Page
from reports.states import State
from tests.filings import event, filing
from tests.makers import NINE, moment

HOUR = timedelta(hours=1)
YEAR = "since=2026-01-01&until=2026-12-31"
PAGES = {
    "/same_day/?by=year": 6, "/same_day/?by=month": 6, "/adoption/?year=2026": 6, "/adoption/?year=": 6,
    f"/three_rates/?period=own&{YEAR}": 6, "/supervision/": 3, "/year/?year=2026": 20,
    f"/briefing/?title=x&{YEAR}": 6,
}  # fmt: skip
LINKED = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>((?:[^<]|<(?!/a>))*)</a>')
ELSEWHERE = re.compile(r"page=|/directives/$|^\?year=")  # pages of a list, all of one, years


@pytest.fixture
def busy(office):
    """A year of an office: in time and late, with units that have answered, are late, and wait."""
    for state in (
        State.SUBMITTED,
        State.KEPT,
        State.AWAITING_SIGNOFF,
        State.SIGNED,
        State.ISSUED,
        State.MERGED,
    ):
        office.report(state)
    office.signed(office.report(State.AWAITING_SIGNOFF), moment("03-12 10:00"))
    for _ in range(2):
        office.report(State.ANSWERED)
        closed = office.report(State.CLOSED)
    office.report(State.HANDLING)
    event(office, filing(office, closed, at=NINE + HOUR), at=NINE + 2 * HOUR)
    return office


def test_each_number_is_as_long_as_the_list_behind_it(busy, client):
    client.force_login(busy.clerk)
    for page, least in PAGES.items():
        followed = dict(numbers(client.get(page)))
        assert len(followed) >= least, (page, followed)
        found = {url: (n, length(client.get(url))) for url, n in followed.items()}
        assert not {url: pair for url, pair in found.items() if pair[0] != pair[1]}, page


def numbers(answer):
    """(address, number) of each link in the page's main part whose words begin with one, and no date."""
    path = answer.request["PATH_INFO"]
    body = answer.content.decode().split("<main", 1)[1]
    for href, inside in LINKED.findall(body):
        words = re.sub(r"<[^>]+>", " ", inside).split()
        if words and words[0].isdigit() and not ELSEWHERE.search(href):
            url = html.unescape(href)
            yield (path + url if url.startswith("?") else url), int(words[0])


def length(answer):
    page = answer.context["page"]
    return page.count if isinstance(page, Page) else page.paginator.count
