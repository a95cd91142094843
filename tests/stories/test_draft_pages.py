"""What else may happen to a draft: a slow answer, one that never comes, somebody else at the same machine,
a colleague's edit; and how the page looks while it tells of it."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from reports import workflow
from reports.models import Report
from reports.states import State
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.stories.drafts import (  # noqa: F401 (two are fixtures)
    OFFLINE,
    OTHER,
    OUT,
    WORDS,
    box,
    copies,
    focus,
    office,
    safe,
    says,
    silence,
    type_in,
    window,
)  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVING = "**/reports/autosave/"
HALF = WORDS[:20]


def test_a_slow_answer_never_overwrites_newer_words(office, window):  # noqa: F811
    page, held, released = window().page, [], []

    def hold(route):
        held.append(route)
        if released:
            route.continue_()

    page.clock.install()
    page.route(SAVING, hold)
    page.goto("/reports/new/")
    focus(page)
    with page.expect_request(SAVING):
        type_in(page, HALF)
        page.clock.run_for(1000)
    type_in(page, WORDS[20:])
    page.clock.run_for(10_000)
    assert len(held) == 1  # one at a time
    released.append(True)
    with page.expect_response(SAVING):
        held[0].continue_()
    expect(box(page)).to_have_value(WORDS)
    page.clock.run_for(1000)
    safe(page)
    assert Report.objects.get().written.situation == WORDS


def test_an_answer_that_never_comes_is_no_conflict(office, window):  # noqa: F811
    page = window().page

    def lose(route):
        route.fetch()  # the server has it
        route.abort()
        page.unroute(SAVING)

    page.route(SAVING, lose)
    page.goto("/reports/new/")
    focus(page)
    type_in(page, HALF)
    says(page, OFFLINE)
    assert Report.objects.get().written.situation == HALF
    type_in(page, WORDS[20:])
    safe(page)
    assert Report.objects.get().written.situation == WORDS and not page.locator("[data-both]").count()


def test_somebody_else_at_the_same_machine_sees_nothing(office, window):  # noqa: F811
    """Not even as the saver of what another person left in an open window."""
    author = window()
    page = author.page
    page.goto("/reports/new/")
    focus(page)
    Session.objects.all().delete()
    type_in(page, HALF)
    says(page, OUT)
    other = window("joint", page.context).page
    page.bring_to_front()
    with page.expect_response(SAVING):
        type_in(page, WORDS[20:])
    says(page, OUT)
    assert not Report.objects.exists()
    page.close()
    for path in ("/", "/reports/new/"):
        other.goto(path)
        assert len(copies(other)) == 1 and HALF not in other.content()
        expect(other.locator("[data-unsaved]")).to_be_empty()
    focus(other)
    type_in(other, "别人的")
    other.wait_for_url("**/write/")
    assert Report.objects.get().written.situation == "别人的"
    back = window("author", other.context).page
    expect(back.locator("[data-unsaved] a")).to_have_attribute("href", "/reports/new/")
    back.locator("[data-unsaved] a").click()
    expect(box(back)).to_have_value(WORDS)
    safe(back)


def test_rows_and_choices_come_back_too(office, window):  # noqa: F811
    page = window().page
    page.goto("/reports/new/")
    page.context.set_offline(True)
    box(page, "category").select_option("urban")
    box(page, "name_shown").check()
    box(page, "title").fill("关于排查的建议")
    says(page, OFFLINE)
    silence(page)
    page.close()
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto("/reports/new/")
    safe(page)
    report = Report.objects.get()
    assert (report.category, report.name_shown, report.written.title) == ("urban", True, "关于排查的建议")


def test_what_is_wrong_is_said_and_what_was_typed_stays(office, window):  # noqa: F811
    person = window()
    page = person.page
    page.goto("/reports/new/")
    focus(page)
    type_in(page, WORDS)
    with page.expect_navigation():
        page.locator("button[value=check]").click()
    expect(page.locator(".problem")).to_be_visible()
    expect(box(page)).to_have_value(WORDS)
    person.fill(title="关于排查的建议", advice="一是排查。", category="urban", occasion="visit")
    with page.expect_event("load"):  # and not the draft's own address, which comes with its first saving
        page.locator("button[value=check]").click()
    assert page.url.endswith("/check/") and not copies(page)
    assert Report.objects.get().written.situation == WORDS


def test_words_for_a_report_that_has_gone_on_are_read_on_the_desk(office, window):  # noqa: F811
    draft = office.draft(at=timezone.now(), situation="")
    page = window().page
    page.goto(f"/reports/{draft.pk}/write/")
    page.context.set_offline(True)
    focus(page)
    type_in(page, WORDS)
    says(page, OFFLINE)
    silence(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    office.submitted(draft, timezone.now())
    page.goto("/")
    page.locator("[data-unsaved] summary").click()
    assert WORDS in page.locator("[data-unsaved] textarea").input_value()
    page.locator("[data-drop]").click()
    expect(page.locator("[data-unsaved]")).to_be_empty()
    assert not copies(page)


def test_two_windows_that_both_died_are_both_found(office, window):  # noqa: F811
    draft = office.draft(at=timezone.now(), situation="")
    path = f"/reports/{draft.pk}/write/"
    pages = [window().page]
    pages.append(pages[0].context.new_page())
    for page in pages:
        page.goto(path)
    pages[0].context.set_offline(True)
    for page, words in zip(pages, ("这边写的", "那边也写了"), strict=True):
        page.bring_to_front()
        focus(page)
        type_in(page, words)
        says(page, OFFLINE)
        silence(page)
    again = pages[0].context.new_page()
    for page in pages:
        page.close()
    again.context.set_offline(False)
    again.goto(path)
    says(again, "saved")
    offered = again.locator("[data-keep-notes] button")
    expect(offered).to_have_count(1)
    kept = box(again).input_value()
    offered.click()
    expect(again.locator("[data-other=situation]")).to_have_value(kept)
    assert {kept, box(again).input_value()} == {"这边写的", "那边也写了"}


def test_an_edit_survives_and_a_colleagues_newer_one_is_shown_beside_it(office, window):  # noqa: F811
    report = office.report(State.EDITING)
    path = f"/reports/{report.pk}/edit/"
    page = window("clerk").page
    context = page.context

    def again():
        new = context.new_page()
        page.close()
        new.goto(path)
        return new

    page.goto(path)
    focus(page, "advice")
    type_in(page, "三是逐栋建账。")
    page = again()
    expect(box(page, "advice")).to_have_value(report.working.advice + "三是逐栋建账。")
    expect(page.locator("[data-keep-notes] .note")).to_be_visible()
    newer = report.working.parts() | {"advice": "同事的新稿。"}
    workflow.edit(report, by=office.clerk, at=timezone.now(), version=report.version, **newer)
    page = again()
    expect(page.locator("[data-other=advice]")).to_have_value("同事的新稿。")
    typed = box(page, "advice").input_value()
    assert typed.endswith("三是逐栋建账。")
    page.locator("[data-mine]").click()
    page.wait_for_url(f"**/reports/{report.pk}/")
    assert not copies(page)
    assert report.revisions.last().advice == typed


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_of_the_page_is_seen_by_everybody(office, window, language):  # noqa: F811
    draft = office.draft(at=timezone.now(), situation=HALF)
    path = f"/reports/{draft.pk}/write/"
    author = window()
    page = author.page
    author.speak(language)

    def look(name):
        author.picture(f"{name}-{language}")
        author.examine(name, language)

    page.goto(path)
    focus(page)
    type_in(page, "一")
    safe(page)
    look("saved")
    page.context.set_offline(True)
    type_in(page, "二")
    says(page, OFFLINE)
    look("offline")
    page.route(SAVING, lambda route: route.abort())  # before the line is there again: it is used at once
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-keep-notes] .note")).to_be_visible()
    says(page, OFFLINE)
    look("put-back")
    page.goto("/")
    page.locator("[data-unsaved] summary").click()
    look("desk")
    page.unroute(SAVING)
    draft.refresh_from_db()
    other = draft.written.parts() | {"situation": HALF + "在别的窗口改过。", "title": "另一个题目"}
    choices = {"category": "rural", "occasion": draft.occasion, "name_shown": False}
    workflow.save_draft(
        draft, by=office.author, at=timezone.now(), version=draft.written.version, **other, **choices
    )
    page.goto(path)
    says(page, OTHER)
    look("two-texts")
    Session.objects.all().delete()
    page.locator("[data-mine]").click()
    says(page, OUT)
    look("signed-out")
    assert not [said for said in author.problems if "Failed to load resource" not in said]
