"""A second portal beside the tests' own: a database and a folder for files, empty as after `migrate`."""

from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

# What threads of earlier tests have left: a database that is in use cannot be copied.
OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"


@pytest.fixture
def second(as_owner_of_all, tmp_path, settings):
    """Inside `with second():` everything happens there; asked for before anything is stored here."""
    first, name = connection.settings_dict["NAME"], connection.settings_dict["NAME"] + "_second"
    connection.close()
    settings.MEDIA_ROOT = str(tmp_path / "first")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(OTHERS, [first])
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{first}"')

    def turn(database, media):
        connection.close()
        connection.settings_dict["NAME"] = database
        settings.MEDIA_ROOT = str(tmp_path / media)
        ContentType.objects.clear_cache()

    @contextmanager
    def there():
        turn(name, "second")
        try:
            yield tmp_path / "second"
        finally:
            turn(first, "first")

    yield there
    turn(first, "first")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
