"""What may happen to words in any form: a unit's reply, a citizen's suggestion. Those of reports are in
test_drafts.py, and test_kept_forms.py goes through all forms."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from portal.ledger.reading import step_url
from reports.states import State
from reports.workflow import consultations
from routing.workflow import assignments
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.makers import NINE, PASSWORD, organisation
from tests.stories.drafts import (  # noqa: F401 (three are fixtures)
    OFFLINE,
    OUT,
    WORDS,
    box,
    copies,
    killed,
    nothing_left,
    office,
    opened,
    says,
    type_in,
    window,
)  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reply(office):  # noqa: F811
    """Where the unit writes it."""
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(slip, by=office.officer, at=NINE)
    return step_url(slip, "reply")


def type_reply(page, path):
    type_in(opened(page, path, "text"), WORDS)


def test_a_killed_browser_keeps_a_reply(reply, killed):  # noqa: F811
    with killed(lambda page: type_reply(page, reply), "officer") as page:
        page.goto(reply)
        expect(box(page, "text")).to_have_value(WORDS)


def test_a_dead_line_and_an_expired_session_keep_a_reply(reply, window):  # noqa: F811
    officer = window("officer")
    page = officer.page
    type_reply(page, reply)
    page.context.set_offline(True)
    page.locator("main .btn-primary").click()
    says(page, OFFLINE)
    page.context.set_offline(False)
    Session.objects.all().delete()
    page.locator("main .btn-primary").click()
    says(page, OUT)
    page.locator("[data-kept] a").click()
    officer.sign_in("officer", PASSWORD)
    expect(box(page, "text")).to_have_value(WORDS)


def test_another_person_sees_nothing_and_the_own_desk_names_it(reply, window):  # noqa: F811
    first = window("officer")
    opened(first.page, reply, "text")
    first.page.context.set_offline(True)  # so that they are on this device alone
    type_in(first.page, WORDS)
    first.page.close()
    first.page.context.set_offline(False)
    other = window("co_officer", first.page.context).page
    for path in ("/", reply):
        other.goto(path)
        assert WORDS not in other.content() and len(copies(other)) == 1
    back = window("officer", other.context).page
    expect(back.locator("[data-unsaved] a")).to_have_attribute("href", reply)
    back.locator("[data-unsaved] a").click()
    expect(box(back, "text")).to_have_value(WORDS)
    back.locator("[data-keep-notes] [data-drop]").click()
    expect(box(back, "text")).to_have_value("")
    nothing_left(back)


def test_a_wrong_field_keeps_the_words_and_says_so_once(reply, window):  # noqa: F811
    page = window("officer").page
    type_reply(page, reply)
    with page.expect_event("load"):
        page.locator("main .btn-primary").click()
    expect(page.locator(".problem")).to_be_visible()
    expect(box(page, "text")).to_have_value(WORDS)
    page = page.context.new_page()
    page.context.pages[0].close()
    page.goto(reply)
    expect(box(page, "text")).to_have_value(WORDS)


def test_of_a_stranger_only_the_words_are_kept(office, chromium, live_server):  # noqa: F811
    path = f"/s/{consultations.make_address(organisation(), by=office.clerk, at=NINE).code}/"
    device = chromium.new_context(base_url=live_server.url)
    page = device.new_page()
    page.goto(path)
    for name, typed in {"topic": "路灯", "text": WORDS, "citizen": "周女士", "phone": "13900000000"}.items():
        box(page, name).fill(typed)
    page.locator("[name=agree]").check()
    copies(page)
    page.close()
    page = device.new_page()
    page.goto(path)
    expect(box(page, "text")).to_have_value(WORDS)
    assert box(page, "topic").input_value() == "路灯"
    assert box(page, "citizen").input_value() == box(page, "phone").input_value() == ""
    assert not page.locator("[name=agree]").is_checked() and "周女士" not in str(copies(page))


def test_too_many_characters_are_counted_and_refused_and_none_is_cut(reply, window):  # noqa: F811
    page = window("officer").page
    page.goto(reply)
    box(page, "text").fill("长" * 5012)
    expect(page.locator("output[for=id_text]")).to_have_text("5012 / 5000 · 超出 12 字")
    line = box(page, "approved_by")
    line.fill("长" * 51)
    expect(page.locator("output[for=id_approved_by]")).to_have_text("51 / 50 · 超出 1 字")
    with page.expect_event("load"):
        page.locator("main .btn-primary").click()
    assert "5000" in page.locator(".problem").inner_text()
    assert box(page, "text").input_value() == "长" * 5012 and line.input_value() == "长" * 51
