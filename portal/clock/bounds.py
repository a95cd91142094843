"""No sweep runs twice at once in a process, and none for longer than its limit.

Celery's pool of threads keeps no time limit, and no thread can be ended from outside. So the process ends,
with a word in its log of where it was, and whoever runs the worker starts it again: whatever was being
done is begun anew, and the other sweeps have their thread back.
"""

import faulthandler
import sys
import time
from contextlib import contextmanager
from threading import Lock

RUNNING = {}  # in this process: {sweep: the second at which its limit is over, as `time.monotonic` counts}
LOCK = Lock()


@contextmanager
def bounded(sweep, seconds):
    """Yields whether this is the only run of it; if so, the block ends in time or the process does."""
    if RUNNING.setdefault(sweep, mine := time.monotonic() + seconds) is not mine:
        yield False
        return
    _watch()
    try:
        yield True
    finally:
        RUNNING.pop(sweep)
        _watch()


def _watch():
    """Up to whichever limit is over first. It needs no turn of Python's, which a hanging expression keeps."""
    with LOCK:
        faulthandler.cancel_dump_traceback_later()
        if ends := list(RUNNING.values()):
            left = max(min(ends) - time.monotonic(), 0.001)
            faulthandler.dump_traceback_later(left, exit=True, file=sys.__stderr__)
