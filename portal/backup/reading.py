"""Reading a backup: first all of it against its own sums, storing nothing; then into an empty portal."""

import gzip
import hashlib
import json
import tarfile
import zlib
from contextlib import contextmanager

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from psycopg2 import sql

from portal.backup.manifest import (
    AT_EASE,
    FILES,
    FORMAT,
    NAME,
    TABLES,
    Hashed,
    Unusable,
    columns,
    migrations,
)

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError)


def check(path):
    """The manifest of a whole and unchanged backup. Raises Unusable for any other file."""
    said, sums = None, {}
    with _opened(path) as parts:
        for name, stream in parts:
            if name == NAME:
                said = _manifest(stream)
            stream.drain()
            sums[name] = stream.sha256
    if said is None:
        raise Unusable(f"{path} is no backup, or its end is missing.")
    sums.pop(NAME)
    expected = _expected(said)
    for name in sorted(expected.keys() | sums.keys()):
        if expected.get(name) != sums.get(name):
            raise Unusable(f"{path} is damaged: {name} is not what the manifest says.")
    return said


def _manifest(stream):
    try:
        said = json.loads(stream.read())
        known = said["format"], said["taken_at"], said["migrations"], said["sequences"], said["missing"]
        _expected(said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unusable("its manifest cannot be read.") from None
    if known[0] != FORMAT:
        raise Unusable(f"its format is {known[0]}; this portal reads {FORMAT}.")
    return said


def _expected(said):
    """{part of the archive: its sum}."""
    folders = {TABLES: said["tables"], FILES: said["files"]}
    return {folder + name: x["sha256"] for folder, parts in folders.items() for name, x in parts.items()}


@contextmanager
def _opened(path):
    """(name, stream) of everything in the archive, to its last byte."""
    try:
        with gzip.open(path) as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:
            yield ((part.name, Hashed(tar.extractfile(part))) for part in tar if part.isreg())
            Hashed(zipped).drain()
    except DAMAGED as error:
        raise Unusable(f"{path} is damaged or no backup: {error}") from error


@contextmanager
def restored(path, said):
    """Everything is in place within the block, and committed at its end; if it fails, nothing stays."""
    kept = []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(AT_EASE)
            _require_nobody(cursor)
            _require_empty(cursor)
            _require_same(cursor, said)
            _truncate(cursor, [*said["tables"], "django_session"])
            with _opened(path) as parts:
                for name, stream in parts:
                    if name.startswith(TABLES):
                        _fill(cursor, name.removeprefix(TABLES), stream, said["tables"])
                    elif name.startswith(FILES):
                        _keep(name.removeprefix(FILES), stream, said["files"], kept)
            for name, last in said["sequences"].items():
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, last])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            yield
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def _require_nobody(cursor):
    """Processes that run on would go by the numbers that content types had before.

    Who has just gone may still be listed: the server is asked again for two seconds.
    """
    for _ in range(20):
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend')"
        )
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT pg_sleep(0.1)")
    raise Unusable("others are connected to this database; stop web, worker and beat first.")


def _require_empty(cursor):
    """Also keeps everybody else out until the end."""
    cursor.execute("LOCK TABLE people_user, ledger_entry IN ACCESS EXCLUSIVE MODE")
    cursor.execute("SELECT EXISTS (SELECT FROM people_user), EXISTS (SELECT FROM ledger_entry)")
    if any(cursor.fetchone()):
        raise Unusable("this portal is not empty: it has people or a journal. Restore into a new database.")


def _require_same(cursor, said):
    here, there = ({tuple(row) for row in rows} for rows in (migrations(cursor), said["migrations"]))
    if here != there:
        differ = ", ".join(f"{app}.{name}" for app, name in sorted(here ^ there))
        raise Unusable(
            f"the backup is of another version of the portal; they differ in {differ}. "
            "Restore with the version that made it, then upgrade."
        )
    if columns(cursor) != {table: x["columns"] for table, x in said["tables"].items()}:
        raise Unusable("the backup has other tables or columns than this portal.")


def _truncate(cursor, tables):
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(names))


def _fill(cursor, table, stream, tables):
    names = sql.SQL(", ").join(map(sql.Identifier, tables[table]["columns"]))
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    cursor.copy_expert(copy, stream)
    _require(cursor.rowcount == tables[table]["rows"] and stream.sha256 == tables[table]["sha256"], table)


def _keep(name, stream, files, kept):
    """What lies there already and is the same is left, for a portal that has lost its database only."""
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == files[name]["sha256"]:
                return
        default_storage.delete(name)
    kept.append(name)
    _require(default_storage.save(name, File(stream)) == name, name)
    _require(stream.sha256 == files[name]["sha256"], name)


def _require(true, name):
    if not true:
        raise Unusable(f"{name} has changed since the backup was checked.")
