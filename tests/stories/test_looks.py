"""Every page as one who may open it sees it: pictures, no sideways scrolling, nothing for axe to find."""

from collections import defaultdict

import pytest
from django.urls import reverse

from reports.workflow.consultations import make_address
from tests import followup_rows, print_rows
from tests.browser import Window, chromium  # noqa: F401 (a fixture)
from tests.makers import NINE, PASSWORD, Office, organisation
from tests.test_routes import PAGES
from tests.world import address, build

# Files, and a part of a page: nothing to look at in a browser.
NO_PAGES = {
    "file", "file_page", "procedures_document", "reports:help", "reports:import_template",
    "routing:filing_document", "feedback:briefing_document",
    *print_rows.NO_PAGES, *followup_rows.NO_PAGES,
}  # fmt: skip

PARTS = 3  # so that several workers share them


def pages_by_person():
    """{who: [(route, about)]}: each page once, shown to the first who gets it."""
    found, seen = defaultdict(list), set()
    for route, about, allowed, _otherwise in PAGES:
        if route not in NO_PAGES and allowed and (route, about) not in seen:
            seen.add((route, about))
            found[allowed.split()[0]].append((route, about))
    return found


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_looks_as_it_should(chromium, live_server, part):  # noqa: F811
    world, wrong = build(), []
    for who, pages in pages_by_person().items():
        window = Window(chromium, live_server.url, world.people[who].username, None, "looks")
        for route, about in pages[part::PARTS]:
            name = "-".join([route, *about.split()]).replace(":", "-")
            wrong += faults(window, name, address(world, route, about))
        window.page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_strangers_see_looks_as_it_should(chromium, live_server):  # noqa: F811
    office, wrong = Office(), []
    intake = make_address(organisation("东湖区联络站", "station"), by=office.clerk, at=NINE)
    window = Window(chromium, live_server.url, "clerk", PASSWORD, "looks")
    window.page.context.clear_cookies()
    for name, path in {"form": reverse("reports:tell_us", args=[intake.code]), "door": "/login/"}.items():
        wrong += faults(window, f"stranger-{name}", path)
    assert not wrong, "\n".join(wrong)


def faults(window, name, path):
    try:
        window.look(name, path)
    except AssertionError as fault:
        window.problems.clear()
        return [f"{name}: {fault}"]
    return []
