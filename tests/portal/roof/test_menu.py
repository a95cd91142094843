"""The menu: twelve rows at most, the rest one step away, and the place where one is marked on every page."""

import re

from django.urls import reverse
from django.utils import timezone

from portal.people.roles import hats_of
from portal.roof.menu import EVERY_PAGE, IN_SIGHT, ITEMS, in_sight, open_to, place
from portal.roof.seeking import found
from tests.test_routes import PAGES, built, expected, known, world  # noqa: F401 (fixtures)
from tests.world import address

# What lies in no page of the menu: the bar and the desk lead there, and to files whatever they belong to.
# The list of reports answers everybody, with theirs; the last two are in the menu of those who keep them.
ELSEWHERE = {
    "search", "due", "help", "help_page", "edit_help", "profile", "password", "devices", "leave", "unsent",
    "feedback:notices", "keys", "add_app", "add_passkey", "recovery_codes", "end_key",
    "file", "file_preview", "file_page", "reports:list", "reports:appointment", "reports:station", "job",
}  # fmt: skip


def of(user):
    return hats_of(user, timezone.localdate())


def flat(sections):
    return [item for items in sections.values() for item in items]


def test_at_most_twelve_rows_are_in_sight_and_the_rest_is_one_step_away(world):  # noqa: F811
    more = set()
    for who, user in world.people.items():
        everything = open_to(of(user))
        rows = flat(in_sight(everything))
        assert len(rows) <= IN_SIGHT and rows[0].name == "desk", who
        if set(rows) != set(flat(everything)):
            assert rows[-1] == EVERY_PAGE, who
            more.add(who)
    assert more >= {"clerk", "signer"} and not more & {"author", "officer", "leader"}


def test_every_page_is_on_the_page_of_all_and_found_by_its_name(world, client):  # noqa: F811
    for who in ("clerk", "author", "system"):
        user = world.people[who]
        client.force_login(user)
        page = client.get(reverse("pages")).content.decode()
        for item in flat(open_to(of(user))):
            assert f'href="{item.url}"' in page, (who, item.name)
            [named] = [rows for kind, rows, _more in found(of(user), str(item.label)) if item in rows]
            assert item in named


def test_every_page_lies_in_one_of_the_menu(world):  # noqa: F811
    nowhere = set()
    for who, user in world.people.items():
        items = [EVERY_PAGE, *flat(open_to(of(user)))]
        for route, about, allowed, otherwise in PAGES:
            if route not in ELSEWHERE and expected(who, route, allowed, otherwise) == 200:
                path = address(world, route, about)
                nowhere |= {(path, who)} if not place(path, items) else set()
    assert not nowhere


def test_the_place_is_marked_and_what_is_not_in_sight_marks_the_way_to_it(world, client):  # noqa: F811
    client.force_login(world.people["clerk"])
    report = reverse("report", args=[world.submitted.pk])
    for path, marked, how in (
        (reverse("reports:list"), reverse("reports:list"), "page"),
        (report, reverse("reports:list"), "true"),
        (reverse("calendar"), reverse("pages"), "true"),
    ):
        menu = _menu(client.get(path))
        assert re.findall(r'href="([^"]*)" aria-current="([^"]*)"', menu) == [(marked, how)], path
        assert len(menu.encode()) <= 4096
    assert {item.name for item in ITEMS if item.daily} >= {"desk", "reports:queue", "reports:signing"}


def _menu(answer):
    return re.search(r'<nav class="menu".*?</nav>', answer.content.decode(), re.S)[0]
