"""A backup rebuilt in a database of its own, brought forward to this version; and how it takes its place."""

import hashlib
from contextlib import contextmanager
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from portal.backup import client
from portal.backup.manifest import DATABASE, FILES, Unusable, counted, require_known
from portal.backup.reading import opened
from portal.backup.scratch import require_nothing_to_lose, scratch


@contextmanager
def rebuilt(path, said, *, out):
    """The backup is there within the block, as `restore` would have it, and gone at its end."""
    require_known(said)
    with scratch("trial"):
        load(path, said)
        bring_forward(out=out)
        yield


@contextmanager
def restored(path, said, *, out):
    """Everything is there within the block, and the portal's at its end; if it fails, nothing stays."""
    require_known(said)
    require_nothing_to_lose()
    kept = []
    try:
        with scratch("restoring") as take_place:
            load(path, said, keep=partial(_keep, said["files"], kept))
            bring_forward(out=out)
            yield
            take_place()
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def load(path, said, keep=None):
    """The database as it was backed up; with `keep(name, stream)` also the files."""
    with opened(path) as parts:
        for name, stream in parts:
            if name == DATABASE:
                client.restore(stream)
                stream.drain()
                _require(stream.sha256 == said["database"]["sha256"], name)
            elif keep and name.startswith(FILES):
                keep(name.removeprefix(FILES), stream)
    with connection.cursor() as cursor:
        here, there = counted(cursor), said["rows"]
    differ = sorted(table for table in here.keys() | there.keys() if here.get(table) != there.get(table))
    if differ:
        raise Unusable(f"these tables have other rows than were backed up: {', '.join(differ)}.")


def bring_forward(*, out):
    """To the tables of this version, with a journal that verifies."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("verify_journal", stdout=out)


def _keep(files, kept, name, stream):
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
