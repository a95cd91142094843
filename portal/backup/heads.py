"""The head of every chain of the journal, which each backup takes along.

A chain proves itself from its first line to its last. That its end was cut off, or all of it written anew,
shows only against its head kept outside; the second copy of the backup lies on another disk.
"""

import io

from portal.ledger.models import Entry

TOGETHER = 5000  # chains that one query asks for


class Rewritten(Exception):
    """The journal is not what it was: a sentence for the person at the terminal."""


def listed():
    """A stream of lines "chain position hash", of the moment that the open transaction sees."""
    last = Entry.objects.order_by("chain", "-position").distinct("chain")
    rows = last.values_list("chain", "position", "hash").iterator(chunk_size=TOGETHER)
    return io.BytesIO("".join(f"{chain} {position} {said}\n" for chain, position, said in rows).encode())


def compare(stream):
    """Raises Rewritten where the journal has no longer each of these lines."""
    lines = [line.split() for line in stream.read().decode().splitlines()]
    wrong = []
    for start in range(0, len(lines), TOGETHER):
        heads = {(chain, int(at)): said for chain, at, said in lines[start : start + TOGETHER]}
        now = _now({chain for chain, _at in heads}, {at for _chain, at in heads})
        wrong += [f"{chain}#{at}" for (chain, at), said in heads.items() if now.get((chain, at)) != said]
    if wrong:
        named = ", ".join(wrong[:20])
        raise Rewritten(f"{len(wrong)} lines of the journal are gone or were written anew since: {named}")


def _now(chains, positions):
    """{(chain, position): hash} of these and a few more."""
    rows = Entry.objects.filter(chain__in=chains, position__in=positions)
    return {(chain, at): said for chain, at, said in rows.values_list("chain", "position", "hash")}
