"""Reading a backup: all of it against its own sums, storing nothing."""

import gzip
import tarfile
import zlib
from contextlib import contextmanager

from portal.backup import manifest
from portal.backup.heads import compare
from portal.backup.manifest import HEADS, NAME, Hashed, Unusable

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError)


def check(path, *, against_journal=False):
    """The manifest of a whole and unchanged backup. Raises Unusable for any other file.

    Where the journal is to be held against it: Rewritten, if it is not what it was.
    """
    said, sums = None, {}
    with opened(path) as parts:
        for name, stream in parts:
            if name == NAME:
                said = manifest.read(stream)
            elif name == HEADS and against_journal:
                compare(stream)
            stream.drain()
            sums[name] = stream.sha256
    if said is None:
        raise Unusable(f"{path} is no backup, or its end is missing.")
    sums.pop(NAME)
    expected = manifest.parts(said)
    for name in sorted(expected.keys() | sums.keys()):
        if expected.get(name) != sums.get(name):
            raise Unusable(f"{path} is damaged: {name} is not what the manifest says.")
    return said


@contextmanager
def opened(path):
    """(name, stream) of everything in the archive, to its last byte."""
    try:
        with gzip.open(path) as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:
            yield ((part.name, Hashed(tar.extractfile(part))) for part in tar if part.isreg())
            Hashed(zipped).drain()
    except DAMAGED as error:
        raise Unusable(f"{path} is damaged or no backup: {error}") from error
