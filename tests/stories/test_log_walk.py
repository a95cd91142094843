"""One report from draft to closed, with everything that goes wrong on the way: no log keeps a word of it."""

import http.client
import uuid
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import Mail
from portal.days.models import CalendarDay
from portal.days.workdays import local_day
from portal.ledger.models import sha256
from portal.run.children import wait_for
from reports.models import Consultation, Report
from reports.states import State
from reports.workflow import consultations
from tests.makers import PASSWORD, Office, organisation
from tests.races import at_once
from tests.sink import Sink
from tests.stories.clockwork import BEAT, WORKER, celery, surroundings
from tests.stories.served import served
from tests.test_logs import server_log

PLACES = [
    "account", "password", "search", "title", "situation", "analysis", "advice", "jointname", "jointfield",
    "badtitle", "badsituation", "badadvice", "topic", "message", "citizen", "returned", "edittitle",
    "editsituation", "editadvice", "editnote", "directive", "reply", "approver", "opinion",
]  # fmt: skip
MARKS = {place: f"標記{n:02}{place}" for n, place in enumerate(PLACES)}
MARKS |= {"phone": "13955512345", "mail": "marked-address@example.test"}
BELL = "\a"  # what no field takes
TOKEN = "a" * 32


class Visitor:
    """Somebody at a browser, with cookies of their own."""

    def __init__(self, port, name=""):
        self.port, self.cookie = port, f"csrftoken={TOKEN}"
        if name:
            answer = self.ask("POST", "/login/", username=name, password=PASSWORD)
            assert answer.status == 302, answer.status
            session = answer.getheader("Set-Cookie").partition("sessionid=")[2].partition(";")[0]
            self.cookie += f"; sessionid={session}"

    def ask(self, method, path, **words):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        asked.request(method, path, urlencode(words | {"csrfmiddlewaretoken": TOKEN}, doseq=True), headers)
        answer = asked.getresponse()
        answer.read()
        asked.close()
        return answer

    def press(self, path, expected=302, **words):
        """Twice at the same moment, as by an impatient hand."""
        codes = [answer.status for answer in at_once(2, lambda _n: self.ask("POST", path, **words))]
        assert expected in codes and max(codes) < 500, (path, codes)


@pytest.fixture
def portal(transactional_db, tmp_path, monkeypatch):
    """The port at which the portal answers, with worker and beat, and the logs of everything that runs."""
    with Sink().listening() as sink:
        for name, value in surroundings(sink.port).items():
            monkeypatch.setenv(name, value)
        logs = tmp_path / "log"
        with (
            served(tmp_path) as (port, _behind, _children),
            celery(WORKER, logs / "worker") as worker,
            celery(f"{BEAT}{tmp_path}/beat", logs / "beat") as beat,
        ):
            yield port, [logs / name for name in ("front", "web", "worker", "beat")], [worker, beat]


def words(*places):
    return dict(zip(("title", "situation", "advice"), (MARKS[place] for place in places), strict=True))


def walk(port):
    """Everybody does what they do, by the pages."""
    o, now = Office(), timezone.now()
    CalendarDay.objects.update_or_create(
        date=local_day(now), defaults={"kind": "work", "name": "", "source": "test"}
    )
    assert (
        Visitor(port).ask("POST", "/login/", username=MARKS["account"], password=MARKS["password"]).status
        == 200
    )
    author, clerk = Visitor(port, "author"), Visitor(port, "clerk")
    author.ask("GET", f"/reports/?{urlencode({'q': MARKS['search']})}")
    report = written(author)
    public(port, o, now)
    clerk.press(f"/reports/{report.pk}/take_up/")
    ground = {
        "reason": "no_advice",
        "note": MARKS["returned"],
        "previewed": f"no_advice\n{MARKS['returned']}",
    }
    clerk.press(f"/reports/{report.pk}/return_to_author/", **ground)
    report.refresh_from_db()
    author.press(f"/reports/{report.pk}/check/", version=report.written.version, pledge="on")
    clerk.press(f"/reports/{report.pk}/take_up/")
    report.refresh_from_db()
    edited = words("edittitle", "editsituation", "editadvice") | {"analysis": "", "note": MARKS["editnote"]}
    clerk.press(f"/reports/{report.pk}/edit/", version=report.version, **edited)
    report.refresh_from_db()
    for name in ("sent", "signed", "placed", "issued"):
        getattr(o, name)(report, timezone.now())
        report.refresh_from_db()
    told = {"place": f"piece-{report.piece.pk}", "key": uuid.uuid4(), "text": MARKS["directive"]}
    Visitor(port, "leader").press(reverse("routing:read", args=[report.piece.issue.pk]), **told)
    directive = report.directives.get()
    clerk.press(f"/directives/{directive.pk}/name_units/", lead=o.unit.pk)
    slip, officer = report.assignments.get(), Visitor(port, "officer")
    officer.press(f"/assignments/{slip.pk}/sign_for/")
    replied = {"text": MARKS["reply"], "grade": "solved", "approved_by": MARKS["approver"]}
    officer.press(f"/assignments/{slip.pk}/reply/", advice="yes", talked="not_yet", **replied)
    clerk.press(f"/assignments/{slip.pk}/pass_reply/")
    graded = {"handling": "satisfied", "result": "mostly", "note": MARKS["opinion"]}
    author.press(f"/reports/{report.pk}/give_opinion/", **graded)
    addressed(clerk, o, now)
    report.refresh_from_db()
    assert report.status == State.CLOSED


