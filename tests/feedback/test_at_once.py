"""The same sweep in two workers at once: the lock keeps it single, and without it the constraints do.

The controls take one away, then both; only then does anything double.
"""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from feedback import sweeps
from feedback.models import Mail, Notice, Opinion
from feedback.workflow import give_opinion
from portal.ledger.models import Entry
from reports.states import State
from tests.kept import as_owner
from tests.makers import Office, moment

pytestmark = pytest.mark.django_db(transaction=True)
LATER = moment("03-11 09:00")
CONSTRAINTS = [
    ("feedback_notice", "told_once", "UNIQUE (entry_id, user_id)"),
    ("feedback_notice", "reminded_once_a_day", "UNIQUE (duty_id, user_id, day, rung)"),
    ("feedback_mail", "feedback_mail_key_key", "UNIQUE (key)"),
]
WAITING_FOR_US = """
    SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""  # other tests, on the same server, wait too


class Other(threading.Thread):
    """Another worker, with a connection of its own."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.outcome = act, None
        self.start()

    def run(self):
        try:
            self.outcome = self.act()
        except IntegrityError as error:
            self.outcome = error
        finally:
            connections.close_all()

    def ended(self):
        self.join(timeout=20)
        assert not self.is_alive()
        return self.outcome

    def blocked(self):
        """Waits until it stands before a lock of ours; False if it ends before that."""
        deadline = time.monotonic() + 20
        with connection.cursor() as cursor:
            while self.is_alive() and time.monotonic() < deadline:
                cursor.execute(WAITING_FOR_US)
                if cursor.fetchone()[0]:
                    return True
        return False


@pytest.fixture(params=["tell", "remind", "ladder"])
def sweep(request):
    """A sweep with something to do for people with an address and for people without."""
    office = Office()
    for user in office.joint, office.signer:
        user.email = ""
        user.save()
    if request.param == "ladder":  # on its highest rung: officers, head, office and signer
        office.report(State.HANDLING, at=moment("03-02 09:00"))
        return sweeps.remind
    office.report(), office.report(State.AWAITING_SIGNOFF, by=office.joint)
    return getattr(sweeps, request.param)


@pytest.fixture
def no_lock(monkeypatch):
    monkeypatch.setattr(sweeps, "alone", lambda name: True)


@contextmanager
def no_constraints():
    with as_owner() as cursor:
        for table, name, _rule in CONSTRAINTS:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with as_owner() as cursor:
            cursor.execute("TRUNCATE feedback_notice, feedback_mail")
            for table, name, rule in CONSTRAINTS:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")


def doubled():
    notices = list(Notice.objects.values_list("user", "entry", "duty"))
    keys = list(Mail.objects.values_list("key", flat=True))
    return len(notices) - len(set(notices)), len(keys) - len(set(keys))


def test_the_lock_lets_the_second_one_go_at_once(sweep):
    with transaction.atomic():
        done = sweep(LATER)
        assert Other(lambda: sweep(LATER)).ended() == 0
    assert done == Notice.objects.count() > 1
    assert doubled() == (0, 0)


def test_without_the_lock_the_constraints_refuse_the_second_one(sweep, no_lock):
    with transaction.atomic():
        done = sweep(LATER)
        other = Other(lambda: sweep(LATER))
        assert other.blocked()
    refused = other.ended()
    if sweep == sweeps.tell:
        assert refused == 0  # it looks once more, and all has been told
    else:
        assert isinstance(refused, IntegrityError)
    assert done == Notice.objects.count()
    assert doubled() == (0, 0)


def test_news_whose_transaction_ends_late_is_told_all_the_same(db):
    """Entries that were begun after it have long been told by then."""
    office = Office()
    late = _in_another_transaction(office)
    office.report(by=office.joint)
    assert sweeps.tell(LATER) == 1
    late.go_on.set()
    late.ended()
    assert sweeps.tell(LATER) == 1
    assert Notice.objects.get(user=office.author).entry_id < Notice.objects.get(user=office.joint).entry_id


def test_control_a_mark_of_how_far_one_has_read_passes_late_news_by(db):
    office = Office()
    late = _in_another_transaction(office)
    office.report(by=office.joint)
    read = Entry.objects.latest("pk").pk
    late.go_on.set()
    late.ended()
    assert Entry.objects.filter(kind="submit", pk__gt=read).count() == 0
    assert Entry.objects.filter(kind="submit").count() == 2


def _in_another_transaction(office):
    """Somebody has filed a report, and the end of the transaction is still to come."""
    go_on, filed = threading.Event(), threading.Event()

    def act():
        with transaction.atomic():
            office.report()
            filed.set()
            go_on.wait(20)

    late = Other(act)
    late.go_on = go_on
    assert filed.wait(20)
    return late


def test_control_without_both_everything_doubles(sweep, no_lock):
    with no_constraints():
        with transaction.atomic():
            done = sweep(LATER)
            other = Other(lambda: sweep(LATER))
            assert other.blocked() or other.ended()  # the news it has told twice is still ours to strike off
        assert other.ended() == done
        assert doubled() == (done, Mail.objects.count() / 2)


def test_the_sweep_and_the_author_close_a_report_only_once(db):
    office = Office()
    report = office.report(State.ANSWERED)
    late = moment("04-01 09:00")
    with transaction.atomic():
        give_opinion(report, by=office.author, at=late, handling="satisfied", result="mostly")
        other = Other(lambda: sweeps.lapse(late + timedelta(minutes=1)))
        assert other.blocked()
    assert other.ended() == 0
    assert Opinion.objects.get().result == "mostly"
