"""A list is come back to as it was left: by the menu, until "Show all", until one signs out."""

import re
from html import unescape

import pytest

from reports.states import State

LIST, BARE = "http://testserver/reports/", "/reports/"


@pytest.fixture
def clerk(office, client):
    office.report(State.SUBMITTED, category="rural"), office.report(State.SUBMITTED)
    client.force_login(office.clerk)
    return client


def on_it(client, **asked):
    """As by a filter, a heading or a chip of the list itself."""
    return client.get(BARE, asked, headers={"Referer": f"{LIST}?page=2"})


def in_menu(client, page="/"):
    """Where the menu of a page leads for reports."""
    menu = client.get(page).content.decode().split('class="menu"', 1)[1]
    return next(unescape(url) for url in re.findall(r'href="([^"]*)"', menu) if url.split("?")[0] == BARE)


def test_the_menu_leads_to_the_list_as_it_was_left(clerk):
    assert in_menu(clerk) == BARE
    on_it(clerk, category="rural", sort="submitted", size=100, page=1, q="")
    left = in_menu(clerk)
    assert left == f"{BARE}?sort=submitted&size=100&category=rural"
    assert [row.category for row in clerk.get(left).context["page"]] == ["rural"]
    assert in_menu(clerk, "/reports/queue/") == left


def test_columns_that_were_chosen_are_remembered_all_of_them(clerk):
    on_it(clerk, column=["category", "due"], category="rural")
    left = in_menu(clerk)
    assert left == f"{BARE}?column=category&column=due&category=rural"
    page = clerk.get(left)
    shown = [column.name for column, *_more in page.context["page"].heads()]
    assert shown == ["report", "category", "due"]
    assert page.context["kept"] == [("column", "category"), ("column", "due")]  # a filter leaves them


def test_the_office_alone_chooses_columns(clerk, office):
    assert 'name="column"' in clerk.get(BARE).content.decode()
    clerk.force_login(office.author)
    assert 'name="column"' not in clerk.get(BARE).content.decode()


def test_show_all_forgets(clerk):
    answer = on_it(clerk, category="rural")
    assert in_menu(clerk) != BARE
    clerk.get(BARE + answer.context["unfiltered"], headers={"Referer": f"{LIST}?category=rural"})
    assert in_menu(clerk) == BARE


@pytest.mark.parametrize("referer", ["http://testserver/", "http://testserver/reports/queue/", None])
def test_a_link_from_elsewhere_shows_what_it_says_and_sets_nothing(clerk, referer):
    on_it(clerk, category="rural")
    left, headers = in_menu(clerk), {"Referer": referer} if referer else {}
    assert len(clerk.get(BARE, {"category": "urban"}, headers=headers).context["page"]) == 1
    assert len(clerk.get(BARE, headers=headers).context["page"]) == 2  # a bare address hides nothing
    assert in_menu(clerk) == left


@pytest.mark.parametrize(
    "asked", [{"since": "x"}, {"unknown": "1"}, {"q": "", "page": "2"}, {"sort": "x" * 1500}]
)
def test_what_asks_for_nothing_is_not_remembered(clerk, asked):
    on_it(clerk, **asked)
    assert in_menu(clerk) == BARE


def test_it_is_each_persons_own_and_ends_with_the_session(clerk, office):
    on_it(clerk, category="rural")
    clerk.logout()
    clerk.force_login(office.clerk)
    assert in_menu(clerk) == BARE
