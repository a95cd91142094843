"""What every test may ask for."""

import logging
import os
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from portal.accounts.passwords import Argon2
from portal.run.launcher import OWNER
from tests.kept import as_application, as_owner, empty_what_has_rows
from tests.makers import Office


def pytest_configure(config):
    """Compiles the Chinese of the pages and draws their icons, once for all workers."""
    PBKDF2PasswordHasher.iterations = 1  # a second of sums at each signing in, otherwise
    Argon2.time_cost, Argon2.memory_cost = 1, 8
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refusal's traceback takes a millisecond
    TransactionTestCase._fixture_teardown = empty_what_has_rows(TransactionTestCase._fixture_teardown)
    if not hasattr(config, "workerinput"):
        call_command("messages")
        call_command("icons")


@pytest.fixture(scope="session", autouse=True)
def no_child_acts_as_the_owner():
    """The settings have been read; whatever tests start works as the application."""
    os.environ.pop(OWNER, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Tests, and whatever they start, work as the application, which owns nothing."""
    with as_application():
        yield


@pytest.fixture
def as_owner_of_all(transactional_db):
    """The whole test acts as the owner: where databases are made, and tables changed."""
    with as_owner():
        yield


@pytest.fixture(autouse=True)
def nobody_has_spoken():
    """A page leaves its language behind; no test finds that of the one before."""
    translation.deactivate()


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def live_server(live_server, chromium):
    """Ends when its pages have: a window sends what was typed in it until it is closed, and what a browser
    asked for and did not wait for still reads the tables.
    """
    yield live_server
    for context in chromium.contexts:
        context.close()
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                break
