"""Chromium for the tests that need a real browser: one person is one window of their own."""

import atexit
import os
from functools import cache

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import TimeoutError, expect, sync_playwright

from portal.people.models import User
from tests import looking
from tests.looking import ARTEFACTS, CHROMIUM, FLAGS

# Playwright keeps an event loop in this thread, which Django would take for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
LOOKS = [("en", "dark"), ("zh-hans", "light")]
expect.set_options(timeout=30_000)  # five seconds pass by on a busy machine
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@cache
def playwright():
    """One for all modules that ask for `chromium`: a second one would find the first one's event loop."""
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; without one the test is skipped, unless BROWSER=required."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip)("no Chromium is installed")
    browser = playwright().chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


def session_of(user):
    """The key of a session made for this person."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Window:
    """One person's browser, signed in at the door; without a password, by a session made beforehand."""

    def __init__(self, chromium, base, username, password, folder, context=None):
        self.base, self.folder = base, ARTEFACTS / folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page = (context or chromium.new_context(base_url=base, locale="zh-CN", viewport=WIDE)).new_page()
        self.page.add_init_script(looking.WATCH)
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self._note)
        self.page.on("console", lambda m: m.type == "error" and self.problems.append(f"console: {m.text}"))
        self.go("/login/")
        if password:
            self.sign_in(username, password)
        else:
            self.be(username)

    def be(self, username):
        session = session_of(User.objects.get(username=username))
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.base}]
        )

    def sign_in(self, username, password):
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.press()
        assert "/login/" not in self.page.url

    def _note(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def go(self, path):
        self.page.goto(self.base + path)

    def fill(self, **fields):
        for name, value in fields.items():
            box = self.page.locator(f"main [name={name}]").first
            kind = box.evaluate("e => e.tagName + e.type")
            if kind.startswith("SELECT"):
                box.select_option(value)
            elif kind.endswith(("radio", "checkbox")) and value is not True:
                self.page.check(f"main [name={name}][value='{value}']")
            elif kind.endswith("checkbox"):
                box.check()
            elif kind.endswith("file"):
                box.set_input_files(value)
            else:
                box.fill(value)

    def press(self, button="main form button.btn-primary"):
        """Waits for the page that comes; that a draft gets an address of its own is no new page."""
        try:
            with self.page.expect_event("load"):
                self.page.locator(button).first.click()
        except TimeoutError as none_came:
            self.picture("stuck")
            said = self.page.locator("[data-kept]").all_inner_texts()
            raise AssertionError(f"no page came: {self.page.url}, {said}, {self.problems}") from none_came

    def step(self, path, **fields):
        """Opens a step's page, fills it in and presses its button."""
        self.go(path)
        self.fill(**fields)
        self.press()
        assert self.page.locator(".problem").count() == 0, self.page.inner_text("main")

    def look(self, name, path=None):
        """Two pictures, no sideways scrolling, nothing for axe to find in either language, dark and light.

        Of the page that is open, or of the one at this path.
        """
        for language, theme in LOOKS:
            self.page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
            self.speak(language)
            self.go(path) if path else self.page.reload()
            moving = self.moving()
            assert not moving, (name, language, moving)
            self.examine(name, language)
        self.picture(name)
        assert not self.problems, self.problems

    def speak(self, language):
        self.page.context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])

    def picture(self, name):
        """At both sizes, and at those that office PCs and zooms have, and on paper, nothing is cut."""
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            self.page.screenshot(path=self.folder / f"{name}-{size['width']}.png", full_page=True)
        cut = looking.overflow(self.page) + looking.cut_in_print(self.page)
        assert not cut, f"{name}: {cut}"

    def moving(self):
        """What moves each of three times that the page loads: a busy machine paints one load in between."""
        for _again in range(2):
            if not looking.shifted(self.page):
                return []
            self.page.reload()
        return looking.shifted(self.page)

    def examine(self, name, language):
        """No image comes without its size, and axe finds nothing."""
        found = looking.without_size(self.page) + looking.violations(self.page)
        assert not found, (name, language, found)
