"""Files in a real browser: sent when chosen, each with its verdict, found again after a killed browser."""

import pytest
from playwright.sync_api import expect

from portal.files.models import Attachment
from routing.models import Reply
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.stories.drafts import (  # noqa: F401 (three are fixtures)
    SAVED,
    WORDS,
    box,
    kill,
    office,
    profile,
    says,
    window,
)
from tests.stories.test_kept_words import reply, type_reply  # noqa: F401 (a fixture)
from tests.uploads import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = {"name": "现场.png", "mimeType": "image/png", "buffer": picture("PNG")}
PROGRAM = {"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
TEXT = {"name": "说明.txt", "mimeType": "text/plain", "buffer": "说明".encode()}


def rows(page):
    return page.locator("[data-kept-files] li")


def test_files_go_up_when_chosen_and_outlive_the_browser(reply, chromium, live_server, window, tmp_path):  # noqa: F811
    with profile(chromium, tmp_path / "home", live_server.url) as context:
        page = window("officer", context).page
        type_reply(page, reply)
        page.locator("[name=files]").set_input_files([PHOTO, PROGRAM, TEXT])
        expect(rows(page)).to_have_count(3)
        for name in ("现场.png", "说明.txt"):
            expect(rows(page).filter(has_text=name)).to_contain_text("已保存，尚未提交")
        expect(page.locator(".file-refused")).to_contain_text("程序.exe")
        rows(page).filter(has_text="说明.txt").locator("button").click()
        expect(rows(page)).to_have_count(2)
        says(page, SAVED)
        kill(tmp_path / "home")
    page = window("officer").page  # another device
    page.goto(reply)
    expect(box(page, "text")).to_have_value(WORDS)
    expect(rows(page)).to_have_count(1)
    box(page, "approved_by").fill("王局长")
    page.check("[name=advice][value=yes]"), page.check("[name=grade][value=solved]")
    page.select_option("[name=talked]", "not_yet")
    with page.expect_event("load"):
        page.locator("main .btn-primary").click()
    assert Attachment.objects.get().subject == Reply.objects.get() and Reply.objects.get().text == WORDS
    page.goto("/unsent/")
    expect(page.locator("main .empty")).to_be_visible()
