"""Directive to assignment has no seam: killed at whatever statement, none is left that nobody has.

The recording verbs are torn at each statement they send, until they get through; then with the connection
really cut, and with the process killed. The control takes the transaction away.
"""

import os
import signal
import uuid
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction

from portal.ledger.models import Duty, Entry
from reports.models import Report
from reports.states import State
from routing.models import Assignment, Directive
from routing.workflow import directives
from tests.makers import NINE, Office

FAR_TOO_MANY = 400  # statements of one verb


class Torn(Exception):
    """Something goes wrong at this statement."""


class Tear:
    """Counts the statements and calls `kill` at the nth one."""

    def __init__(self, n, kill):
        self.left, self.kill = n, kill

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if not self.left:
            self.kill()
        return execute(sql, params, many, context)


def tear():
    raise Torn


def left_alone():
    """Directives that neither a unit nor the office has, and assignments and entries that hang in the air."""
    owed = Duty.objects.open()
    of_office = owed.filter(subject_type__model="directive").values("subject_id")
    of_units = owed.filter(subject_type__model="assignment").values("subject_id")
    told = Entry.objects.filter(subject_type__model="directive").values("subject_id")
    return [
        *Directive.objects.filter(assignments=None).exclude(pk__in=of_office),
        *Directive.objects.exclude(pk__in=told),
        *Assignment.objects.exclude(pk__in=of_units),
        *Report.objects.filter(status=State.HANDLING, assignments=None, directives=None),
    ]


def subjects(office):
    """{what it stands on: how it is found}"""
    piece = office.report(State.ISSUED).piece
    return {
        "piece": piece,
        "issue": office.report(State.ISSUED).piece.issue,
        "report": office.report(State.SIGNED),
    }


def verb(office, who, subject, units, key):
    """The step as the page takes it: read anew, then taken."""
    fresh = type(subject).objects.get(pk=subject.pk)
    said = {"at": NINE, "key": key, "text": "请研办。", "lead": [office.unit] if units else None}
    if who == "leader":
        return partial(directives.direct, fresh, by=office.leader, **said)
    said |= {"leader_name": "省领导甲", "rank": "provincial", "written_on": NINE.date()}
    return partial(directives.register_directive, fresh, by=office.clerk, **said)


WAYS = [
    (who, place, units)
    for who, places in {"leader": ["piece", "issue"], "clerk": ["piece", "issue", "report"]}.items()
    for place in places
    for units in (True, False)
]


def torn_everywhere(office, who, place, units, kill=tear, step=1):
    """Tries until the verb gets through; how often it was torn, and what was left alone then."""
    subject, key, torn, alone = subjects(office)[place], uuid.uuid4(), 0, []
    for n in range(1, FAR_TOO_MANY, step):
        act = verb(office, who, subject, units, key)
        try:
            with connection.execute_wrapper(Tear(n, kill)):
                act()
        except (Torn, OperationalError, InterfaceError):
            torn += 1
            if kill is cut:
                connection.close()
            alone += left_alone()
        else:
            return torn, alone
    raise AssertionError("it never got through")


@pytest.mark.parametrize(("who", "place", "units"), WAYS)
def test_torn_at_every_statement_it_leaves_nothing_alone(office, who, place, units):
    """At each one, but at every third where the same statements are met by another way."""
    step = 3 if units and (who, place) not in {("leader", "piece"), ("clerk", "issue")} else 1
    torn, alone = torn_everywhere(office, who, place, units, step=step)
    assert torn > 10 and not alone and not left_alone()
    directive = Directive.objects.get()
    assert directive.assignments.exists() == units


@contextmanager
def keeping_halves():
    """The control: what was done before it was torn is kept, as it is without a transaction."""
    leave = transaction.Atomic.__exit__
    transaction.Atomic.__exit__ = lambda self, *_error: leave(self, None, None, None)
    try:
        yield
    finally:
        transaction.Atomic.__exit__ = leave


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("units", [True, False])
def test_without_the_transaction_it_would(units):
    office = Office()
    alone = 0
    subject = subjects(office)["report"]
    with keeping_halves():
        for n in range(5, 60, 2):
            with connection.execute_wrapper(Tear(n, tear)):
                try:
                    verb(office, "clerk", subject, units, uuid.uuid4())()
                except Torn:
                    alone += len(left_alone())
    assert alone


def cut():
    """The database throws this connection out, as at a failover."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")  # the application may end nobody
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("units", [True, False])
def test_with_the_connection_cut_it_leaves_nothing_alone(units):
    torn, alone = torn_everywhere(Office(), "clerk", "report", units, kill=cut, step=4)
    assert torn > 3 and not alone and not left_alone()


@pytest.mark.django_db(transaction=True)
def test_with_the_process_killed_it_leaves_nothing_alone():
    """SIGKILL: nothing is cleaned up, nothing is rolled back by us."""
    office = Office()
    subject, key, killed = subjects(office)["issue"], uuid.uuid4(), 0
    for n in range(3, FAR_TOO_MANY, 7):
        connections.close_all()
        child = os.fork()
        if not child:
            connections.close_all()  # see draw_until_killed in test_numbering.py
            try:
                with connection.execute_wrapper(Tear(n, lambda: os.kill(os.getpid(), signal.SIGKILL))):
                    verb(office, "clerk", subject, True, key)()
                os._exit(0)
            finally:
                os._exit(1)  # never on into the tests that follow
        status = os.waitpid(child, 0)[1]
        assert not left_alone()
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        assert os.WTERMSIG(status) == signal.SIGKILL and not Directive.objects.exists()
        killed += 1
    assert killed > 3 and Directive.objects.get().assignments.exists()
