"""A second press, on the page that the first one has brought: that rests until it has been on the screen.

PRESSES says how many double presses of each kind are tried, at mixed distances.
"""

import os
from itertools import cycle, islice

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.ledger.models import Entry
from reports.models import Report
from reports.states import State
from routing.models import Piece
from routing.workflow import issues
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "main form .btn-primary"
APART = 400  # milliseconds between two presses of one who presses twice
GAPS = [*islice(cycle([APART, 100, 700, 250, 900, 550]), int(os.environ.get("PRESSES", "1")))]


def waiting(office, pieces=3):  # noqa: F811
    for n in range(pieces):
        office.report(State.AWAITING_SIGNOFF, at=timezone.now(), title=f"关于修路的建议之{n}")


def twice(page, press):
    """Two presses, the second on whatever has opened by then."""
    old = page.url
    press()
    page.wait_for_timeout(APART)
    page.wait_for_url(lambda url: url != old, wait_until="domcontentloaded")  # late on a busy machine
    press()


def ready(signer):
    expect(signer.page.locator(BUTTON)).to_be_enabled()


def signed():
    return Entry.objects.filter(kind="sign_off").count()


def on_the_spot(page, button):
    """Presses where this button stands, whatever stands there later."""
    button.scroll_into_view_if_needed()
    spot = button.bounding_box()
    return lambda: page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)


def by_mouse(page):
    return on_the_spot(page, page.locator(BUTTON))


def by_keyboard(page):
    def press():
        page.evaluate("document.querySelector('main form .btn-primary').focus()")
        page.keyboard.press("Enter")

    return press


@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
@pytest.mark.parametrize("rests", [True, False])
def test_the_second_press_signs_nothing_that_nobody_has_read(office, window, way, rests):  # noqa: F811
    """The control: without the script that lets the page rest, the second press signs the next piece."""
    waiting(office, 4)
    signer = window("signer")
    page = signer.page
    if not rests:
        page.route("**/rest*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/signing/")
    ready(signer)
    signer.press(BUTTON)  # from the second piece on a message stands above, and the button where it was
    ready(signer)
    twice(page, way(page))
    if not rests:
        page.wait_for_url(f"**/{Report.objects.order_by('sign_by', 'id').last().pk}/sign_off/")
        assert signed() == 3
    else:
        page.wait_for_timeout(APART)
        assert signed() == 2
        page.reload()
        why = page.locator("[data-rest-why]")
        expect(why).to_be_visible()
        expect(page.locator(BUTTON)).to_be_disabled()
        ready(signer)
        expect(why).to_be_hidden()
        signer.press(BUTTON)  # whoever has looked at it signs it
        assert signed() == 3


def test_sent_by_a_script_or_by_enter_it_rests_too(office, window):  # noqa: F811
    waiting(office)
    signer = window("signer")
    signer.page.goto("/signing/")
    signer.page.evaluate("document.querySelector('form[data-rest]').requestSubmit()")
    assert not signed()
    ready(signer)
    signer.press(BUTTON)
    assert signed() == 1


def test_a_page_in_the_background_is_on_no_screen(office, window):  # noqa: F811
    waiting(office)
    signer = window("signer")
    page = signer.page
    hide = """Object.defineProperty(document, "visibilityState", {
      configurable: true, get: () => window.shown ? "visible" : "hidden" })"""
    page.add_init_script(hide)
    page.goto("/signing/")
    page.wait_for_timeout(3000)
    expect(page.locator(BUTTON)).to_be_disabled()
    page.evaluate("window.shown = true; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(BUTTON)).to_be_disabled()
    ready(signer)


def test_the_message_names_what_was_signed_and_leads_to_taking_it_back(office, window):  # noqa: F811
    waiting(office, 2)
    signer = window("signer")
    page = signer.page
    page.goto("/signing/")
    first = Report.objects.order_by("sign_by", "id").first()
    ready(signer)
    signer.press(BUTTON)
    said = page.locator(".note-success")
    expect(said).to_contain_text(first.number)
    expect(said).to_contain_text(first.title)
    signer.look("next-to-sign")
    page.goto(f"/reports/{first.pk}/recall_signature/")
    signer.fill(note="误按，未阅。")
    signer.press()
    first.refresh_from_db()
    assert first.status == State.AWAITING_SIGNOFF


@pytest.mark.parametrize("rests", [True, False])
def test_a_second_press_does_nothing_to_what_has_come_into_the_place(office, window, rests):  # noqa: F811
    """In the composer: what is put in leaves the list, and the next report stands where it stood.

    The control: without the script the second press puts that in as well.
    """
    for n in range(2 * len(GAPS) + 2):
        office.report(State.SIGNED, at=timezone.now(), title=f"关于修路的建议之{n}")
    issue = issues.begin_issue(series=office.series, by=office.clerk, at=timezone.now())
    path, page, button = issue.get_absolute_url(), window("clerk").page, ".candidates button"
    if not rests:
        page.route("**/rest*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for n, gap in enumerate(GAPS if rests else GAPS[:1]):
        page.goto(path)
        press = on_the_spot(page, page.locator(button).first)
        with page.expect_event("load"):
            press()
        page.wait_for_timeout(gap)
        if rests:
            press()
            expect(page.locator(button).first).to_be_enabled()
            page.wait_for_timeout(APART)
            assert Piece.objects.count() == n + 1, gap
        else:
            with page.expect_event("load"):
                press()
            assert Piece.objects.count() == 2
