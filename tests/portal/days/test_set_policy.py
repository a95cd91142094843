"""Setting a point of the office's policy: who may, what is refused, and several at once."""

from datetime import date, datetime, time
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from portal.days.models import Policy
from portal.days.policy import load_policy
from portal.days.workdays import SHANGHAI
from portal.days.workflow import policy as verbs
from portal.days.workflow.policy import set_policy
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import User
from tests.makers import NINE, Office
from tests.portal.days.test_policy import HOUR, TOMORROW, decide
from tests.races import at_once, kinds


def test_it_is_in_the_journal_and_only_the_clerk_sets_it(office):
    row = decide(office)
    entry = Entry.objects.get(kind="set_policy")
    said = {"point": "cut_off", "value": "17:00", "before": "17:30", "since": "2026-03-11"}
    assert (entry.subject, entry.changes, entry.note) == (row, said, "办公会议定。")
    with translation.override("zh-hans"):
        assert entry.line.says(entry) == "当日截止时间 · 17:00"
    for who in (office.signer, office.vetter, office.officer, office.security):
        with pytest.raises(PermissionDenied):
            decide(office, by=who)
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("point", "value", "since"),
    [
        ("cut_off", "18:30", TOMORROW), ("cut_off", "08:30", TOMORROW), ("cut_off", "10:00", TOMORROW),
        ("cut_off", "17:00", date(2026, 3, 10)), ("vetting", True, date(2026, 3, 9)),
        ("office_hours", ["18:00", "08:30"], TOMORROW), ("office_hours", ["08:30", "17:00"], TOMORROW),
        ("warnings", [30, 120], TOMORROW), ("warnings", [30, 30], TOMORROW),
        ("warnings", [541, 30], TOMORROW),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(office, point, value, since):
    with pytest.raises(ValidationError):
        decide(office, point, value=value, since=since)
    assert not Policy.objects.exists()


def test_what_would_not_fit_a_row_to_come_is_refused_too(office):
    decide(office, since=date(2026, 4, 1), value="18:00")
    with pytest.raises(ValidationError, match="2026-04-01"):
        decide(office, "office_hours", value=["08:30", "17:45"])
    decide(office, "office_hours", value=["08:00", "18:00"])


def test_of_two_rows_for_a_day_the_later_holds(office):
    decide(office), decide(office, at=NINE + HOUR, value="16:30")
    assert load_policy().on(TOMORROW).cut_off == time(16, 30)


MANY = 8


def all_set_it():
    office, now = Office(), datetime(2026, 3, 10, 9, tzinfo=SHANGHAI)

    def act(n):
        clerk = User.objects.get(pk=office.clerk.pk)
        return set_policy("cut_off", by=clerk, at=now, seen="0", value=f"17:0{n}", since=TOMORROW)

    return kinds(at_once(MANY, act))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_set_it_at_once_one_does_and_the_others_look_again():
    assert all_set_it() == {"done": 1, TooLate.__name__: MANY - 1}
    assert Policy.objects.count() == Entry.objects.filter(kind="set_policy").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_all_of_them_would(monkeypatch):
    """The control: each has looked at the table before another one writes."""
    together, looked = Barrier(MANY), verbs.plan
    monkeypatch.setattr(verbs, "one_at_a_time", lambda *_named: None)

    def look(*args, **known):
        found = looked(*args, **known)
        together.wait(timeout=30)
        return found

    monkeypatch.setattr(verbs, "plan", look)
    assert all_set_it() == {"done": MANY}
