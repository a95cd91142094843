"""Every form in which a person writes more than a line, in a real browser: its words outlive the window.

One device goes from page to page: one for each template, with ALL_FORMS one for each form. The control does
the same without js/keep.js and must lose the words. Four faults are tried on every twelfth form; with TIMES
on all of them, or on every third, so many times each. It says how often the words were kept:

    TIMES=5 EVERY=3 ./run test tests/stories/test_kept_forms.py -k fault
"""

import os
from contextlib import contextmanager, suppress
from itertools import groupby

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone
from playwright.sync_api import expect

from portal.days.workdays import load
from tests import test_routes
from tests.browser import chromium, session_of  # noqa: F401 (a fixture)
from tests.kept import put_back
from tests.stories.drafts import WORDS, copies, kill, profile
from tests.world import address, build
from tests.written import BESIDES, opened, shown_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = WORDS + "\n" + WORDS
LISTS = {"people", "organisations", "up", "peer", "down", "enclosed", "come"}  # of which none is chosen
ALL = bool(os.environ.get("ALL_FORMS"))
TIMES = int(os.environ.get("TIMES", "1"))
EVERY = int(os.environ.get("EVERY", "1" if TIMES > 1 else "12"))
FAULTS = "killed browser", "lost network", "expired session", "closed tab"
FOUND = []  # once for all tests
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
    if FOUND:
        return FOUND
    shown, met, chosen = shown_by(monkeypatch), set(), FOUND
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
        sent = sent_by(world, row)
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


def test_no_fault_loses_words_of_any_form(world, chromium, live_server, monkeypatch, tmp_path, capsys):  # noqa: F811
    """Each fault on all of these forms; the table says how many were found again."""
    rows, counted, lost = sorted(forms_of(world, monkeypatch)[::EVERY], key=who), [], []
    for n, fault in enumerate(FAULTS * TIMES):
        device, gone = Device(chromium, tmp_path / f"home{n}", live_server.url), []
        for _who, own in groupby(rows, who):
            with put_back():
                gone += [f"{fault}: {row[0]} {row[1]}" for row in suffering(fault, world, [*own], device)]
        counted.append((fault, len(rows) - len(gone)))
        lost += gone
        with capsys.disabled():
            said = [f"{name} {', '.join(kept)}" for name, kept in table(counted)]
            print(f"\nkept of {len(rows)} forms, each time: {'; '.join(said)}; lost: {len(lost)}")
    assert not lost and rows, "\n".join(lost)


def table(counted):
    """[(fault, how many words were kept each time)]"""
    return [(fault, [str(kept) for name, kept in counted if name == fault]) for fault in FAULTS]


def who(row):
    return row[3].split()[0] if row[3] else ""


class Device:
    """A browser that remembers, and is opened again after whatever happened to it."""

    def __init__(self, chromium, home, base):  # noqa: F811
        self.chromium, self.home, self.base = chromium, home, base

    @contextmanager
    def on(self):
        with profile(self.chromium, self.home, self.base) as context:
            yield context


def suffering(fault, world, rows, device):
    """Types into each of these forms of one person and lets it happen. Returns those that lost words."""
    with device.on() as context:
        pages = [(open_as(context, world, row, device.base), row) for row in rows]
        if fault == "lost network":
            context.set_offline(True)
        elif fault == "expired session":
            Session.objects.all().delete()
        for page, row in pages:
            write(form_on(page, sent_by(world, row)))
        if fault == "killed browser":
            kill(device.home)
        else:
            for page, _row in pages:
                page.close()
    with device.on() as context:
        return [row for row in rows if not found_again(context, world, row, device.base)]


def found_again(context, world, row, base):
    page = open_as(context, world, row, base)
    form = form_on(page, sent_by(world, row))
    with suppress(AssertionError):
        expect(form.locator("[data-keep-notes] .note")).to_be_attached(timeout=10_000)
    found = set(values(form)) == {TYPED}
    page.close()
    return found


def sent_by(world, row):
    return row[2](world) if callable(row[2]) else row[2]
