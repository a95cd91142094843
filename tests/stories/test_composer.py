"""The composer in a browser: the preview follows the keys; pieces are moved by pointer and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from reports.states import State
from routing.workflow import issues
from tests.browser import Window, chromium  # noqa: F401 (a fixture)
from tests.makers import NINE, PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAWN = re.compile("^data:image/png")
TITLES = ["关于甲事的建议", "关于乙事的建议"]


@pytest.fixture
def issue():
    """Two pieces in a draft."""
    office = Office()
    issue = office.report(State.PLACED, title=TITLES[0]).piece.issue
    issue.refresh_from_db()
    second = office.report(State.SIGNED, title=TITLES[1])
    issues.place(issue, by=office.clerk, at=NINE, report=second)
    return issue


@pytest.fixture
def page(issue, chromium, live_server):  # noqa: F811
    window = Window(chromium, live_server.url, "clerk", PASSWORD, "composer")
    window.go(issue.get_absolute_url())
    yield window.page
    assert not [said for said in window.problems if "400" not in said]
    window.page.context.close()


def first_sheet(page):
    return page.locator(".sheet-page").first.get_attribute("src")


def shown(page):
    return page.locator(".piece-what a").all_text_contents()


def test_the_preview_follows_the_keys_and_keeps_the_last_good_page(page, issue):
    assert first_sheet(page).endswith("/pages/1/")
    with page.expect_response("**/preview/1/"):
        page.fill("#id_note", "请有关单位阅研。")
    expect(page.locator(".sheet-page").first).to_have_attribute("src", DRAWN)
    drawn = first_sheet(page)
    with page.expect_response("**/preview/1/"):
        page.uncheck("[name=readers]")  # an issue that goes to nobody
    expect(page.locator("[data-said]")).not_to_be_empty()
    assert first_sheet(page) == drawn
    issue.refresh_from_db()
    assert issue.note == ""


def test_pieces_are_moved_by_pointer_and_by_keyboard(page, issue):
    page.locator(".piece-grip").first.scroll_into_view_if_needed()
    grip, row = (
        page.locator(kind).nth(n).bounding_box() for kind, n in ((".piece-grip", 0), ("[data-piece]", 1))
    )
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    with page.expect_response("**/preview/1/"):
        page.mouse.move(grip["x"] + 5, row["y"] + 0.8 * row["height"], steps=12)
        page.mouse.up()
    assert shown(page) == TITLES[::-1]
    up = page.locator("[data-move=up]").nth(1)
    up.focus()
    page.keyboard.press("Enter")
    assert shown(page) == TITLES
    assert [field.input_value() for field in page.locator(".piece-place input").all()] == ["1", "2"]
