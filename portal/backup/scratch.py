"""A database beside the portal's own, where a backup is rebuilt unseen until it takes its place."""

from contextlib import contextmanager, suppress

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import Error, OperationalError, ProgrammingError, connection
from psycopg2 import sql

from portal.backup.manifest import Unusable

OTHERS = "others are connected to this database; stop web, worker and beat first."
LOCALE = """
SELECT pg_encoding_to_char(encoding), datcollate, datctype,
    CASE datlocprovider WHEN 'b' THEN 'builtin' WHEN 'i' THEN 'icu' ELSE 'libc' END,
    coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale')
FROM pg_database d WHERE datname = %s
"""
OTHERS_THERE = """
SELECT pg_stat_clear_snapshot(), EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
)
"""
TABLES = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
"""


@contextmanager
def scratch(purpose):
    """An empty database, to which Django is connected within the block; it is dropped at its end.

    Yields `take_place`, which gives it the name of the portal's own instead.
    """
    ours = connection.settings_dict["NAME"]
    fresh = f"{ours}_{purpose}"
    _create(fresh, ours)
    try:
        with turned_to(fresh):
            yield lambda: _swap(fresh, ours)
    finally:
        with suppress(Error):  # a server that is gone is told of by what failed first; the next one drops it
            _drop(fresh)


@contextmanager
def turned_to(name):
    """Django is connected to another database, whose statements may take their time."""
    settings, before = connection.settings_dict, {**connection.settings_dict}
    connection.close()
    settings |= {"NAME": name, "OPTIONS": before["OPTIONS"] | {"options": ""}}
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        settings |= before
        ContentType.objects.clear_cache()


@contextmanager
def _server():
    """A cursor outside the portal's database."""
    elsewhere = "template1" if connection.settings_dict["NAME"].startswith("postgres") else "postgres"
    other = connection.copy()
    other.settings_dict |= {"NAME": elsewhere, "OPTIONS": {}}
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


def _create(name, like):
    """With the encoding and the locale of ours: by these Chinese characters count as letters."""
    with _server() as cursor:
        cursor.execute(LOCALE, [like])
        encoding, collate, ctype, provider, locale = cursor.fetchone()
        how = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {} LOCALE_PROVIDER "
        how += provider + (f" {provider}_LOCALE {{}}" if locale else "")
        words = [sql.Literal(word) for word in (encoding, collate, ctype, locale) if word]
        try:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            cursor.execute(sql.SQL(how).format(sql.Identifier(name), *words))
        except ProgrammingError as error:
            raise Unusable(f"the portal's user of the database cannot create one: {error}".strip()) from None
        except OperationalError as error:
            raise Unusable(f"{name} is in use, by another restore it seems: {error}".strip()) from None


def _drop(name):
    with _server() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _swap(fresh, ours):
    """Both names change in one transaction; what was there before is dropped if it is still empty."""
    emptied = f"{ours}_emptied"
    with turned_to(ours):
        require_nothing_to_lose()
    _drop(emptied)  # as a restore has left it that was killed when all was done
    with _server() as cursor:
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}; ALTER DATABASE {} RENAME TO {}")
        names = [sql.Identifier(name) for name in (ours, emptied, fresh, ours)]
        try:
            cursor.execute(rename.format(*names))
        except OperationalError:
            raise Unusable(OTHERS) from None
    _drop(emptied)


def require_nothing_to_lose():
    """Nobody is connected, nobody works here, and there are no tables but the portal's.

    Who has just gone may still be listed: the server is asked again for two seconds.
    """
    with connection.cursor() as cursor:
        for _ in range(20):
            cursor.execute(OTHERS_THERE)
            if not cursor.fetchone()[1]:
                break
            cursor.execute("SELECT pg_sleep(0.1)")
        else:
            raise Unusable(OTHERS)
        known = {f"public.{model._meta.db_table}" for model in apps.get_models(include_auto_created=True)}
        cursor.execute(TABLES)
        there = {name for (name,) in cursor.fetchall()}
        foreign = sorted(there - known - {"public.django_migrations"})
        if foreign:
            raise Unusable(f"this database has tables that are not the portal's: {', '.join(foreign)}.")
        for table in {"public.people_user", "public.ledger_entry"} & there:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0]:
                raise Unusable(
                    "this portal is not empty: it has people or a journal. Restore into a new database."
                )
