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

import portal
from portal.backup import client
from portal.backup.heads import listed
from portal.backup.manifest import (
    AT_EASE,
    DATABASE,
    FILES,
    FORMAT,
    HEADS,
    NAME,
    Hashed,
    Unusable,
    counted,
    migrations,
)


def write(path, at):
    """Returns the manifest; its `missing` names the files that should have been there."""
    with (
        draft(path) as out,
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as zipped,
        tarfile.open(fileobj=zipped, mode="w|") as tar,
    ):
        said, names = _database(tar, path.parent)
        said |= {"format": FORMAT, "version": portal.__version__, "taken_at": at.isoformat()}
        said |= _files(tar, names)
        text = json.dumps(said, indent=1, ensure_ascii=False).encode()
        _add(tar, NAME, io.BytesIO(text), len(text))
    return said


@contextmanager
def draft(path):
    """Only its owner reads it, and it has its name only once it is whole."""
    if path.exists():
        raise Unusable(f"{path} exists already.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


@transaction.atomic
def _database(tar, folder):
    """All of it as of one moment. Returns what the manifest says of it, and the files that its rows name."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;" + AT_EASE)
        cursor.execute("SELECT pg_export_snapshot()")
        dumped = _dump(tar, cursor.fetchone()[0], folder)
        said = {"database": dumped, "migrations": migrations(cursor), "rows": counted(cursor)}
        said["heads"] = _part(tar, HEADS, listed())
        return said, sorted(set(named()))


def _dump(tar, snapshot, folder):
    """The archive wants to know each part's length first, so the dump waits in a file without a name."""
    with TemporaryFile(dir=folder) as file:
        client.dump(snapshot, file)
        return _part(tar, DATABASE, file)


def _part(tar, name, file):
    """Puts it into the archive, from its first byte on. Returns what the manifest says of it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    hashed = Hashed(file)
    _add(tar, name, hashed, size)
    return {"size": size, "sha256": hashed.sha256}


def named(only=None):
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
            missing += [name] if any(named(name)) else []
    return {"files": files, "missing": missing}


def _add(tar, name, stream, size):
    part = tarfile.TarInfo(name)
    part.size, part.mode = size, 0o600
    tar.addfile(part, stream)
