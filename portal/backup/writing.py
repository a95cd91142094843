"""Writing a backup: one snapshot of the database, then the files it names, straight into the archive."""

import gzip
import io
import json
import os
import tarfile
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
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
    sequences,
)


def write(path, at):
    """Returns the manifest; its `missing` names the files that should have been there."""
    with (
        _draft(path) as out,
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as zipped,
        tarfile.open(fileobj=zipped, mode="w|") as tar,
    ):
        said, names = _database(tar, path.parent)
        said |= {"format": FORMAT, "taken_at": at.isoformat()} | _files(tar, names)
        text = json.dumps(said, indent=1, ensure_ascii=False).encode()
        _add(tar, NAME, io.BytesIO(text), len(text))
    return said


@contextmanager
def _draft(path):
    """Only its owner reads it, and it has its name only once it is whole."""
    if path.exists():
        raise Unusable(f"{path} exists already.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.rename(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@transaction.atomic
def _database(tar, folder):
    """Every table as of one moment. Returns what the manifest says of them, and the files they name."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;" + AT_EASE)
        tables = {name: _table(tar, cursor, name, has, folder) for name, has in columns(cursor).items()}
        said = {"tables": tables, "migrations": migrations(cursor), "sequences": sequences(cursor)}
        return said, sorted(set(_named()))


def _table(tar, cursor, table, has, folder):
    """The archive wants to know each part's length first, so a table waits in a file without a name."""
    names = sql.SQL(", ").join(map(sql.Identifier, has))
    copy = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(names, sql.Identifier(table))
    with TemporaryFile(dir=folder) as file:
        hashed = Hashed(file)
        cursor.copy_expert(copy, hashed)
        rows, size = cursor.rowcount, file.tell()
        file.seek(0)
        _add(tar, TABLES + table, file, size)
    return {"columns": has, "rows": rows, "sha256": hashed.sha256}


def _named(only=None):
    """Every file that a row of any model names, or whether a row still names this one."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.name: ""})
                rows = rows.filter(**{field.name: only}) if only else rows
                yield from rows.values_list(field.name, flat=True)


def _files(tar, names):
    """What was taken out of a draft or purged since the snapshot is no loss; anything else is."""
    files, missing = {}, []
    for name in names:
        try:
            with default_storage.open(name) as file:
                hashed = Hashed(file)
                _add(tar, FILES + name, hashed, file.size)
            files[name] = {"size": file.size, "sha256": hashed.sha256}
        except FileNotFoundError:
            missing += [name] if any(_named(name)) else []
    return {"files": files, "missing": missing}


def _add(tar, name, stream, size):
    part = tarfile.TarInfo(name)
    part.size, part.mode = size, 0o600
    tar.addfile(part, stream)
