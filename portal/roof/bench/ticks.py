"""What each sweep of the clock costs in the loaded world: the first tick of a morning, and the next one."""

import logging
import time
from contextlib import contextmanager, suppress
from datetime import time as hour
from datetime import timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.db import connection
from django.test import override_settings

from feedback import delivery, sweeps
from portal.accounts.workflow.ways import answer_asked
from portal.audit.workflow import forget_events
from portal.days import workdays
from portal.days.workflow import calendar
from portal.files import scanning
from portal.jobs import doing
from portal.jobs.workflow import forget_jobs
from portal.ledger.verifying import Tampered, verify
from portal.people.sessions import forget_sessions
from portal.persons.workflow.people import arrive
from portal.roof.bench.visitor import timed_into
from portal.run.embedded import free_port
from portal.unsent.workflow import forget_unsent
from reports.workflow import consultations

WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"
READ = "SELECT (blks_hit + blks_read) * 8192 FROM pg_stat_database WHERE datname = current_database()"
UP_TO_HERE = "SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()"  # PostgreSQL counts now and then


def measure(say, day):
    """`read` is what the database went through, in memory or on the disk; `written` is its log."""
    say(f"\n{'sweep':16}{'':8}{'done':>9}{'time':>10}{'statements':>12}{'read':>12}{'written':>12}")
    with mail_server():
        for name, (sweep, at) in ticks(day).items():
            for which in ("first", "next"):
                done, ms, statements, read, written = cost(sweep, at)
                size = f"{read / 1e6:9.1f} MB{written / 1e3:9.0f} KB"
                say(f"{name:16}{which:8}{done or 0:9,}{ms:7.0f} ms{statements:12}{size}")


def ticks(day):
    """{name: (sweep, when)}: each at an hour at which it has something to do."""
    policy = workdays.load().policy.on(day)
    morning, cut_off = workdays.at_time(day, hour(10)), workdays.at_time(day, policy.cut_off)
    warned, closed = cut_off - timedelta(minutes=policy.warnings[1]), cut_off + timedelta(minutes=1)
    by_morning = [sweeps.tell, sweeps.remind, sweeps.lapse, sweeps.slip, sweeps.nudge, sweeps.erase]
    rows = {sweep.__name__: (sweep, morning) for sweep in by_morning}
    rows |= {"escalate": (sweeps.escalate, warned), "close_day": (sweeps.close_day, closed)}
    rows |= {"deliver": (delivery.deliver, closed)}  # of what the others have written
    rows |= {"catch_up": (calendar.catch_up, morning), "forget": (consultations.forget, morning)}
    rows |= {"forget_unsent": (forget_unsent, morning), "forget_jobs": (forget_jobs, morning)}
    rows |= {
        "make": (lambda at: bool(doing.make(lambda: at)), morning)
    }  # of what it costs where nobody waits
    rows |= {"answer_asked": (answer_asked, morning), "arrive": (arrive, morning)}
    rows |= {"forget_events": (forget_events, morning)}
    rows |= {"scan": (scanning.scan, morning)}  # of what it costs where there is no scanner
    return rows | {"forget_sessions": (forget_sessions, morning), "verify": (read_the_journal, morning)}


def read_the_journal(_at):
    """The lines of a loaded world are copies, whose hashes do not follow from one another."""
    with suppress(Tampered):
        verify(lambda _fault: None)


def cost(sweep, at):
    """(what it returned, ms, statements, bytes read, bytes written)"""
    statements, read, written, start = [], bytes_of(READ), bytes_of(WRITTEN), time.perf_counter()
    with connection.execute_wrapper(timed_into(statements)):
        done = sweep(at)
    ms = (time.perf_counter() - start) * 1000
    return done, ms, len(statements), bytes_of(READ) - read, bytes_of(WRITTEN) - written


def bytes_of(question):
    with connection.cursor() as cursor:
        cursor.execute(UP_TO_HERE)
        cursor.execute(question)
        return int(cursor.fetchone()[0])


@contextmanager
def mail_server():
    """One that takes everything and keeps nothing."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
        with override_settings(**smtp, EMAIL_PORT=server.port):
            yield
    finally:
        server.stop()
