"""Every post that arrives twice at the same moment, and once more afterwards, does what it does once.

The first press is held before its commit until the second one waits for it or has ended: no luck is needed.
"""

from datetime import date
from threading import Event, Thread

import pytest
from django.apps import apps
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, connection, transaction
from django.test import Client

from portal.ledger.engine import decided
from portal.people.models import Absence, Seat
from tests.kept import put_back
from tests.test_house import APPS
from tests.test_routes import POSTS, post
from tests.world import build

BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
PARTS = 3  # one for each worker
NOT_COUNTED = {"people_counter", "audit_event"}  # how often somebody knocks is what they count

# Where the second press does not lead where the first one led: it is told that somebody was faster, and shown
# what was typed. Nothing of what is kept says that it was the same.
TOLD = {
    "step": "what was asked besides a remark is kept in many ways; what one has made is found on the page",
    "logout": "the door, either way",
    "sign_out_everywhere": "the door, either way",
    "password": "the present one is another by then, and with it the session",
    "give_codes": "the codes stand on the slips of the first press alone",
    "reports:sort": "a draft's version has passed; its page shows both texts",
    "reports:mask": "a draft's version has passed",
    "routing:issue": "a version of the composer has passed",
    "routing:place": "the report is in the issue, by whomever",
    "routing:take_out": "the piece is gone, by whomever",
    "routing:filing": "a version of the filing has passed",
    "routing:put_in": "the report is in the filing, by whomever",
    "routing:leave_out": "the piece is gone, by whomever",
    "strike_day": "the day is gone, and with it its page",
    "remove_file": "the file is gone, and with it its page",
    "reports:accept_authorship": "nobody is asked any more",
    "reports:decline_authorship": "nobody is asked any more",
    "reports:accept_proposal": "nobody is asked any more",
    "reports:decline_proposal": "nobody is asked any more",
}


def rows():
    """{table: how many rows} of all tables of our own."""
    ours = [app for app in apps.get_app_configs() if app.name.split(".")[0] in APPS]
    tables = {m._meta.db_table for app in ours for m in app.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        counts = (f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables - NOT_COUNTED)
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


class Press(Thread):
    """One press of a button, on a connection of its own; `held` keeps it from committing."""

    def __init__(self, send, held=None):
        super().__init__()
        self.send, self.held, self.opened, self.pressed = send, held, Event(), Event()
        self.answer = self.rows = self.pid = None
        self.start()

    def run(self):
        try:
            connection.ensure_connection()
            self.pid = connection.connection.info.backend_pid
            self.opened.set()
            if self.held:
                self._hold()
            else:
                self.answer = self.send()
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            self.answer = error
        finally:
            self.opened.set(), self.pressed.set()
            connection.close()

    def _hold(self):
        with transaction.atomic():
            self.answer, self.rows = self.send(), rows()
            self.pressed.set()
            self.held.wait(timeout=20)

    def waits(self):
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED, [self.pid])
            return cursor.fetchone() != (0,)


def thrice(send):
    """(rows after one press, rows after all three, their answers)"""
    go_on = Event()
    first = Press(send, held=go_on)
    first.pressed.wait(timeout=20)
    second = Press(send)
    second.opened.wait(timeout=20)
    while second.is_alive() and not second.waits():
        second.join(timeout=0.005)
    go_on.set()
    first.join(), second.join()
    third = Press(send)
    third.join()
    return first.rows, rows(), [press.answer for press in (first, second, third)]


def button(world, route, about, sent, who):
    """A function that presses once, with what the page would send."""
    given = sent(world) if callable(sent) else sent
    if route == "step":
        given = given | {"seen": decided(getattr(world, about.split()[0])).count()}
    files = {name: (value.name, value.read()) for name, value in given.items() if isinstance(value, File)}
    client = Client()
    client.force_login(who)

    def send():
        mine = Client()
        mine.cookies = client.cookies
        fresh = {name: ContentFile(content, called) for name, (called, content) in files.items()}
        return post(mine, world, route, about, given | fresh)

    return send


def led(answer):
    """Where a press led, or what it raised."""
    return answer if isinstance(answer, Exception) else (answer.status_code, answer.get("Location"))


@pytest.fixture
def world(as_owner_of_all):
    """Worked on as the owner, who sees who waits for whom and puts everything back."""
    return build()


@pytest.mark.parametrize("part", range(PARTS))
def test_a_post_sent_twice_does_what_it_does_once(world, part):
    wrong = []
    for route, about, sent, allowed in POSTS[part::PARTS]:
        with put_back():
            press = button(world, route, about, sent, world.people[allowed.split()[0]])
            once, in_the_end, (first, *others) = thrice(press)
            new = {table: n - once[table] for table, n in in_the_end.items() if n > once[table]}
            if new:
                wrong.append(f"{route} {about}: {new}")
            for other in others:
                told = route in TOLD and getattr(other, "status_code", 0) in (302, 400, 403, 404, 409)
                if led(other) != led(first) and not told:
                    wrong.append(f"{route} {about}: {led(first)}, then {led(other)}")
    assert not wrong, "\n".join(wrong)


def test_without_what_keeps_it_single_there_would_be_two(world, monkeypatch):
    """The control, for the lock of a verb and for the key in the database."""
    [limit] = [row for row in POSTS if row[0] == "limit"]
    monkeypatch.setattr("portal.days.workflow.limits.one_at_a_time", lambda *_named: None)
    with put_back():
        once, in_the_end, answers = thrice(button(world, *limit[:3], world.office.clerk))
        assert in_the_end == once and isinstance(answers[1], IntegrityError)
    with connection.cursor() as cursor, put_back():
        cursor.execute("ALTER TABLE days_timelimit DROP CONSTRAINT one_limit_after_another")
        try:
            once, in_the_end, _answers = thrice(button(world, *limit[:3], world.office.clerk))
            assert in_the_end["days_timelimit"] == once["days_timelimit"] + 1
        finally:
            cursor.execute("DELETE FROM days_timelimit")
            cursor.execute(
                "ALTER TABLE days_timelimit ADD CONSTRAINT one_limit_after_another UNIQUE (rule, version)"
            )


@pytest.mark.parametrize("way", ["leave", "seat"])
def test_the_database_refuses_days_that_overlap(office, way):
    days = [{"since": date(2026, 3, 10), "until": date(2026, 3, 12)}, {"since": date(2026, 3, 12)}]
    if way == "leave":
        days[1]["until"] = date(2026, 3, 20)
        rows = [Absence(user=office.clerk, **each) for each in days]
    else:
        rows = [Seat(user=office.clerk, post_id="chair", **each) for each in days]
    rows[0].save()
    with pytest.raises(IntegrityError, match="on_leave_once|sits_there_once"), transaction.atomic():
        rows[1].save()
    rows[1].since = date(2026, 3, 13)
    rows[1].save()
