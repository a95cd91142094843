"""Reads one file in a process of its own: a hostile one may end that, and neither holds nor harms the portal.

Called as `python -m portal.files.apart MODULE FUNCTION` with the file on standard input. The process has no
environment, so no key or address of the portal either. It writes the name of the refusal, if there is one.
"""

import io
import json
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from portal.files import refusal
from portal.files.refusal import Refused

SECONDS, MEMORY = 2, 1 << 30  # of processor time; bytes
WAIT = 15  # seconds, for a machine that is busy
HOUSE = Path(__file__).parent.parent.parent


def apart(module, function):
    """A reader of an upload, named and not imported here. What it has no time or memory for is refused."""

    def reading(upload):
        upload.seek(0)
        command = [sys.executable, "-m", "portal.files.apart", module, function]
        try:
            done = subprocess.run(
                command, check=False, input=upload.read(), stdout=subprocess.PIPE, cwd=HOUSE, env={},
                timeout=WAIT,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Refused(refusal.TOO_LONG_TO_READ) from error
        if done.returncode < 0:  # ended by a signal: its time was up
            raise Refused(refusal.TOO_LONG_TO_READ)
        done.check_returncode()  # it did not even begin
        said = json.loads(done.stdout)
        if said["refused"]:
            raise Refused(getattr(refusal, said["refused"]))
        upload.locked = said["locked"]

    return reading


def limit():
    """What this process may use from here on."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(module, function):
    read = getattr(import_module(module), function)
    upload = io.BytesIO(sys.stdin.buffer.read())
    print(json.dumps({"refused": refused_by(read, upload), "locked": getattr(upload, "locked", False)}))


def refused_by(read, upload):
    """The name of the reason, as it stands in `refusal`; None where there is none."""
    try:
        read(upload)
    except Refused as refused:
        return next(name for name, words in vars(refusal).items() if words is refused.args[0])
    except MemoryError:
        return "TOO_LONG_TO_READ"
    except Exception as error:  # a broken file makes a library raise whatever it likes
        print(f"A file was refused as damaged: {type(error).__name__}", file=sys.stderr)
        return "DAMAGED"
    return None


if __name__ == "__main__":
    limit()
    main(*sys.argv[1:])
