"""Looking at a picture or a PDF without downloading it: pages are drawn by a process of their own."""

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.files import render
from portal.files.models import Attachment

WAIT = 15  # seconds, for a machine that is busy
MOST = 200  # pages shown; who needs more downloads the file
LOCKED = _("This PDF is locked by a password. Download it and open it with its password.")
BROKEN = _("This file cannot be shown. Download it to look at it.")


class Unshown(Exception):
    """Why there is nothing to be seen."""


def count(attachment):
    """How many pages there are to be shown. Raises Unshown."""
    return min(int(_drawn(attachment, 0)), MOST) if attachment.suffix == ".pdf" else 1


def page(attachment, number):
    """(content type, image) of one page, the first is 1. Raises Unshown."""
    image = _drawn(attachment, number)
    return ("image/png" if image.startswith(b"\x89PNG") else "image/jpeg"), image


def _drawn(attachment, number):
    if attachment.suffix not in Attachment.SHOWN:
        raise Unshown(BROKEN)
    kind = "pdf" if attachment.suffix == ".pdf" else "picture"
    command = [sys.executable, "-I", Path(render.__file__), kind, str(number)]
    try:
        with attachment.file.open() as file:
            done = subprocess.run(command, check=False, stdin=file, capture_output=True, env={}, timeout=WAIT)
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise Unshown(BROKEN) from error
    if done.returncode:
        raise Unshown(LOCKED if done.returncode == render.LOCKED else BROKEN)
    return done.stdout
