"""Makes routing/printed/unseen.ttf, the face without ink: `python docs/templates/unseen.py`."""

import struct
from pathlib import Path

PLACE = Path(__file__).parents[2] / "routing/printed/unseen.ttf"
FAMILY = "Unseen"
GLYPHS = 4096  # characters near each other get glyphs of their own, so that each can be read back
NOWHERE = [0] * 11


def unseen():
    """A TrueType font in which every character is there, has no width and leaves no ink."""
    tables = {
        b"OS/2": struct.pack(
            ">H2h2H11h10x4I4s3H3h2H2I", 4, 0, 400, 5, 0, *NOWHERE, 0, 0, 0, 0, b"none", 64, 1, 65535,
            800, -200, 0, 800, 200, 0, 0,
        ),
        b"cmap": characters(),
        b"glyf": bytes(4),
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, *NOWHERE[:6], 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 800, -200, 0, 0, *NOWHERE, 1),
        b"hmtx": bytes(4 + 2 * GLYPHS),
        b"loca": bytes(2 * (GLYPHS + 2)),
        b"maxp": struct.pack(">I14H", 0x10000, GLYPHS + 1, *NOWHERE, 0, 0),
        b"name": names(),
        b"post": struct.pack(">2I2h5I", 0x30000, *NOWHERE[:8]),
    }  # fmt: skip
    head = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    at, body = len(head) + 16 * len(tables), b""
    for tag, raw in sorted(tables.items()):
        padded = raw + bytes(-len(raw) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) % 2**32
        head += struct.pack(">4s3I", tag, checksum, at + len(body), len(raw))
        body += padded
    return head + body


def characters():
    """All of Unicode in runs of so many characters, each on the same glyphs."""
    runs = [(max(first, 1), first + GLYPHS - 1) for first in range(0, 0x110000, GLYPHS)]
    groups = b"".join(struct.pack(">3I", first, last, 1 + first % GLYPHS) for first, last in runs)
    return struct.pack(">4HI2H3I", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, len(runs)) + groups


def names():
    said = [
        (number, word.encode("utf-16-be"))
        for number, word in {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY}.items()
    ]
    records, words = b"", b""
    for number, word in said:
        records += struct.pack(">6H", 3, 1, 0x409, number, len(word), len(words))
        words += word
    return struct.pack(">3H", 0, len(said), 6 + len(records)) + records + words


if __name__ == "__main__":
    PLACE.write_bytes(unseen())
