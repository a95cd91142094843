"""Asking a virus scanner, where there is one: ClamAV's daemon, spoken to over its own socket.

What could not be scanned is kept and says so; it is never silently taken for clean.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.files.models import Attachment
from portal.files.refusal import Refused

INFECTED = _("“%(name)s” contains a virus. Clean this computer before you send anything from it.")
CONNECT, ANSWER = 2, 15  # seconds
LIMITS = "Heuristics.Limits.Exceeded", "Heuristics.Encrypted"  # what the scanner could not look into


def scan(files):
    """Says on each file whether it was scanned. Raises Refused, with `file` set, where one is infected."""
    reachable = bool(settings.CLAMD)
    for file in files:
        file.scan = Attachment.Scan.NOT_SCANNED
        if getattr(file, "locked", False):
            file.scan = Attachment.Scan.LOCKED
        if not reachable:
            continue
        try:
            said = _ask(file)
        except OSError:
            reachable = False  # the others need not wait for it too
            continue
        if said.endswith("FOUND") and not any(limit in said for limit in LIMITS):
            refused = Refused(INFECTED)
            refused.file = file
            raise refused
        if said.endswith(": OK") and file.scan != Attachment.Scan.LOCKED:
            file.scan = Attachment.Scan.CLEAN


def _ask(file):
    """The scanner's one line about a file."""
    file.seek(0)
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for chunk in file.chunks():
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(1024)) and len(said) < 4096:
            said += more
    file.seek(0)
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
