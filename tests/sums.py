"""What lies in a database and in the folder of files, to compare it with what came back."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.backup.manifest import counted

ROWS = """SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C"), '')) FROM "{}" t"""


def tables():
    """{table: the sum of all its rows, with what the database computes itself}, but for the sessions."""
    with connection.cursor() as cursor:
        return {name: _one(cursor, ROWS.format(name)) for name in counted(cursor)}


def _one(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchone()[0]


def rows():
    """{table: how many rows}."""
    with connection.cursor() as cursor:
        return counted(cursor)


def files():
    """{file: its sum}."""
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}
