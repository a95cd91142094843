"""Copies of files for those who may read them, but not know who made them. The original stays as it came."""

from django.core.files.base import ContentFile

from portal.files.apart import rewritten

# How a file begins from which the names can be taken. Of pictures they are gone since they were handed in.
BEGINNINGS = {b"PK\x03\x04": "office", b"%PDF-": "pdf"}


def bare(attachment):
    """The copy, ready to be kept. Raises Refused where the file cannot be read.

    What opens with a password only, and Word and Excel before 2007, are copied with all that is in them:
    `names_its_maker` tells.
    """
    with attachment.file.open() as file:
        raw = file.read()
    function = next((name for start, name in BEGINNINGS.items() if raw.startswith(start)), None)
    if function and not attachment.locked:
        raw = rewritten("portal.files.bare", function, raw)
    copy = ContentFile(raw, name=attachment.name)
    copy.locked, copy.copy_of = attachment.locked, attachment
    return copy
