"""What is sent by a button and not by an address: notices that are read, long searches, many ticks."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from feedback import sweeps
from feedback.models import Notice
from reports.states import State
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_notice_is_read_when_it_is_pressed_and_not_when_it_is_seen(office, window):  # noqa: F811
    report = office.report(State.EDITING, at=timezone.now())
    sweeps.tell(timezone.now())
    author = window()
    page = author.page
    page.goto("/notices/")
    author.look("notices")
    assert not Notice.objects.filter(user=office.author).exclude(read_at=None).exists()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/{report.pk}/")
    assert Notice.objects.filter(user=office.author).exclude(read_at=None).count() == 1
    page.go_back()
    expect(page.locator(".notice-row:not(.unread)")).to_have_count(1)


def test_a_search_for_too_many_words_is_kept_in_its_box(office, window):  # noqa: F811
    clerk = window("clerk")
    page = clerk.page
    page.goto("/")
    words = "长" * 455
    page.locator("#search").fill(words)
    page.keyboard.press("Enter")
    assert page.locator("#search").evaluate("box => box.validity.patternMismatch")
    assert page.locator("#search").input_value() == words and "/reports/" not in page.url
    page.locator("#search").fill("热" * 50)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/search/?q=" in page.url


def test_ticks_of_a_briefing_are_sent_and_stand_in_the_address(office, window):  # noqa: F811
    for n in range(3):
        office.report(State.SIGNED, at=timezone.now(), title=f"关于修路的建议之{n}")
    clerk = window("clerk")
    page = clerk.page
    page.goto("/briefing/")
    page.locator("main details.preview summary").click()
    for box in page.locator("[name=pieces]").all():
        box.check()
    clerk.press()
    assert page.locator("[name=pieces]:checked").count() == 3 and page.url.count("pieces=") == 1
    page.reload()
    assert page.locator("[name=pieces]:checked").count() == 3
    expect(page.locator(".paper")).to_contain_text("关于修路的建议之2")
