"""The acts of each day, counted in a browser: how often one presses, and how many pages load.

A press is one on a link or a button; what a form asks for, words and choices, is not counted.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Report
from reports.states import State
from routing.models import Directive, Piece
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.makers import TEXT
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEND = "main form button.btn-primary"
COUNT = """const add = (name) => { sessionStorage[name] = Number(sessionStorage[name] || 0) + 1; };
if (location.protocol.startsWith("http")) add("loads");
addEventListener("pointerdown", (event) => {
  if (event.isTrusted && event.target.closest("a, button, summary")) add("presses");
}, true);"""


class Hand:
    """Somebody at the desk, whose presses and pages are counted from there."""

    def __init__(self, seat):
        self.window, self.page = seat, seat.page
        self.page.add_init_script(COUNT)
        seat.go("/")
        self.page.evaluate("sessionStorage.clear()")

    def press(self, button):
        """As soon as the page rests no more."""
        expect(self.page.locator(button).first).to_be_enabled()
        self.window.press(button)

    def counted(self):
        """(presses, pages) since the desk."""
        return tuple(self.page.evaluate("[Number(sessionStorage.presses), Number(sessionStorage.loads)]"))


def test_the_clerk_takes_up_edits_and_sends(office, window):  # noqa: F811
    report = office.report(State.SUBMITTED, at=timezone.now())
    hand = Hand(window("clerk"))
    hand.press(f"main a.btn[href^='/reports/{report.pk}/']")
    hand.press(f"form[action='/reports/{report.pk}/take_up/'] button")
    hand.window.fill(advice="一是全面排查；二是明确管护责任。", note="压缩建议。")
    hand.press(SEND)
    report.refresh_from_db()
    assert report.status == State.AWAITING_SIGNOFF
    assert hand.counted() == (3, 3)


def test_the_clerk_places_a_signed_report(office, window):  # noqa: F811
    report = office.report(State.SIGNED, at=timezone.now())
    hand = Hand(window("clerk"))
    hand.press(f"main a.btn[href^='/reports/{report.pk}/']")
    hand.press(SEND)
    assert Piece.objects.get().report == report
    assert hand.counted() == (2, 2)


def test_the_signer_signs_and_has_the_next_one(office, window):  # noqa: F811
    titles = [f"关于修路的建议之{n}" for n in range(2)]
    for title in titles:
        office.report(State.AWAITING_SIGNOFF, at=timezone.now(), title=title)
    hand = Hand(window("signer"))
    hand.press("main a.btn[href^='/reports/']")
    hand.press(SEND)
    left = Report.objects.get(status=State.AWAITING_SIGNOFF)
    assert Report.objects.filter(status=State.SIGNED).count() == 1
    assert hand.page.url.endswith(f"/reports/{left.pk}/sign_off/")
    assert hand.counted() == (2, 2)


def test_the_leader_writes_a_directive(office, window):  # noqa: F811
    office.report(State.ISSUED, at=timezone.now())
    hand = Hand(window("leader"))
    hand.press("main a.btn[href^='/reading/']")
    hand.page.locator("form:has([name=place][value^='piece-']) [name=text]").fill("请研究解决。")
    hand.press("form:has([name=place][value^='piece-']) button.btn-primary")
    assert Directive.objects.get().text == "请研究解决。"
    assert hand.counted() == (2, 2)


def test_the_unit_signs_for_and_replies(office, window):  # noqa: F811
    """On the desk it is one press: it asks for nothing."""
    lead = office.report(State.HANDLING, at=timezone.now()).assignments.get(part="lead")
    hand = Hand(window("officer"))
    hand.press(f"main form[action='/assignments/{lead.pk}/sign_for/'] button")
    hand.press(f"main a[href^='/assignments/{lead.pk}/reply/']")
    hand.window.fill(
        text="已完成排查。", advice="yes", talked="not_yet", grade="solved", approved_by="王局长"
    )
    hand.press(SEND)
    lead.refresh_from_db()
    assert lead.status == "replied"
    assert hand.counted() == (3, 3)


def test_the_informant_files(office, window):  # noqa: F811
    hand = Hand(window("author"))
    hand.press("main a.btn[href='/reports/new/']")
    hand.window.fill(**TEXT, category="urban", occasion="visit")
    hand.press("button[value=check]")
    hand.window.fill(pledge=True)
    hand.press(SEND)
    assert Report.objects.get().status == State.SUBMITTED
    assert hand.counted() == (3, 3)
