"""Where a run takes place: servers that can be killed, a new database each time, processes, a mail server."""

import asyncio
import os
import shutil
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg2
import redis
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F
from django.utils import timezone

from feedback.models import Mail
from portal.days.models import CalendarDay
from portal.days.workdays import DAY, local_day
from portal.run import embedded
from portal.run.children import Child, stop, wait_for
from portal.run.launcher import page_answers
from tests.faults.launched import Launched
from tests.faults.ledger import Ledger, fill
from tests.faults.parts import BEAT, WORKER, Part
from tests.makers import Office
from tests.policies import ALWAYS, policy
from tests.sink import Sink, drip, hang

PURE = "pure"  # the database that all others are copies of
TAKES = 0.03  # seconds a message is with the mail server
KEYS = {
    "feedback_notice": ["told_once", "reminded_once_a_day"],
    "feedback_mail": ["feedback_mail_key_key"],
}


class Post(Sink):
    """A mail server that takes its time and can be in a mood: an answer, or what it does instead of one."""

    mood = None

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=settings.EMAIL_PORT)
        self.controller.start()

    def close(self):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        if isinstance(self.mood, str):
            return self.mood
        if self.mood in (hang, drip):
            await self.mood(server)  # it never takes the message
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(TAKES)  # it has the message, and the portal does not know that yet
        return await self.mood(server) if self.mood else answer


def statements(url, *lines):
    """Each on its own, past Django, as the owner of the server."""
    admin = psycopg2.connect(url)
    admin.autocommit = True
    for line in lines:
        admin.cursor().execute(line)
    admin.close()


def prepare(_folder, database, _broker, people, authors):
    """The database that every run gets a copy of."""
    name, url = connection.settings_dict["NAME"], database.child.url
    statements(url, f"CREATE DATABASE {name}")
    call_command("migrate", verbosity=0)
    policy(office_hours=ALWAYS)
    fill(Office(), people, authors)
    today = local_day(timezone.now())
    for n in range(-7, 8):
        day = {"kind": "work", "name": "", "source": "test"}
        CalendarDay.objects.update_or_create(date=today + n * DAY, defaults=day)
    connection.close()
    # How long a commit that nobody waits for may stay in memory; all of ours are waited for.
    late = "ALTER SYSTEM SET wal_writer_delay = '10s'"
    statements(url, f"ALTER DATABASE {name} RENAME TO {PURE}", late)


class Stand:
    """`short` makes everything quick: a beat of a second, no waiting for leases and next tries."""

    def __init__(self, folder, database, broker, *, short):
        self.folder, self.database, self.broker, self.short = folder, database, broker, short
        self.sink, self.parts, self.moved = Post(), [], folder / "moved_clock"
        self.remark = ""

    @contextmanager
    def open(self):
        self.sink.open()
        try:
            yield self
        finally:
            self.sink.close()

    @contextmanager
    def run(self):
        """A new database, an empty broker and mail server; whatever the run has started ends with it."""
        name = connection.settings_dict["NAME"]
        connection.close()
        # Copied through the log, as is the default, its sequences would go back at a crash.
        again = f"CREATE DATABASE {name} TEMPLATE {PURE} STRATEGY file_copy"
        statements(self.database.child.url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", again)
        self.empty_broker()
        self.move_clock(0)
        self.sink.mails.clear()
        self.sink.mood = None
        for left in Path(settings.MEDIA_ROOT).glob("*"):
            shutil.rmtree(left)
        self.ledger = Ledger(self.sink)
        try:
            yield self.ledger
        finally:
            for part in self.parts:
                part.kill()
            self.parts = []
            for left in self.folder.glob("beat*"):
                left.unlink()

    def empty_broker(self):
        redis.Redis.from_url(os.environ["REDIS_URL"]).flushall()

    def drop_keys(self):
        for table, keys in KEYS.items():
            for key in keys:
                statements(os.environ["DATABASE_URL"], f"ALTER TABLE {table} DROP CONSTRAINT {key}")

    def leave_commits_in_memory(self):
        name = connection.settings_dict["NAME"]
        statements(self.database.child.url, f"ALTER DATABASE {name} SET synchronous_commit = off")
        connection.close()  # it holds for new connections

    def start(self, arguments, changed=()):
        log = self.folder / f"log/{arguments[0]}.log"
        part = Part(arguments, log, changed=changed, hurry=self.short)
        self.parts.append(part)
        return part

    def launch(self, *, guarded):
        part = Launched(self.folder, guarded=guarded)
        self.parts.append(part)
        return part

    def worker(self, changed=(), arguments=WORKER):
        return self.start([*arguments, "-n", f"w{len(self.parts)}@%h"], changed)

    def beat(self, changed=()):
        return self.start([*BEAT, f"--schedule={self.folder}/beat{len(self.parts)}"], changed)

    def move_clock(self, seconds):
        """In one go: whoever read half a file would end."""
        whole = self.moved.with_suffix(".new")
        whole.write_text(str(seconds))
        whole.replace(self.moved)

    def wait_for_beat(self):
        """Until it has noted when each task is due: one that starts later knows the moved clock alone."""
        end = time.monotonic() + 60
        while not list(self.folder.glob("beat*")):
            if time.monotonic() > end:
                raise TimeoutError("beat keeps no schedule")
            time.sleep(0.1)

    @contextmanager
    def web(self, changed=(), **environment):
        """The pages on a port of their own, which it yields."""
        port = embedded.free_port()
        environment["CHANGED"] = " ".join(changed)
        os.environ |= environment
        command = f"-m gunicorn tests.faults.web -k gthread -w 1 --threads 4 -b 127.0.0.1:{port}"
        child = Child([sys.executable, *command.split()], self.folder / "log/web.log", cwd=settings.BASE_DIR)
        try:
            wait_for([child], lambda: page_answers(port))
            yield port
        finally:
            stop([child])
            for name in environment:
                del os.environ[name]

    def settle(self, patience):
        """Seconds until nothing is left to be done; None if that takes too long."""
        began = time.monotonic()
        while time.monotonic() < began + patience:
            try:
                if self.ledger.gone():
                    return time.monotonic() - began
                if self.short:
                    self.hasten()
            except (DatabaseError, InterfaceError):
                connection.close()
            time.sleep(0.3)
        return None

    @staticmethod
    def hasten():
        soon = timezone.now() + timedelta(seconds=10)
        waiting = Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__gt=soon)
        waiting.update(next_try_at=F("created_at"))

    def buried(self):
        """No worker lives: the leases of the dead need not be waited for in the short form."""
        if self.short:
            left = Mail.objects.filter(state=Mail.State.SENDING)
            left.update(next_try_at=timezone.now() - timedelta(seconds=1))
