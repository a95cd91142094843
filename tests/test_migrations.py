"""Every migration after the first of its app runs back and forth on a filled database, whoever writes it."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests import sums
from tests.second import second  # noqa: F401 (a fixture)
from tests.test_house import APPS
from tests.world import build

LOADER = MigrationLoader(None, ignore_no_migrations=True)
OURS = {key: each for key, each in LOADER.disk_migrations.items() if each.__module__.split(".")[0] in APPS}
LATER = sorted(key for key, migration in OURS.items() if not migration.initial)
NOT_EMPTY = migrations.RunSQL(
    "ALTER TABLE backup_check ADD COLUMN who text NOT NULL", "ALTER TABLE backup_check DROP COLUMN who"
)  # which only an empty table can have


def before(key):
    """The migration of the same app that a later one builds on."""
    [parent] = {parent for parent in OURS[key].dependencies if parent[0] == key[0]}
    return parent


def altered(key):
    """The tables, as they were before, whose rows a migration has to reckon with."""
    there = LOADER.project_state([before(key)]).apps.all_models[key[0]]
    names = {getattr(operation, "model_name", "").lower() for operation in OURS[key].operations}
    return [there[name]._meta.db_table for name in names if name in there]


def test_every_later_migration_runs_on_a_filled_database(second):  # noqa: F811
    assert LATER
    with second():
        build()
        tables, rows, made = sums.tables(), sums.rows(), set()
        for key in LATER:
            empty = [table for table in altered(key) if not rows[table]]
            assert not empty, f"{key} alters {empty}: let tests/world.py put something in"
            call_command("migrate", *before(key), verbosity=0)
            made |= rows.keys() - sums.rows().keys()  # tables that are made anew are empty
            call_command("migrate", verbosity=0)
            rows |= dict.fromkeys(made, 0)
            assert sums.rows() == rows, key
            call_command("verify_journal", verbosity=0)
        reckoned = {"django_migrations", *made}.union(*map(altered, LATER))
        assert {name for name, each in sums.tables().items() if each != tables[name]} <= reckoned


@pytest.mark.parametrize("filled", [True, False])
def test_a_migration_for_empty_tables_only_would_be_seen(second, filled):  # noqa: F811
    with second():
        if filled:
            build()
        executor = MigrationExecutor(connection)
        graph, [last] = executor.loader.graph, executor.loader.graph.leaf_nodes("backup")
        bad = migrations.Migration("9999_bad", "backup")
        bad.operations = [NOT_EMPTY]
        graph.add_node(("backup", bad.name), bad)
        graph.add_dependency(bad, ("backup", bad.name), last)
        if not filled:
            executor.migrate([("backup", bad.name)])
            return
        with pytest.raises(IntegrityError, match="who"):
            executor.migrate([("backup", bad.name)])
