"""What is kept of a backup that was taken, and of each time that one was tried."""

import hashlib
from contextlib import contextmanager

from portal.backup.models import Backup, Check


def sum_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_taken(path, said):
    """The row of a whole backup with this manifest: the one there is, if the same file was kept before."""
    fields = {"taken_at": said["taken_at"], "version": said["version"], "missing": len(said["missing"])}
    fields |= {"place": path.absolute(), "size": path.stat().st_size}
    return Backup.objects.get_or_create(sha256=sum_of(path), defaults=fields)[0]


def keep_check(kind, path, backup, *, at, trouble=""):
    return Check.objects.create(kind=kind, backup=backup, place=path.absolute(), at=at, trouble=trouble)


@contextmanager
def kept(kind, path, *, at):
    """What comes of a check is kept, be it good or bad; yields a function to call with the manifest."""
    backups = []
    try:
        yield lambda said: backups.append(keep_taken(path, said))
    except Exception as error:
        trouble = str(error).strip().removeprefix(f"{path} ") or repr(error)
        keep_check(kind, path, next(iter(backups), None), at=at, trouble=trouble)
        raise
    keep_check(kind, path, backups[0], at=at)