def written(author):
    """Written with a joint author, badly first; filed."""
    said = {
        "category": "urban",
        "occasion": "visit",
        "version": 0,
        "action": "save",
        "analysis": MARKS["analysis"],
    }
    said |= {"joint_name": MARKS["jointname"], "joint_field": MARKS["jointfield"], "joint_share": ""}
    bad = {place: f"{text}{BELL}" for place, text in words("badtitle", "badsituation", "badadvice").items()}
    author.press("/reports/new/", 400, **said | bad | {"key": uuid.uuid4(), "category": "x" * 5000})
    said |= words("title", "situation", "advice") | {"key": uuid.uuid4()}
    author.press("/reports/new/", **said)
    report = Report.objects.get()
    author.press(f"/reports/{report.pk}/check/", version=report.written.version, pledge="on")
    return report


def public(port, o, now):
    """A citizen's message, badly first."""
    intake = consultations.make_address(organisation(), by=o.clerk, at=now)
    said = {"topic": MARKS["topic"], "text": MARKS["message"], "citizen": MARKS["citizen"], "agree": "on"}
    said |= {"key": uuid.uuid4(), "phone": MARKS["phone"]}
    page = f"/s/{intake.code}/"
    Visitor(port).press(page, 400, **said | {"phone": MARKS["phone"] * 9, "topic": MARKS["topic"] + BELL})
    Visitor(port).press(page, **said)
    assert Consultation.objects.get().citizen == MARKS["citizen"]


def addressed(clerk, o, now):
    """Somebody whom mail did not reach gets another address."""
    lost = {"subject": "待办", "body": "请看。", "error": "550", "tries": 1, "state": Mail.State.FAILED}
    Mail.objects.create(key="lost", user=o.co_officer, created_at=now, next_try_at=now, resend=True, **lost)
    said = {"seen": sha256(o.co_officer.email), "email": MARKS["mail"]}
    clerk.press(reverse("feedback:correct_address", args=[o.co_officer.pk]), **said)


def test_no_log_keeps_a_word_of_a_whole_walk(portal):
    port, logs, children = portal
    database = server_log()
    begun = database.stat().st_size
    walk(port)
    wait_for(children, lambda: Mail.objects.filter(state=Mail.State.SENT).exists(), patience=60)
    with database.open("rb") as log:
        log.seek(begun)
        said = {"database": log.read().decode()}
    said |= {log.name: log.read_text() for log in [*logs, database.with_name("Valkey.log")]}
    assert "/reports/new/" in said["front"] and all(
        said[name] for name in said.keys() - {"database"}
    )  # which has nothing to say
    found = [(mark, name) for name, lines in said.items() for mark in MARKS.values() if mark in lines]
    assert not found


def test_a_word_in_an_address_would_be_found(portal):
    """The control: the access log is read, and says which page was asked for."""
    port, [front, web, *_others], _children = portal
    Visitor(port).ask("GET", f"/{MARKS['phone']}/")
    assert MARKS["phone"] in front.read_text() and MARKS["phone"] in web.read_text()
