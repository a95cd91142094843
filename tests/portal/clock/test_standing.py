"""A sweep that is not woken, hangs or fails is an alarm after twice its period: each that CLOCK names."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from feedback import restoring, standstill
from portal.celery import app
from portal.clock.models import SHORTEST, LastRun
from portal.clock.registry import ALARMS, alarm_of
from portal.clock.standing import FIND_OUT, READ_THE_LOG, START_AGAIN, alarms
from portal.ledger.verifying import Tampered
from portal.people.models import Role
from tests.makers import NINE, person

app.loader.import_default_modules()
SECOND = timedelta(seconds=1)
each = pytest.mark.parametrize(
    ("sweep", "period"),
    [
        (task, max(seconds, SHORTEST) * SECOND)
        for seconds, names in settings.CLOCK.items()
        for task in (".tasks.".join(name.rsplit(".", 1)) for name in names.split())
    ],
)


def ran(sweep, at, error=None):
    """A run that took a second."""
    moments = iter([at, at + SECOND])
    with suppress(ZeroDivisionError, Tampered), LastRun.objects.kept(sweep, lambda: next(moments)):
        if error:
            raise error


def hangs(sweep, at):
    """A run that has begun and is not over."""
    run = LastRun.objects.kept(sweep, lambda: at)
    run.__enter__()
    return run  # whoever lets go of it ends it


def words(sweep, since):
    when = date_format(localtime(since), "DATETIME_FORMAT")
    return str(alarm_of(sweep).idle) % {"time": when}


@pytest.fixture
def system(office):
    return office.hats(person("system", Role.SYSTEM_ADMIN))


def test_every_task_of_ours_is_in_the_clock_and_says_what_does_not_happen():
    assert set(settings.SWEEPS) == set(ALARMS) == {name for name in app.tasks if ".tasks." in name}
    assert all("%(time)s" in str(alarm_of(name).idle) for name in settings.SWEEPS)


@each
def test_one_that_is_not_woken_is_an_alarm_after_twice_its_period(sweep, period, system):
    assert alarms(system, NINE) == {}, "a portal that was just set up has run nothing yet"
    ran(sweep, NINE)
    assert alarms(system, NINE + 2 * period) == {}
    assert alarms(system, NINE + 2 * period + SECOND) == {START_AGAIN: [words(sweep, NINE)]}
    ran(sweep, NINE + 2 * period)  # the first round after a pause
    assert alarms(system, NINE + 2 * period + SECOND) == {}


@each
def test_one_that_hangs_is_an_alarm_from_its_first_run_on(sweep, period, system):
    run = hangs(sweep, NINE)
    assert alarms(system, NINE + 2 * period) == {}
    again = hangs(sweep, NINE + period)  # after its process has ended: it has begun anew, and no more
    assert alarms(system, NINE + 2 * period + SECOND) == {START_AGAIN: [words(sweep, NINE)]}
    del run, again


@each
def test_one_that_fails_each_time_is_an_alarm_and_one_that_fails_now_and_then_is_none(sweep, period, system):
    ran(sweep, NINE)
    for n in 1, 2, 3:
        ran(sweep, NINE + n * period, ZeroDivisionError("杨敏 13800000000"))
        late = {READ_THE_LOG: [words(sweep, NINE)]} if n > 2 else {}
        assert alarms(system, NINE + n * period) == late
    assert LastRun.objects.get().trouble == "ZeroDivisionError", "never the words of what failed"
    ran(sweep, NINE + 4 * period)
    assert alarms(system, NINE + 4 * period) == {}


@each
def test_nothing_stands_still_while_it_is_frozen_and_released_it_has_its_time_again(sweep, period, office):
    ran(sweep, NINE)
    late = NINE + 10 * period
    hats = office.hats(person("system", Role.SYSTEM_ADMIN))
    assert standstill.sweeps(hats, late)
    restoring.begin(NINE, at=late)
    assert standstill.sweeps(hats, late) == {} != alarms(hats, late)
    restoring.release_sending(by=None, at=late)
    assert standstill.sweeps(hats, late + 2 * period) == {}
    assert standstill.sweeps(hats, late + 2 * period + SECOND) == {START_AGAIN: [words(sweep, late)]}


def test_a_journal_that_was_tampered_with_is_an_alarm_at_once_until_it_is_sound(system):
    [sweep] = [name for name in settings.SWEEPS if alarm_of(name).findings]
    ran(sweep, NINE, Tampered("1 fault"))
    [(what_to_do, [sentence])] = alarms(system, NINE + SECOND).items()
    assert what_to_do == FIND_OUT and "篡改" in sentence
    ran(sweep, NINE, ZeroDivisionError())
    assert alarms(system, NINE + SECOND) == {}, "any other failure may pass"


def test_it_is_on_the_desks_of_those_who_can_act(office, client):
    """The office reads of what its work depends on, the administrators of everything."""
    for sweep in settings.SWEEPS:
        ran(sweep, NINE)
    there = {
        office.clerk: True, office.signer: True, office.supervisor: True, office.author: False,
        office.officer: False, office.leader: False,
    }  # fmt: skip
    for user, shown in there.items():
        client.force_login(user)
        page = client.get("/").content.decode()
        assert (words("feedback.tasks.remind", NINE) in page) == (str(START_AGAIN) in page) == shown
        assert words("portal.people.tasks.forget_sessions", NINE) not in page
    for role in Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN:
        client.force_login(person(role.value, role))
        page = client.get("/").content.decode()
        assert all(words(sweep, NINE) in page for sweep in settings.SWEEPS)
        assert page.count(str(START_AGAIN)) == 1
