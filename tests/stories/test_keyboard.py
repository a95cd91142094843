"""A report goes all its way on an office PC without a mouse: by Tab, Enter, Space and the arrows."""

import pytest
from playwright.sync_api import expect

from portal.people.models import Role
from reports.models import Report
from reports.states import State
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.makers import TEXT, person, unit
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 120  # stops on a page
SEND = "main form button.btn-primary"
# What has the focus, whether it is the one looked for, and what is wrong with how it is shown.
FOCUS = """(wanted) => {
  const on = document.activeElement;
  if (!on || on === document.body) return { lost: true };
  const box = on.getClientRects()[0], style = getComputedStyle(on);
  const shown = box && [[.5, .5], [.02, .1], [.98, .1], [.02, .9], [.98, .9]].some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return hit && (on.contains(hit) || hit.contains(on) && hit.matches("label, summary"));
  });
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const what = on.outerHTML.slice(0, 150);
  return { found: on.matches(wanted), what, wrong: !shown ? "covered" : !marked ? "not marked" : "" };
}"""


class Keys:
    """Somebody's keyboard."""

    def __init__(self, seat):
        self.page = seat.page
        self.page.emulate_media(reduced_motion="reduce")  # else one looks while the page still scrolls

    def desk(self):
        self.page.goto("/")
        self.skip()

    def skip(self):
        """Past the bar and the menu, by the link that is there for it; an answer may come with a place."""
        if "#" in self.page.url:
            return
        self.page.keyboard.press("Tab")
        focus = self.page.evaluate(FOCUS, "a.skip")
        assert focus["found"], f"{focus['what']} is the first stop of {self.page.url}"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def to(self, wanted):
        """Tab by Tab; at each stop one sees where one is."""
        expect(self.page.locator("main form[method=post] button:disabled")).to_have_count(0)  # it rests
        for _stop in range(MOST):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS, wanted)
            assert not focus.get("lost"), f"no {wanted} on {self.page.url}"
            assert not focus["wrong"], f"{focus['wrong']} on {self.page.url}: {focus['what']}"
            if focus["found"]:
                return
        raise AssertionError(f"caught before {wanted} on {self.page.url}: {focus['what']}")

    def press(self, wanted):
        """Goes there, and on to the page that comes."""
        self.to(wanted)
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")
        assert not self.page.locator(".problem").count(), self.page.inner_text("main")
        self.skip()

    def write(self, **words):
        for name, said in words.items():
            self.to(f"[name={name}]")
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(said)

    def choose(self, **answers):
        """In a list, or among buttons of which one holds."""
        for name, answer in answers.items():
            self.to(f"[name={name}]")
            if self.page.evaluate("document.activeElement.type") == "radio":
                self.page.keyboard.press("Space")
            for _option in range(MOST):
                if self.page.evaluate("document.activeElement.value") == answer:
                    break
                self.page.keyboard.press("ArrowDown")
            else:
                raise AssertionError(f"no {answer} in {name}")

    def tick(self, name):
        self.to(f"[name={name}]")
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked")


def test_a_report_goes_all_its_way_by_keyboard(office, window):  # noqa: F811
    for n in range(9):
        person(f"officer {n}", Role.OFFICER, at=unit(f"第{n}局"))
    author, clerk, signer, leader, officer = (
        Keys(window(name)) for name in ("author", "clerk", "signer", "leader", "officer")
    )

    author.desk()
    author.press("a[href='/reports/new/']")
    author.write(title=TEXT["title"])
    author.choose(category="urban", occasion="visit")
    author.write(situation=TEXT["situation"], analysis=TEXT["analysis"], advice=TEXT["advice"])
    author.press("button[value=check]")
    author.tick("pledge")
    author.press(SEND)
    report = Report.objects.get(status=State.SUBMITTED)

    clerk.desk()
    clerk.press(f"a.btn[href^='/reports/{report.pk}/']")
    clerk.press(f"form[action='/reports/{report.pk}/take_up/'] button")
    clerk.write(advice="一是全面排查；二是明确管护责任。", note="压缩建议。")
    clerk.press(SEND)

    signer.desk()
    signer.press(f"a.btn[href^='/reports/{report.pk}/']")
    signer.press(SEND)

    clerk.desk()
    clerk.press(f"a.btn[href^='/reports/{report.pk}/']")
    clerk.press(SEND)
    report.refresh_from_db()
    issue = report.piece.issue
    clerk.desk()
    clerk.press(f"a[href^='/issues/{issue.pk}/']")
    clerk.press("button[name=submit_issue]")
    clerk.press(SEND)

    signer.desk()
    signer.press(f"a.btn[href^='/issues/{issue.pk}/']")
    signer.press(SEND)

    clerk.desk()
    clerk.press(f"a.btn[href^='/issues/{issue.pk}/']")
    clerk.press(SEND)

    leader.desk()
    leader.press(f"a.btn[href='/reading/{issue.pk}/']")
    leader.write(text="请研究解决，并报结果。")
    leader.press("form:has([name=place]) button.btn-primary")

    directive = report.directives.get()
    clerk.desk()
    clerk.press(f"a.btn[href^='/directives/{directive.pk}/']")
    clerk.to("main [type=search]")  # of many units, the one whose name is typed
    clerk.page.keyboard.insert_text(office.unit.name[:2])
    clerk.tick("lead")
    clerk.press(SEND)

    lead = report.assignments.get(part="lead")
    officer.desk()
    officer.press(f"form[action='/assignments/{lead.pk}/sign_for/'] button")
    officer.press(f"a[href^='/assignments/{lead.pk}/reply/']")
    officer.write(text="已完成排查。")
    officer.choose(advice="yes", grade="solved", talked="not_yet")
    officer.write(approved_by="王局长")
    officer.press(SEND)

    clerk.desk()
    clerk.press(f"a.btn[href^='/assignments/{lead.pk}/']")
    clerk.press(SEND)
    directive.refresh_from_db()
    assert directive.status == "closed"  # with its last reply

    author.desk()
    author.press(f"a.btn[href^='/reports/{report.pk}/']")
    author.choose(handling="satisfied", result="mostly")
    author.press(SEND)
    report.refresh_from_db()
    assert report.status == State.CLOSED
