"""How any order of verbs is tried: the part that is the same whatever the verbs are."""

from copy import copy
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from feedback import sweeps
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from reports import workflow as reports
from reports.models import Report
from reports.states import State
from routing.workflow import adoption, directives, revisits
from routing.workflow.chasing import chase
from tests.makers import NINE
from tests.stories.ledgers import Ledgers


def chased(assignment, *, by, at):
    """All that its unit owes on it."""
    duties = Duty.objects.about(assignment).open().exclude(unit=None)
    chase(list(duties), by=by, at=at, note="请抓紧办理。")


ANSWERED_ALIKE = (
    chased, directives.direct, directives.register_directive, reports.relate, reports.save_draft,
    adoption.record_events, revisits.plan_revisit, reports.write_again,
)  # fmt: skip
TEN_MINUTES = timedelta(minutes=10)
MOST = 4  # of a kind that a story makes besides those that are there


def about(model, *statuses, such_that=lambda machine, subject: True):
    """A rule about one subject in one of these statuses; `n` chooses which, and how the step is taken."""

    def found(machine):
        rows = machine.ledgers.rows[model]
        return [row for row in rows if row.status in statuses and such_that(machine, row)]

    def decorate(act):
        def one(self, n, twice):
            subjects = found(self)
            self.last = None
            act(self, subjects[n % len(subjects)], n // 10)
            if twice and self.last:
                self.send_the_same_page_again()

        one.__name__ = act.__name__
        return precondition(found)(rule(n=st.integers(0, 99), twice=st.booleans())(one))

    return decorate


def room_for(model):
    """A precondition: a story makes only so many of a kind, so that something else is tried, too."""
    return precondition(lambda machine: machine.made(model) < MOST)


class Machine(RuleBasedStateMachine):
    """Takes steps, sends pages twice, lets time pass, and checks everything after each."""

    def __init__(self, office, before):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.office, self.at, self.last, self.acting = office, NINE + timedelta(days=1), None, False
        self.ledgers = Ledgers(before)
        self.there = {model: len(rows) for model, rows in self.ledgers.rows.items()}

    def teardown(self):
        try:
            if not self.acting:
                self.ledgers.check_news(self.at)
        finally:
            self.put_back()

    def put_back(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def made(self, model):
        """How many of a kind there are more than at the beginning."""
        return len(self.ledgers.rows[model]) - self.there[model]

    @invariant()
    def everything_holds(self):
        self.ledgers.check(self.at)

    def act(self, verb, subject, **given):
        """Takes the step on a page that may be sent again."""
        if currently_in_test_context():  # of Hypothesis
            note(f"{verb.__name__} {type(subject).__name__} {subject.pk} at {self.at:%m-%d %H:%M}")
        self.acting, self.last = True, partial(verb, copy(subject), **given)
        self.at += TEN_MINUTES
        verb(subject, at=self.at, **given)
        self.ledgers.read()
        self.acting = False

    def send_the_same_page_again(self):
        written = Entry.objects.aggregate(last=Max("pk"))["last"]
        if self.last.func in ANSWERED_ALIKE:
            self.last(at=self.at)  # is answered like the first one
        else:
            with pytest.raises((TooLate, PermissionDenied, ValidationError)):
                self.last(at=self.at)
        assert Entry.objects.aggregate(last=Max("pk"))["last"] == written

    @rule(hours=st.one_of(st.integers(1, 12), st.integers(1, 40 * 24)))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule()
    def the_sweeps_run(self):
        sweeps.lapse(self.at)
        self.ledgers.read()
        answered = [r for r in self.ledgers.rows[Report] if r.status == State.ANSWERED]
        assert all(self.ledgers.due(report, "give_opinion") >= self.at for report in answered)
        self.ledgers.check(self.at)
        self.ledgers.check_news(self.at)
