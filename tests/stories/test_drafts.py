"""Drafts that cannot be lost, in a real browser that is killed, cut off, signed out and used twice.

Each run stops at another character, in mid-sentence; DRAFT_RUNS says how many runs of each kind. The control
does the same without js/keep.js and must lose text, else these tests could not tell.
"""

import os
import random

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Report
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.makers import PASSWORD
from tests.stories.drafts import (  # noqa: F401 (three are fixtures)
    OFFLINE,
    OUT,
    WORDS,
    box,
    copies,
    focus,
    killed,
    nothing_left,
    office,
    opened,
    safe,
    says,
    type_in,
    window,
)  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RUNS = range(int(os.environ.get("DRAFT_RUNS", "1")))
WITHOUT = "**/js/keep*.js"


@pytest.fixture(params=RUNS, ids=lambda n: f"run{n}")
def chance(request):
    """The same cuts whenever a run is repeated."""
    return random.Random(request.node.nodeid.rpartition("::")[2])


def cut(chance):
    """What is typed before it happens, and what is typed after it."""
    end = chance.randrange(10, len(WORDS))
    place = chance.randrange(2, end - 2)
    return WORDS[:place], WORDS[place:end]


def begun(office, chance):  # noqa: F811
    """The address of a draft that is there already, or of a new report."""
    draft = chance.random() < 0.5 and office.draft(at=timezone.now(), situation="")
    return f"/reports/{draft.pk}/write/" if draft else "/reports/new/"


def where_it_is(path):
    """The draft's own page, where the server has it by now."""
    report = Report.objects.first()
    return f"/reports/{report.pk}/write/" if report else path


def test_a_killed_browser_loses_nothing(office, killed, chance):  # noqa: F811
    before, after = cut(chance)
    path = begun(office, chance)

    def write(page):
        type_in(opened(page, path), before)
        if chance.random() < 0.5:  # else it may die before the server has seen anything
            safe(page)
        type_in(page, after)

    with killed(write) as page:
        page.goto(where_it_is(path))
        expect(box(page)).to_have_value(before + after)
        safe(page)
    assert Report.objects.get().written.situation == before + after


def test_a_dead_line_loses_nothing(office, window, chance):  # noqa: F811
    before, after = cut(chance)
    path = begun(office, chance)
    page = opened(window().page, path)
    context = page.context
    type_in(page, before)
    if chance.random() < 0.5:
        safe(page)
    context.set_offline(True)
    page.keyboard.type(after)
    says(page, OFFLINE)
    if chance.random() < 0.5:  # and the page is closed
        page.close()
        page = context.new_page()
        context.set_offline(False)
        page.goto(where_it_is(path))
    context.set_offline(False)
    expect(box(page)).to_have_value(before + after)
    nothing_left(page)  # the closed page's last saving may have come through after all
    assert Report.objects.get().written.situation == before + after


def test_an_expired_session_loses_nothing(office, window, chance):  # noqa: F811
    before, after = cut(chance)
    person = window()
    page = opened(person.page, begun(office, chance))
    type_in(page, before)
    if chance.random() < 0.5:
        safe(page)
    Session.objects.all().delete()
    page.keyboard.type(after)
    if chance.random() < 0.5:
        page.locator("button[value=save]").click()
    says(page, OUT)
    page.locator("[data-kept] a").click()
    person.sign_in("author", PASSWORD)
    expect(box(page)).to_have_value(before + after)
    safe(page)
    assert Report.objects.get().written.situation == before + after


@pytest.mark.parametrize("choice", ["mine", "theirs", "merged"])
def test_two_windows_lose_nothing(office, window, chance, choice):  # noqa: F811
    before, after = cut(chance)
    draft = office.draft(at=timezone.now(), situation="")
    path = f"/reports/{draft.pk}/write/"
    first = opened(window().page, path)
    second = opened(first.context.new_page(), path)
    first.bring_to_front()
    type_in(first, before)
    safe(first)
    second.bring_to_front()
    type_in(second, after)
    both = second.locator("[data-both]")
    expect(both).to_be_visible()
    expect(both.locator("[data-other=situation]")).to_have_value(before)
    expect(box(second)).to_have_value(after)
    draft.refresh_from_db()
    assert draft.written.situation == before  # nothing is overwritten until one chooses
    if choice == "merged":
        focus(second)
        type_in(second, before)
    both.locator("[data-theirs]" if choice == "theirs" else "[data-mine]").click()
    expect(both).to_have_count(0)
    kept = {"mine": after, "theirs": before, "merged": after + before}[choice]
    expect(box(second)).to_have_value(kept)
    (nothing_left if choice == "theirs" else safe)(second)
    draft.refresh_from_db()
    assert draft.written.situation == kept


# The control.


def test_without_the_script_a_killed_browser_loses_text(office, killed):  # noqa: F811
    def write(page):
        page.context.route(WITHOUT, lambda route: route.abort())
        opened(page, "/reports/new/").keyboard.type(WORDS)

    with killed(write) as page:
        page.goto("/reports/new/")
        expect(box(page)).to_have_value("")
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", ["line", "session"])
def test_without_the_script_a_dead_line_or_an_expired_session_loses_text(office, window, kind):  # noqa: F811
    person = window()
    page = person.page
    page.context.route(WITHOUT, lambda route: route.abort())
    opened(page, "/reports/new/")
    page.keyboard.type(WORDS)
    if kind == "line":
        page.context.set_offline(True)
        page.close()
        page = page.context.new_page()
        page.context.set_offline(False)
        page.goto("/reports/new/")
    else:
        Session.objects.all().delete()
        with page.expect_navigation():
            page.locator("button[value=save]").click()
        person.sign_in("author", PASSWORD)
    expect(box(page)).to_have_value("")
    assert not Report.objects.exists()
