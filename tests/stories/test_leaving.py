"""After signing out the browser's way back shows no page, and words that no server has are still there."""

import pytest
from playwright.sync_api import expect

from tests.browser import CHROMIUM, FLAGS, Window, chromium  # noqa: F401 (a fixture)
from tests.makers import PASSWORD
from tests.stories.drafts import OFFLINE, WORDS, box, copies, focus, office, says, type_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROTECTION = {"cache-control", "clear-site-data"}


@pytest.fixture
def window(chromium, live_server):  # noqa: F811
    """The author's, in a browser with the back/forward cache, which Playwright turns off."""
    off = ["--disable-back-forward-cache"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=FLAGS, ignore_default_args=off)
    yield Window(browser, live_server.url, "author", PASSWORD, "leaving")
    browser.close()


def sign_out(page):
    page.locator(".tools .drop:has(form) summary").click()
    with page.expect_navigation():
        page.locator("form[action='/logout/'] button").click()


def back(page, address):
    """As the browser's button does; Playwright's own waits for a page that is loaded anew."""
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url(address, wait_until="commit")


def test_after_signing_out_the_way_back_leads_to_the_door(office, window):  # noqa: F811
    page, title = window.page, office.draft().heading
    page.goto("/reports/")
    expect(page.get_by_text(title)).to_be_visible()
    sign_out(page)
    back(page, "**/login/?next=/reports/")
    assert title not in page.content()


def test_without_its_two_headers_the_page_would_come_back(office, window):  # noqa: F811
    """The control."""

    def unprotected(route):
        answer = route.fetch(max_redirects=0)
        headers = {name: value for name, value in answer.headers.items() if name not in PROTECTION}
        route.fulfill(response=answer, headers=headers)

    page, title = window.page, office.draft().heading
    page.route("**/*", unprotected)
    page.goto("/reports/")
    sign_out(page)
    back(page, "**/reports/")
    expect(page.get_by_text(title)).to_be_visible()


def test_words_that_no_server_has_outlive_the_sign_out(office, window):  # noqa: F811
    page = window.page
    page.route("**/reports/autosave/", lambda route: route.abort())
    page.goto("/reports/new/")
    focus(page)
    type_in(page, WORDS)
    says(page, OFFLINE)
    page.goto("/notices/")
    sign_out(page)
    assert len(copies(page)) == 1
    page.unroute("**/reports/autosave/")
    window.sign_in("author", PASSWORD)
    page.goto("/reports/new/")
    expect(box(page)).to_have_value(WORDS)
