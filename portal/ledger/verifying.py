"""Whether the journal is as it was written: every chain from its first line to its last, link by link.

What a chain cannot show is a tail that was cut off, or a chain rewritten as a whole; these show against its
head in a backup: `check_copy`.
"""

from itertools import groupby
from operator import attrgetter

from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from portal.ledger.models import Entry
from portal.ledger.registry import LINES

CHUNK = 5000  # lines held in memory, and read by one statement, which has to end in time


class Tampered(Exception):
    """How many faults there are."""


def verify(say):
    """Calls `say` with a sentence for each fault. Returns how many lines were read; raises Tampered."""
    count, bad = 0, 0
    erasing = {line.name for line in LINES.values() if line.erases}
    for _chain, entries in groupby(journal(), key=attrgetter("chain")):
        before, blanked = None, []
        for entry in entries:
            found = list(faults(entry, before))
            bad += _named(entry, found, say)
            count, before = count + 1, entry
            blanked = [] if entry.kind in erasing else blanked + [entry] * entry.blanked
        for entry in blanked:
            bad += _named(entry, ["its words were blanked, which only a purge may do"], say)
    if bad:
        raise Tampered(f"{count} lines read, {bad} faults: the journal was tampered with")
    return count


def journal():
    """Every line in order, page by page, each found by the key at which the one before it ended."""
    rows = left = Entry.objects.order_by("chain", "position")
    while page := list(left[:CHUNK]):
        yield from page
        if len(page) < CHUNK:
            return
        last = (page[-1].chain, page[-1].position)
        left = rows.filter(TupleGreaterThan((F("chain"), F("position")), last))


def _named(entry, found, say):
    """Says what is wrong with a line. Returns how much it is."""
    for fault in found:
        say(f"{entry.chain}#{entry.position} (id {entry.pk}): {fault}")
    return len(found)


def faults(entry, before):
    """What is wrong with a line, given the one before it in its chain."""
    expected = before.position + 1 if before else 1
    if entry.position != expected:
        yield f"lines {expected} to {entry.position - 1} before it are missing"
    elif entry.previous_hash != (before.hash if before else ""):
        yield "does not follow from the line before it, which was changed, inserted or swapped"
    if entry.hash != entry.computed_hash():
        yield "was changed"
