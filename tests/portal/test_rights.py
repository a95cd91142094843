"""The application's role reads and writes rows; it changes no table and nothing of the past."""

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import errors

from reports.states import State
from tests.stories.clockwork import surroundings

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
MAY = """
SELECT c.relname, ARRAY(SELECT v FROM unnest(%s) v WHERE has_table_privilege(%s, c.oid, v))
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
ONLY_GROW = {"audit_event", "ledger_entry", "reports_revision"}


def rights(role):
    """{table: what the role may do with its rows}."""
    with connection.cursor() as cursor:
        cursor.execute(MAY, [list(VERBS), role])
        return {table: tuple(verbs) for table, verbs in cursor.fetchall()}


@pytest.fixture
def name():
    name = settings.APPLICATION["USER"]
    if name == settings.DATABASES["default"]["USER"]:
        pytest.skip("the tests work with one role")
    return name


def test_what_only_grows_is_never_changed_and_everything_else_is_worked_with(db, name):
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    found = rights(name)
    assert found.keys() == ours | {"django_migrations"}
    for table, verbs in found.items():
        assert verbs == {
            **dict.fromkeys(ONLY_GROW, ("SELECT", "INSERT")), "django_migrations": ("SELECT",)
        }.get(table, VERBS[:4]), table  # fmt: skip
    assert all(verbs == VERBS for verbs in rights(settings.DATABASES["default"]["USER"]).values())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET note = ''", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry CASCADE",
        "DELETE FROM reports_revision", "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_is_append_only ON ledger_entry", "DROP TABLE reports_report CASCADE",
        "CREATE TABLE public.mine (id int)", "SET session_replication_role = replica", "SET ROLE portal",
        "CREATE OR REPLACE FUNCTION refuse_change_of_entry() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE friend", "CREATE DATABASE mine", "COPY ledger_entry TO PROGRAM 'cat'",
    ],
)  # fmt: skip
def test_whoever_has_got_hold_of_the_application_is_refused(transactional_db, office, name, statement):
    office.report(State.SIGNED)
    line = psycopg2.connect(surroundings(0)["DATABASE_URL"])
    line.autocommit = True
    with line.cursor() as cursor, pytest.raises(errors.InsufficientPrivilege):
        cursor.execute("SELECT session_user")
        assert cursor.fetchone() == (name,)
        cursor.execute(statement)
    line.close()


def test_a_table_of_a_later_version_is_let_in_by_the_migration(as_owner_of_all, name):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")
        try:
            assert rights(name)["later"] == ()
            call_command("migrate", verbosity=0)
            assert rights(name)["later"] == VERBS[:4]
        finally:
            cursor.execute("DROP TABLE later")
