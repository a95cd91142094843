"""Whether the journal is as it was written: every chain from its first line to its last, link by link.

What a chain cannot show is a tail that was cut off, or a chain rewritten as a whole; these show against its
head in a backup: `check_copy`.
"""

from itertools import groupby
from operator import attrgetter

from django.core.management.base import BaseCommand, CommandError

from portal.ledger.models import Entry
from portal.ledger.registry import LINES

CHUNK = 5000  # rows held in memory


class Command(BaseCommand):
    """Names every bad line and exits with 1 if there is one."""

    help = __doc__

    def handle(self, **options):
        count, bad = 0, 0
        erasing = {line.name for line in LINES.values() if line.erases}
        entries = Entry.objects.order_by("chain", "position").iterator(chunk_size=CHUNK)
        for _chain, entries_of_chain in groupby(entries, key=attrgetter("chain")):
            before, blanked = None, []
            for entry in entries_of_chain:
                bad += self.name(entry, faults(entry, before))
                count, before = count + 1, entry
                blanked = [] if entry.kind in erasing else blanked + [entry] * entry.blanked
            for entry in blanked:
                bad += self.name(entry, ["its words were blanked, which only a purge may do"])
        self.stdout.write(f"{count} lines read")
        if bad:
            raise CommandError(f"{bad} faults: the journal was tampered with")

    def name(self, entry, found):
        """Says what is wrong with a line. Returns how much it is."""
        found = [f"{entry.chain}#{entry.position} (id {entry.pk}): {fault}" for fault in found]
        self.stdout.writelines(f"{line}\n" for line in found)
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
