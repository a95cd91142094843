"""第N期: no gap and no repeat, whoever signs at the same time and whatever is rolled back."""

import random
from multiprocessing import get_context

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from portal.ledger.engine import TooLate
from portal.people.models import User
from reports.states import State
from routing.models import Issue, Numbering, Series
from routing.workflow import issues
from tests.makers import NINE, Office
from tests.races import at_once

THREADS, DRAWS, ROLLED_BACK = 20, 50, 0.3
YEAR = 2026


class Torn(Exception):
    """Something goes wrong after the number was taken."""


def draw_all_at_once():
    """What 20 threads keep of 50 numbers each, three of ten being rolled back."""

    def draw(n):
        dice, kept = random.Random(n), []
        for _ in range(DRAWS):
            try:
                with transaction.atomic():
                    number = issues.next_number(Series.objects.get(code="special"), YEAR)
                    if dice.random() < ROLLED_BACK:
                        raise Torn
                kept.append(number)
            except Torn:
                continue
        return kept

    numbers = []
    for kept in at_once(THREADS, draw):
        assert isinstance(kept, list), kept
        numbers += kept
    return sorted(numbers)


def unlocked_number(series, year):
    """As it is often written: the highest one plus one."""
    counter, _new = Numbering.objects.get_or_create(series=series, year=year)
    Numbering.objects.filter(series=series, year=year).update(last=counter.last + 1)
    return counter.last + 1


@pytest.mark.django_db(transaction=True)
def test_numbers_drawn_at_once_are_1_to_n():
    Series.objects.create(code="special", name="专报")
    numbers = draw_all_at_once()
    assert THREADS * DRAWS / 2 < len(numbers) < THREADS * DRAWS
    assert numbers == list(range(1, len(numbers) + 1))
    assert Numbering.objects.get(year=YEAR).last == len(numbers)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_repeat(monkeypatch):
    Series.objects.create(code="special", name="专报")
    monkeypatch.setattr(issues, "next_number", unlocked_number)
    numbers = draw_all_at_once()
    assert len(set(numbers)) < len(numbers)


def draw_until_killed(n, user, series):
    """In a process of its own: numbers with an issue each, three of ten rolled back, as long as it lives."""
    connections.close_all()  # what the parent had before its browser came is seen again here, by all of them
    dice = random.Random(n)
    while True:
        try:
            with transaction.atomic():
                which = dice.choice(series)
                number = issues.next_number(which, YEAR)
                Issue.objects.create(series=which, year=YEAR, number=number, created_at=NINE, created_by=user)
                if dice.random() < ROLLED_BACK:
                    raise Torn
        except Torn:
            continue


@pytest.mark.django_db(transaction=True)
def test_processes_killed_at_random_leave_no_gap_in_either_series():
    user = Office().clerk
    series = list(Series.objects.filter(code__in=["special", "extra"]))
    connections.close_all()
    fork, dice = get_context("fork"), random.Random(2026)
    living = [fork.Process(target=draw_until_killed, args=(n, user, series), daemon=True) for n in range(8)]
    for process in living:
        process.start()
    try:
        for process in living:
            enough = Issue.objects.count() + 3  # they have to get on, however busy the machine is
            while Issue.objects.count() < enough:
                process.join(timeout=dice.uniform(0.01, 0.1))
                assert process.is_alive()
            process.kill()
            process.join()
    finally:
        for process in living:
            process.kill()
    for each in series:
        last = issues_counted(each)
        given = Issue.objects.filter(series=each).values_list("number", flat=True)
        assert sorted(given) == list(range(1, last + 1)) and last > 10


@transaction.atomic
def issues_counted(series):
    """The last number, once nobody that was killed holds the counter any more."""
    return Numbering.objects.select_for_update().get(series=series, year=YEAR).last


def test_each_series_counts_by_itself(office):
    extra = Series.objects.get(code="extra")
    assert [issues.next_number(series, YEAR) for series in (office.series, extra, office.series)] == [1, 1, 2]
    assert issues.next_number(extra, YEAR + 1) == 1


def composed(office, at=NINE):
    """An issue that waits for the signer."""
    issue = office.report(State.PLACED, at).piece.issue
    issues.submit_issue(issue, by=office.clerk, at=at)
    return issue


@pytest.mark.django_db(transaction=True)
def test_issues_signed_at_once_are_numbered_without_a_gap():
    office = Office()
    waiting = [composed(office) for _ in range(10)]
    empty_handed = [Issue.objects.get(pk=issue.pk) for issue in waiting]  # each is signed twice, at once

    def sign(n):
        issue = [*waiting, *empty_handed][n]
        signer = User.objects.get(username="signer")
        issues.sign_issue(issue, by=signer, at=NINE, text_hash=issue.text_hash)

    outcomes = [type(outcome) for outcome in at_once(20, sign)]
    assert (outcomes.count(type(None)), outcomes.count(TooLate)) == (10, 10)
    assert sorted(Issue.objects.values_list("number", flat=True)) == list(range(1, 11))


def test_a_refused_signature_uses_no_number(office):
    issue = composed(office)
    with pytest.raises(TooLate):
        issues.sign_issue(issue, by=office.signer, at=NINE, text_hash="0" * 64)
    assert not Numbering.objects.filter(last__gt=0).exists()
    issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)
    assert issue.number == 1


def test_numbers_start_again_each_year_and_the_total_runs_on(office):
    last_year, midnight = NINE.replace(year=2025, month=12, day=31), NINE.replace(month=1, day=1, hour=0)
    signed = []
    for at in (last_year, last_year.replace(hour=23, minute=59, second=59), midnight, NINE):
        issue = composed(office, last_year)
        issues.sign_issue(issue, by=office.signer, at=at, text_hash=issue.text_hash)
        signed.append((issue.year, issue.number, issue.running_total))
    assert signed == [(2025, 1, 1), (2025, 2, 2), (2026, 1, 3), (2026, 2, 4)]


def test_an_empty_issue_cannot_ask_for_a_number(office):
    issue = issues.begin_issue(by=office.clerk, at=NINE, series=office.series)
    with pytest.raises(ValidationError):
        issues.submit_issue(issue, by=office.clerk, at=NINE)
    assert Issue.objects.get().status == "draft"
