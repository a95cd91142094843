"""Every form in which a person writes more than a line, in a real browser: its words outlive the window.

One device goes from page to page: one for each template, with ALL_FORMS one for each form. The control does
the same without js/keep.js and must lose the words.
"""

import os

import pytest
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from playwright.sync_api import expect

from portal.days.workdays import load
from tests import test_routes
from tests.browser import chromium, session_of  # noqa: F401 (a fixture)
from tests.kept import put_back
from tests.stories.drafts import WORDS, copies
from tests.world import address, build
from tests.written import BESIDES, opened, shown_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = WORDS + "\n" + WORDS
LISTS = {"people", "organisations", "up", "peer", "down", "enclosed"}  # of which none is chosen
ALL = bool(os.environ.get("ALL_FORMS"))
BOXES = "textarea:not([readonly])"
FILL = """(form, sent) => {
  for (const box of form.elements) {
    const given = sent[box.name];
    if (["hidden", "file", "submit", "button"].includes(box.type) || given === undefined) continue;
    if (box.type === "checkbox" || box.type === "radio") box.checked = given.includes(box.value);
    else if (box.tagName === "SELECT") for (const o of box.options) o.selected = given.includes(o.value);
    else box.value = given[0] ?? "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
PRESS = """(form, sent) => {
  const buttons = [...form.elements].filter((e) => e.type === "submit" && !e.hasAttribute("formaction"));
  const [asked] = buttons.filter((e) => sent[e.name]?.includes(e.value));
  (asked ?? buttons.find((e) => e.classList.contains("btn-primary")) ?? buttons[0]).click();
}"""


@pytest.fixture
def world(as_owner_of_all):
    return build()


@pytest.fixture
def device(chromium, live_server):  # noqa: F811
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    yield context
    context.close()


def forms_of(world, monkeypatch):
    """One row of the route tests for each page, or for each form, that is drawn with a box to write in."""
    shown, met, chosen = shown_by(monkeypatch), set(), []
    for row in [*test_routes.POSTS, *BESIDES]:
        shown.clear()
        answer, _text, _who = opened(world, row)
        for form, _name in shown:
            new = form if ALL else (answer.templates[0].name, getattr(form, "template", ""))
            if new not in met and row not in chosen:
                chosen.append(row)
            met.add(new)
    monkeypatch.undo()
    return chosen


def open_as(context, world, row, base):
    """The row's page in a window of its own, for who may open it."""
    route, about, _sent, allowed = row
    context.clear_cookies()
    if allowed:
        key = session_of(world.people[allowed.split()[0]])
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": base}])
    page = context.new_page()
    page.goto(address(world, route, about))
    return page


def form_on(page, sent):
    """The form that is written in; a page of the reading room has several."""
    place = f":has([name=place][value='{sent['place']}'])" if "place" in sent else ""
    return page.locator(f"main form[method=post]{place}:has({BOXES})").first


def write(form):
    """More than 150 characters into each box, as keys or a paste would."""
    form.locator(BOXES).evaluate_all(
        """(boxes, words) => boxes.forEach((box) => {
          box.value = words;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        })""",
        TYPED,
    )
    copies(form.page)


def values(form):
    return form.locator(BOXES).evaluate_all("boxes => boxes.map((box) => box.value)")


def as_posted(value):
    values = (
        list(value) if isinstance(value, list | tuple | set) or hasattr(value, "values_list") else [value]
    )
    return [str(each.pk if isinstance(each, Model) else each) for each in values]


def send(form, sent):
    """Fills in what the route tests send, else what was typed, and presses the form's button."""
    page = form.page
    day = load().next_working(timezone.localdate()).isoformat()  # of the words why it is to be done by one
    given = (
        dict.fromkeys(LISTS, [""])
        | {"due_on": [day]}
        | {name: as_posted(value) for name, value in sent.items()}
    )
    form.evaluate(FILL, given)
    for _shown_first in range(3):
        page.wait_for_function("() => !document.querySelector('main form[method=post] button:disabled')")
        with page.expect_event("load"):  # and not where the page only takes another address
            form.evaluate(PRESS, given)
        if page.locator("body[data-posted]").count() == 0 or page.locator(".problem").count():
            return


def test_every_form_keeps_its_words_until_they_are_sent(world, device, live_server, monkeypatch):
    wrong, tried = [], forms_of(world, monkeypatch)
    for row in tried:
        sent = row[2](world) if callable(row[2]) else row[2]
        name = f"{row[0]} {row[1]}"
        with put_back():
            page = open_as(device, world, row, live_server.url)
            write(form_on(page, sent))
            page.close()
            page = open_as(device, world, row, live_server.url)
            form = form_on(page, sent)
            expect(form.locator("[data-keep-notes] .note")).to_be_attached()
            if set(values(form)) != {TYPED}:
                wrong.append(f"{name}: {values(form)}")
            send(form, sent)
            if page.locator(".problem").count():
                wrong.append(f"{name}: {page.locator('.problem').inner_text()}")
            elif left := copies(page):
                wrong.append(f"{name}: {left}")
            page.close()
    assert not wrong, "\n".join(wrong)
    assert len(tried) > (30 if ALL else 15)
    assert all(lost_without_the_script(world, device, live_server.url, row) for row in tried[::10])


def lost_without_the_script(world, device, base, row):
    """The control: the same without js/keep.js loses the words."""
    script = "**/js/keep*.js"
    device.route(script, lambda route: route.abort())
    page = open_as(device, world, row, base)
    before = values(form_on(page, {}))
    write(form_on(page, {}))
    page.close()
    page = open_as(device, world, row, base)
    lost = values(form_on(page, {})) == before
    page.close()
    device.unroute(script)
    return lost
