"""What a backup says of itself, and what both sides have to agree on to read it."""

import hashlib

FORMAT = 1
NAME = "manifest.json"
TABLES, FILES = "tables/", "files/"
# Nobody is signed in after a restore. The migrations are not copied: both sides must have the same.
LEFT_OUT = ["django_session", "django_migrations"]
CHUNK = 1 << 20

COLUMNS = """
SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    AND table_name <> ALL (%s)
GROUP BY table_name ORDER BY table_name
"""
# What a value looks like in the file must not depend on who writes it; and copying may take its time.
AT_EASE = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'iso_8601';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 3;
SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
"""


class Unusable(Exception):
    """Why there is no backup or no restore: a sentence for the person at the terminal."""


class Hashed:
    """A stream to read from, or a file to write to, that keeps the sum of what has gone through."""

    def __init__(self, stream):
        self.stream, self.sum = stream, hashlib.sha256()

    def read(self, size=-1):
        data = self.stream.read(size)
        self.sum.update(data)
        return data

    def write(self, data):
        self.sum.update(data)
        return self.stream.write(data)

    def drain(self):
        while self.read(CHUNK):
            pass

    @property
    def sha256(self):
        return self.sum.hexdigest()


def columns(cursor):
    """{table: its columns, but for those that the database computes}."""
    cursor.execute(COLUMNS, [LEFT_OUT])
    return dict(cursor.fetchall())


def migrations(cursor):
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def sequences(cursor):
    """{sequence: the last number it gave}; read last, so that none lags behind its table."""
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = current_schema() AND last_value IS NOT NULL AND sequencename <> ALL (%s)",
        [[f"{table}_id_seq" for table in LEFT_OUT]],
    )
    return dict(cursor.fetchall())
