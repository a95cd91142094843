"""Asking a virus scanner, where there is one: ClamAV's daemon, spoken to over its own socket.

It is asked after the answer to whoever handed a file in, so that a slow one holds nobody. Until it has called
a file clean, nobody else can open it; what it calls infected is kept, with its row, and opened to nobody any
more: a scanner errs, too, and what was handed in is not lost on its word.
"""

import logging
import socket
import struct
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from portal.clock.alone import alone
from portal.files.models import Attachment
from portal.ledger.engine import lock, write
from portal.unsent.models import Unsent

CONNECT, ANSWER = 2, 15  # seconds
MOST = 200  # files at a time
log = logging.getLogger(__name__)


def scan(at):
    """Asks about the files that wait. Returns how many it has answered for.

    Raises OSError where it cannot be reached or says nothing of use: the rest wait for the next time. They
    come in no order, so that one on which it fails each time keeps none of the others.
    """
    if not settings.CLAMD:
        return _stop_waiting()
    with alone("sweep/scan") as mine:  # one that is slow would else hold all that do the sweeps
        waiting = Attachment.objects.filter(scan__in=Attachment.WAITING).order_by("?")[:MOST]
        return sum(_scan(attachment, at) for attachment in waiting) if mine else 0


def _stop_waiting():
    """For a scanner that is no more."""
    waiting = Attachment.objects.filter(scan=Attachment.Scan.CHECKING)
    return sum(
        waiting.filter(locked=locked).update(scan=Attachment.unscanned(locked)) for locked in (True, False)
    )


def _scan(attachment, at):
    try:
        file = attachment.file.open()
    except FileNotFoundError:  # purged a moment ago, or lost: a backup names what is lost
        log.warning("File %s is not there to be scanned", attachment.pk)
        return False
    with file:
        found = verdict(_ask(file), attachment.locked)
    return _write(attachment, found, at)


def verdict(said, locked):
    """What its line means for a file. Raises OSError where it means nothing."""
    scan = Attachment.Scan
    if "Limits.Exceeded" in said or "size limit exceeded" in said:
        return scan.UNSCANNABLE
    if said.endswith(": OK") or "Heuristics.Encrypted" in said:
        return scan.LOCKED if locked or "Encrypted" in said else scan.CLEAN
    if said.endswith("FOUND"):
        return scan.INFECTED
    raise OSError(f"The virus scanner says {said[:100]!r}.")


@transaction.atomic
def _write(attachment, found, at):
    """Once, whoever else has asked; of a virus the journal tells."""
    waiting = Attachment.objects.filter(pk=attachment.pk, scan__in=Attachment.WAITING)
    told = found == Attachment.Scan.INFECTED and not isinstance(attachment.subject, Unsent)
    if told:
        lock(attachment.subject)
    elif found == Attachment.Scan.INFECTED:  # told beside the form; handed in meanwhile, it is asked again
        waiting = waiting.about(attachment.subject)
    written = waiting.update(scan=found)
    if written and told:
        said = {"name": attachment.name, "sha256": attachment.sha256, "by": attachment.by_id}
        write("find_virus", attachment.subject, by=None, at=at, changes=said)
    return written


def _ask(file):
    """The scanner's one line about a file."""
    with _connected() as line:
        with suppress(BrokenPipeError, ConnectionResetError):  # it says why before it hangs up
            line.sendall(b"zINSTREAM\0")
            for chunk in file.chunks():
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(1024)) and len(said) < 4096:
            said += more
    return said.rstrip(b"\0").decode(errors="replace")


def _connected():
    """A line to tcp://host:port or unix:///path."""
    where = urlsplit(settings.CLAMD)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((where.hostname, where.port), CONNECT)
    line.settimeout(ANSWER)
    return line
