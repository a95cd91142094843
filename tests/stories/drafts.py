"""A person who writes: boxes, the line that says where the words are, and what lies on the device."""

import os
import select
import signal
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser import CHROMIUM, FLAGS, WIDE, Window
from tests.makers import PASSWORD, Office

WORDS = (
    "东湖区三十二个老旧小区的楼顶装有太阳能热水器两千一百余台，其中超过使用年限的占六成，"
    "去年大风天坠落七起、伤两人。产权分散，无人检修，物业称不在服务范围内，社区无钱可用。"
)
# What the line says, by data-attribute.
SAVED, OFFLINE, OUT, OTHER = "saved", "offline", "out", "other"
COPIES = """() => new Promise((done) => {
  const asked = indexedDB.open("zhitongche", 1);
  asked.onupgradeneeded = () => { asked.transaction.abort(); done([]); }; // no page keeps copies here
  asked.onsuccess = () => {
    const copies = asked.result.transaction("copies").objectStore("copies");
    copies.getAll().onsuccess = (e) => done(e.target.result);
  };
})"""


@pytest.fixture
def office(transactional_db):
    return Office()


@pytest.fixture
def window(chromium, live_server):
    """Opens somebody's window; in a `context` there may be several."""

    def open_window(username="author", context=None):
        return Window(chromium, live_server.url, username, PASSWORD, "drafts", context)

    return open_window


@contextmanager
def profile(chromium, folder, base):
    """A browser of its own that remembers, as at home."""
    context = chromium.browser_type.launch_persistent_context(
        folder, executable_path=CHROMIUM, base_url=base, locale="zh-CN", viewport=WIDE, args=FLAGS
    )
    yield context
    with suppress(Error):  # it was killed
        context.close()


@pytest.fixture
def killed(chromium, live_server, window, tmp_path):
    """`act` is done on a page of somebody's browser, which is killed: the page of the next one, there."""

    @contextmanager
    def after(act, username="author"):
        home = tmp_path / "home"
        with profile(chromium, home, live_server.url) as context:
            act(window(username, context).page)
            kill(home)
        with profile(chromium, home, live_server.url) as context:
            yield window(username, context).page

    return after


def kill(folder):
    """SIGKILL for the whole browser, and not before it is gone."""
    pid = int((folder / "SingletonLock").readlink().name.rpartition("-")[2])
    gone = os.pidfd_open(pid)
    os.killpg(pid, signal.SIGKILL)
    assert select.select([gone], [], [], 10)[0]
    os.close(gone)


def box(page, name="situation"):
    return page.locator(f"form [name={name}]")


def focus(page, name="situation"):
    """Where one types: at the end of what is there."""
    box(page, name).focus()
    page.keyboard.press("Control+End")


def opened(page, path, name="situation"):
    """The page, ready to be typed on."""
    page.goto(path)
    focus(page, name)
    return page


def type_in(page, words):
    """Until the last key's copy is on the device, milliseconds later: the reading waits for the writing."""
    page.keyboard.type(words)
    copies(page)


def copies(page):
    return page.evaluate(COPIES)


def says(page, name, timeout=10_000):
    """The line under the form says this."""
    line = page.locator("[data-kept]")
    words = line.get_attribute(f"data-{name}").split("{}")[0]
    expect(line).to_contain_text(words, timeout=timeout)


def silence(page):
    """Not even the last request of this page, sent while it closes, will reach the server."""
    page.evaluate("() => { fetch = () => Promise.reject(new TypeError('no line')); }")


def safe(page):
    """The server has confirmed everything, and the line says so."""
    says(page, SAVED)
    nothing_left(page)


def nothing_left(page):
    """The device keeps no copy any more."""
    left = page.evaluate(f"""async () => {{
        for (let n = 0; n < 10_000; n += 1) if (!(await ({COPIES})()).length) return 0;
        return 1;
    }}""")
    assert not left, copies(page)
