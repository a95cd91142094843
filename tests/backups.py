"""What the portal knows of a backup, without one."""

from portal.backup.models import Backup, Check
from tests.makers import NINE


def known(n=1, taken_at=NINE, **fields):
    """The n-th backup, with the given moment."""
    said = {"place": f"/backup/{n}.tar.gz", "size": 5_000_000, "version": "1.1.0", "missing": 0, **fields}
    return Backup.objects.create(taken_at=taken_at, sha256=f"{n:064x}", **said)


def checked(kind, backup, at=NINE, trouble=""):
    return Check.objects.create(kind=kind, backup=backup, place="/copy/1.tar.gz", at=at, trouble=trouble)


def every_kind(n=1):
    """A backup with both checks, and a file that was none."""
    backup = known(n, missing=2)
    checked("copy", backup), checked("restore", backup, trouble="the journal was tampered with")
    checked("copy", None, trouble="is no backup")
    return backup
