"""What a backup says of itself, and whether this portal can read it."""

import hashlib
import json

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg2 import sql

import portal

FORMAT = 3
READABLE = {2, FORMAT}  # 2 had no heads of the journal
NAME, DATABASE, HEADS, FILES = "manifest.json", "database.dump", "journal.heads", "files/"
SESSIONS = "django_session"  # is left empty: nobody is signed in after a restore
CHUNK = 1 << 20
# Copying may take its time.
AT_EASE = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


class Unusable(Exception):
    """Why there is no backup or no restore: a sentence for the person at the terminal."""


class Hashed:
    """A stream to read from that keeps the sum of what has gone through."""

    def __init__(self, stream):
        self.stream, self.sum = stream, hashlib.sha256()

    def read(self, size=-1):
        data = self.stream.read(size)
        self.sum.update(data)
        return data

    def drain(self):
        while self.read(CHUNK):
            pass

    @property
    def sha256(self):
        return self.sum.hexdigest()


def counted(cursor):
    """{table: how many rows it has}, but for the sessions."""
    names = sorted({*connection.introspection.table_names(cursor)} - {SESSIONS})
    ask = sql.SQL("SELECT count(*) FROM {}")
    return {name: _number(cursor, ask.format(sql.Identifier(name))) for name in names}


def _number(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchone()[0]


def migrations(cursor):
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def read(stream):
    """The manifest; raises Unusable where it is none, or one of another format."""
    try:
        said = json.loads(stream.read())
        if said["format"] not in READABLE:
            raise Unusable(f"its format is {said['format']}; this portal reads {FORMAT}.")
        for key in ("taken_at", "version", "migrations", "rows", "missing"):
            said[key]
        parts(said)
        _order(said["version"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unusable("its manifest cannot be read.") from None
    return said


def parts(said):
    """{part of the archive: its sum}, without the manifest."""
    files = {FILES + name: file["sha256"] for name, file in said["files"].items()}
    heads = {HEADS: said["heads"]["sha256"]} if said["format"] == FORMAT else {}
    return {DATABASE: said["database"]["sha256"], **heads, **files}


def require_known(said):
    """A backup of an earlier version is brought forward; one of a later version is for a later portal."""
    if _order(said["version"]) > _order(portal.__version__):
        raise Unusable(
            f"the backup is of version {said['version']} and this portal is {portal.__version__}. "
            f"Install version {said['version']} or later, and restore with it."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    unknown = [f"{app}.{name}" for app, name in said["migrations"] if (app, name) not in known]
    if unknown:
        raise Unusable(
            f"the backup is of a later state of version {said['version']} than this portal, "
            f"which has no {', '.join(unknown)}."
        )


def _order(version):
    """1.10.0 comes after 1.9.2."""
    return tuple(int(number) for number in version.split("."))
