"""A run and its control, one after the other, and the row of the table that comes of them."""

import logging

import django

django.setup()
logging.getLogger("mail.log").setLevel(logging.WARNING)  # each word with the mail server

from tests.faults import disks  # noqa: E402, F401 (declares its runs)
from tests.faults.runs import RUNS, SLOWER  # noqa: E402
from tests.faults.stand import Stand, prepare  # noqa: E402

FINAL = {True: 8, False: 45}  # seconds after which a control's loss is final
__all__ = ["disk", "names", "perform", "prepare"]


def names(short):
    return [name for name, run in RUNS.items() if run.quick or not short]


def disk(name):
    return RUNS[name].disk


def perform(name, folder, database, broker, *, short):
    run = RUNS[name]
    with Stand(folder, database, broker, short=short).open() as stand:
        account, seconds, ratio = once(stand, run, (), 60 if short else 300)
        remark = stand.remark
        control = until_it_fails(stand, run, FINAL[short])
    good = not (account.lost or account.doubled) and seconds is not None and ratio < SLOWER
    failed = [f"{what} {n}" for what, n in control[0]._asdict().items() if what in ("lost", "doubled") and n]
    failed += [f"pages {control[2]:.0f} times as slow"] * (control[2] >= SLOWER)
    told = [name, run.what, *account, "never" if seconds is None else f"{seconds:.0f}"]
    told += [f"{run.control[0]}: {', '.join(failed) or 'DID NOT FAIL'}"]
    told[1] += remark + f" ({ratio:.1f} times)" * bool(ratio)
    return {"cells": told, "passed": good and bool(failed)}


def until_it_fails(stand, run, patience):
    """The control. What kills at random may miss the moment that matters: it has six chances."""
    for _ in range(6):
        found = once(stand, run, run.control, patience)
        account, _seconds, ratio = found
        if account.lost or account.doubled or ratio >= SLOWER:
            break
    return found


def once(stand, run, changed, patience):
    """(account, seconds until nothing was left to be done, how many times as slow pages were, else 0)."""
    with stand.run() as ledger:
        with ledger.filing(pace=0.05 if stand.short else 0.5):
            ratio = run.act(stand, changed) or 0
        seconds = stand.settle(patience)
        return ledger.account(), seconds, ratio
