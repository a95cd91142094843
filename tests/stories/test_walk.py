"""The main job, end to end: browser, servers, worker, beat and mail are real; one report, all the way."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from portal.days.models import CalendarDay
from portal.days.workdays import load
from portal.ledger.models import Duty
from reports.models import Report
from reports.states import State
from routing.models import Issue, Promise
from tests.browser import Window, chromium  # noqa: F401 (a fixture)
from tests.makers import PASSWORD, TEXT, Office
from tests.pdfs import plain
from tests.policies import ALWAYS, policy
from tests.sink import Sink
from tests.stories.clockwork import BEAT, WORKER, celery, surroundings
from tests.stories.served import served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Mailbox(Sink):
    """Wakes whoever waits for a letter."""

    def __init__(self):
        super().__init__()
        self.news = threading.Condition()

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        with self.news:
            self.news.notify_all()
        return answer

    def count(self, user):
        return sum(mail["To"] == user.email for mail in self.mails)

    def until(self, user, count=1):
        with self.news:
            found = self.news.wait_for(lambda: self.count(user) >= count, timeout=60)
        assert found, f"{user} has {self.count(user)} letters, not {count}"


@pytest.fixture
def world(transactional_db):
    """Today is a working day with its cut-off an hour ahead, whenever the test runs."""
    now = timezone.localtime()
    soon = min(now + timedelta(hours=1), datetime.combine(now, time(23, 59, 30), now.tzinfo))
    policy(cut_off=soon.time().replace(microsecond=0), office_hours=ALWAYS)
    office = Office()
    today = {"kind": CalendarDay.Kind.WORK, "name": "", "source": "test"}
    CalendarDay.objects.update_or_create(date=now.date(), defaults=today)
    yield office


@pytest.fixture
def mailbox():
    with Mailbox().listening() as box:
        yield box


@pytest.fixture
def clockwork(world, mailbox, monkeypatch, tmp_path):
    for name, value in surroundings(mailbox.port).items():
        monkeypatch.setenv(name, value)
    log = tmp_path / "log"
    with celery(WORKER, log / "worker"), celery(f"{BEAT}{tmp_path}/beat", log / "beat"):
        yield


@pytest.fixture
def address(clockwork, tmp_path):
    """Of the front server."""
    with served(tmp_path / "served") as (port, _behind, _children):
        yield f"http://127.0.0.1:{port}"


def test_from_the_form_to_the_answer(world, mailbox, address, chromium, tmp_path):  # noqa: F811
    def window(user):
        return Window(chromium, address, user.username, PASSWORD, "walk")

    document = tmp_path / "照片说明.pdf"
    document.write_bytes(plain())
    now = timezone.now()
    second = world.report(State.SIGNED, at=now - timedelta(minutes=30))

    # 1. The informant files a report and sees what happens next.
    author = window(world.author)
    author.look("01-desk-of-the-informant")
    author.go("/reports/new/")
    author.look("02-write")
    author.page.locator("[data-credits] > summary").click()
    author.fill(
        **TEXT, category="urban", occasion="visit", joint_name="joint · 政协东湖区委员会", files=document
    )
    second_name = author.page.locator("[name=joint_name]").nth(1)
    second_name.fill("钱多多")
    second_name.press("Tab")  # closes the list of names that the browser offers
    author.press("button[value=check]")
    author.look("03-check")
    author.fill(pledge=True)
    author.press()
    author.look("04-sent")
    report = Report.objects.get(status=State.SUBMITTED)
    own_text = report.parts()
    assert report.attachment_set.get().name == "照片说明.pdf"
    assert f"{settings_cut_off(report):%H:%M}" in author.page.inner_text("main")

    # 2. The clerk finds it on the desk, takes it up, edits, sends it for sign-off.
    clerk = window(world.clerk)
    clerk.look("05-desk-of-the-clerk")
    assert report.title in clerk.page.inner_text("main")
    clerk.go("/queue/")
    clerk.look("06-queue")
    clerk.go(f"/reports/{report.pk}/")
    clerk.press(f"form[action='/reports/{report.pk}/take_up/'] button")
    assert clerk.page.url.endswith("/edit/")
    clerk.look("07-edit")
    clerk.fill(advice="一是全面排查；二是明确管护责任。", note="压缩建议。")
    clerk.press()
    assert clerk.page.url.endswith("/queue/")

    # 3. The signer is reminded before the cut-off, sees what was changed, signs exactly this text.
    mailbox.until(world.signer)
    signer = window(world.signer)
    signer.go("/signing/")
    signer.look("08-sign-off")
    assert signer.page.locator("main del").count() and signer.page.locator("main ins").count()
    signer.press()
    signer.step(f"/reports/{report.pk}/recall_signature/", note="数字再核对一遍。")
    signer.go("/signing/")
    signer.press()
    report.refresh_from_db()
    assert report.status == State.SIGNED and report.signed_hash == report.text_hash
    assert report.revisions.get(kind="author").parts() == own_text != report.parts()

    # 4. An issue of two pieces: composed, signed with a number, published; the page and the PDF.
    clerk.go("/issues/")
    clerk.press("form[action='/issues/begin/'] button")
    issue = Issue.objects.get()
    for piece in (report, second):
        clerk.press(f"button[formaction='/issues/{issue.pk}/place/{piece.pk}/']")
    clerk.look("09-compose")
    clerk.step(f"/issues/{issue.pk}/submit_issue/")
    signer.go(f"/issues/{issue.pk}/")
    signer.look("10-issue-to-sign")
    signer.step(f"/issues/{issue.pk}/sign_issue/")
    clerk.step(f"/issues/{issue.pk}/publish_issue/")
    clerk.look("11-issue-published")
    issue.refresh_from_db()
    assert (issue.number, issue.status) == (1, "published")
    printed = clerk.page.request.get(f"/issues/{issue.pk}/pdf/")
    assert (
        printed.body().startswith(b"%PDF") and "%E7%AC%AC1%E6%9C%9F" in printed.headers["content-disposition"]
    )

    # 5. A leader opens it and writes a directive on each piece; on the second the unit is named at once.
    mailbox.until(world.leader)
    leader = window(world.leader)
    leader.go("/reading/")
    leader.look("12-reading-room")
    leader.go(f"/reading/{issue.pk}/")
    leader.look("13-reading")
    assert issue.recipients.get(user=world.leader).read_at
    direct(leader, report, text="请研究解决，并报结果。")
    direct(leader, second, text="请住建局阅研。", lead=str(world.unit.pk))
    assert second.assignments.get().unit == world.unit

    # 6. The office names the units; due dates in working days, with the counting shown.
    directive = report.directives.get()
    clerk.step(f"/directives/{directive.pk}/name_units/", lead=str(world.unit.pk))
    clerk.go("/directives/")
    clerk.look("14-directives")
    lead = report.assignments.get(part="lead")
    helps = {"units": str(world.co_unit.pk), "note": "需要民政部门配合。"}
    clerk.step(f"/assignments/{lead.pk}/add_co_unit/", **helps)
    in_a_week = load().next_working(timezone.localdate(now + timedelta(days=7)))
    set_by_hand = {"due_on": in_a_week.isoformat(), "note": "领导要求一周内报结果。"}
    clerk.step(f"/assignments/{lead.pk}/change_task/", **set_by_hand)
    assert report.assignments.filter(part="co").count() == 1

    # 7. The unit signs for it, asks for more time once, gets it; a late one is chased by mail.
    mailbox.until(world.officer)
    officer = window(world.officer)
    officer.look("15-desk-of-the-unit")
    officer.go(f"/assignments/{lead.pk}/")
    officer.press(f"form[action='/assignments/{lead.pk}/sign_for/'] button")
    officer.look("16-assignment")
    assert officer.page.locator(".reckoning").count()
    before = Duty.objects.about(lead).open().get(kind="reply").due_at
    assert timezone.localdate(before) == in_a_week
    officer.step(f"/assignments/{lead.pk}/request_time/", days="5", note="需要入户核实。")
    clerk.step(f"/assignments/{lead.pk}/grant_time/")
    duty = Duty.objects.about(lead).open().get(kind="reply")
    assert duty.due_at > before
    heard = mailbox.count(world.officer)
    days_go_by(duty, 60)
    mailbox.until(world.officer, heard + 1)
    plan = {
        "advice": "yes",
        "talked": "not_yet",
        "grade": "planned",
        "promised_for": f"{now + timedelta(days=90):%Y-%m-%d}",
        "approved_by": "王局长",
    }
    officer.go(f"/assignments/{lead.pk}/reply/")
    officer.look("17-reply")
    officer.step(f"/assignments/{lead.pk}/reply/", text="已排查十二个小区。", files=document, **plan)

    # 8. The office sends the reply back once, the unit replies again, the office passes it.
    clerk.step(f"/assignments/{lead.pk}/send_reply_back/", note="请写明完成时限。")
    officer.step(f"/assignments/{lead.pk}/reply/", text="已排查，九十日内整改完。", **plan)
    clerk.go(f"/assignments/{lead.pk}/")
    clerk.look("18-review-of-the-reply")
    clerk.step(f"/assignments/{lead.pk}/pass_reply/")

    # 9. The author is told, reads the answer, gives an opinion on the handling and on the result.
    mailbox.until(world.author, 6)
    author.go("/notices/")
    author.look("19-notices")
    author.go(f"/reports/{report.pk}/?tab=handling")
    author.look("20-answer")
    answer = author.page.inner_text("main")
    assert "九十日内整改完" in answer and "已排查十二个小区" not in answer and "并报结果" not in answer
    author.go(f"/reports/{report.pk}/give_opinion/")
    author.look("21-opinion")
    author.fill(handling="satisfied", result="mostly", words="办得认真。")
    author.press()

    # 10. Only now is the report closed; what the unit has promised is still owed, and nothing is lost.
    report.refresh_from_db()
    assert report.status == State.CLOSED
    assert [duty.kind for duty in report.duty_set.open()] == ["report_promise"]
    author.go(f"/reports/{report.pk}/?tab=journey")
    author.look("22-journey")
    clerk.go(f"/reports/{report.pk}/?tab=text")
    clerk.look("23-record")
    chair = window(world.supervisor)
    chair.go("/overview/")
    chair.look("24-where-everything-is")
    seen = chair.page.inner_text("main")
    assert second.number in seen and report.number not in seen

    # 11. The unit keeps its promise, and the leader hears of it.
    promise, heard = Promise.objects.get(), mailbox.count(world.leader)
    officer.step(f"/promises/{promise.pk}/report_promise/", said="整改事项已全部完成。")
    clerk.step(f"/promises/{promise.pk}/confirm_promise/")
    mailbox.until(world.leader, heard + 1)

    # 12. Everybody heard by mail, each letter once, and no letter carries a title or a text.
    assert len(mailbox.keys) == len(set(mailbox.keys))
    assert not any(TEXT["title"] in mail.get_content() + mail["Subject"] for mail in mailbox.mails)


def settings_cut_off(report):
    return timezone.localtime(report.sign_by)


def direct(leader, report, **fields):
    """Fills in the form under this report's piece."""
    form = leader.page.locator(f"form:has(input[name=place][value='piece-{report.piece.pk}'])")
    form.locator("[name=text]").fill(fields["text"])
    if "lead" in fields:
        form.locator("select[name=other], select[name=lead]").select_option(fields["lead"])
    with leader.page.expect_navigation():
        form.locator("button").last.click()


def days_go_by(duty, days):
    """So many days pass at once: the duty's moments move back by them."""
    gone = timedelta(days=days)
    Duty.objects.filter(pk=duty.pk).update(
        due_at=F("due_at") - gone, first_due_at=F("first_due_at") - gone,
        opened_at=F("opened_at") - gone, remind_at=F("remind_at") - gone,
    )  # fmt: skip
