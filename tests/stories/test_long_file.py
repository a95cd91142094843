"""A long file in a browser: asked for on the list, made meanwhile, picked up where one waits for it."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from portal.jobs import doing
from portal.pages import lists
from reports.states import State
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_says_by_itself_that_the_file_is_ready(office, window, live_server, monkeypatch):  # noqa: F811
    monkeypatch.setattr(lists, "WAITED_FOR", 2)
    for _ in range(3):
        office.report(State.SUBMITTED, at=timezone.now())
    page = window("clerk").page
    page.goto(f"{live_server.url}/reports/")
    page.locator("form[action='/jobs/ask/'] button").click()
    expect(page.locator("#job[data-open]")).to_be_visible()
    doing.make(timezone.now)
    button = page.locator("#job form[action$='/fetch/'] button")
    expect(button).to_be_enabled(timeout=20_000)
    assert not page.locator("#job[data-open]").count()
    with page.expect_download() as download:
        button.click()
    assert load_workbook(io.BytesIO(download.value.path().read_bytes())).active.max_row == 1 + 3
