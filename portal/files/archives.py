"""Files that are zip archives inside (docx, xlsx, ofd): their directory is read with distrust first.

Limits: 1,000 entries, 100 MB unpacked, a hundred times the size of the file. Each entry is read to its end
and held against its checksum, so that a size that lies is found out and never unpacked.
"""

import stat
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from portal.files.refusal import (
    DAMAGED,
    DISGUISED,
    EMBEDDED,
    PROTECTED,
    TOO_LARGE_INSIDE,
    Refused,
    damaged_if,
)

ENTRIES, UNPACKED, RATIO, SMALL = 1000, 100 * 1024 * 1024, 100, 1024 * 1024
CHUNK = 64 * 1024
ENTRY, END, END_LENGTH, HEADER = b"PK\x01\x02", b"PK\x05\x06", 22, 30
# Beginnings of what has no business inside: archives, old Office files with objects, programs, PDF, RTF.
INSIDE = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"{\\rtf")
BROKEN = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def parts(upload):
    """Yields (name, chunks) of each entry; all chunks of one are read before the next. Raises Refused."""
    size = _count(upload)
    with damaged_if(*BROKEN), ZipFile(upload) as archive:
        entries = archive.infolist()
        _distrust(entries, size)
        for entry in entries:
            yield entry.filename, _chunks(archive, entry)


def _count(upload):
    """Before zipfile builds its own list: not too many entries, nothing hung on at the end. Its size."""
    upload.seek(0)
    raw = upload.read()
    if raw.count(ENTRY) > ENTRIES:
        raise Refused(TOO_LARGE_INSIDE)
    if raw[-END_LENGTH:][: len(END)] != END:
        raise Refused(DAMAGED)
    return len(raw)


def _distrust(entries, size):
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED or total > SMALL and total > RATIO * size:
        raise Refused(TOO_LARGE_INSIDE)
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries) or not entries:
        raise Refused(DAMAGED)
    end = 0
    for number, entry in enumerate(sorted(entries, key=lambda entry: entry.header_offset)):
        if entry.header_offset < end or not number and entry.header_offset:
            raise Refused(DISGUISED)
        end = entry.header_offset + HEADER + len(entry.filename) + entry.compress_size
        _distrust_entry(entry)


def _distrust_entry(entry):
    if entry.flag_bits & 1:
        raise Refused(PROTECTED)
    path = entry.filename.replace("\\", "/").split("/")
    leads_out = ".." in path or not path[0] or ":" in path[0]
    if leads_out or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(DAMAGED)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused(DAMAGED)


def _chunks(archive, entry):
    with damaged_if(*BROKEN), archive.open(entry) as stream:
        chunk = stream.read(CHUNK)
        if chunk.startswith(INSIDE):
            raise Refused(EMBEDDED)
        while chunk:
            yield chunk
            chunk = stream.read(CHUNK)
