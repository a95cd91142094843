"""Reads one file in a process of its own: a hostile one may end that, and neither holds nor harms the portal.

Called as `python -m portal.files.apart MODULE FUNCTION` with the file on standard input. The process has no
environment, so no key or address of the portal either. It writes a line with the name of the refusal, if
there is one, and after it the bytes that the function has made of the file, if it makes any.
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
WRITING = 10  # seconds, where the file is written anew
WAIT = 15  # seconds, for a machine that is busy
HOUSE = Path(__file__).parent.parent.parent


def apart(module, function):
    """A reader of an upload, named and not imported here. What it has no time or memory for is refused."""

    def reading(upload):
        upload.seek(0)
        said, _made = asked(module, function, upload.read())
        upload.locked = said["locked"]

    return reading


def rewritten(module, function, raw):
    """The bytes that a function makes of those of a file, in a process of their own. Raises Refused."""
    return asked(module, function, raw, WRITING)[1]


def asked(module, function, raw, seconds=SECONDS):
    """({refused, locked}, the bytes it has made). Raises Refused."""
    command = [sys.executable, "-m", "portal.files.apart", module, function, str(seconds)]
    try:
        done = subprocess.run(
            command, check=False, input=raw, stdout=subprocess.PIPE, cwd=HOUSE, env={}, timeout=seconds + WAIT
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(refusal.TOO_LONG_TO_READ) from error
    if done.returncode < 0:  # ended by a signal: its time was up
        raise Refused(refusal.TOO_LONG_TO_READ)
    done.check_returncode()  # it did not even begin
    line, _end, made = done.stdout.partition(b"\n")
    said = json.loads(line)
    if said["refused"]:
        raise Refused(getattr(refusal, said["refused"]))
    return said, made


def limit(seconds):
    """What this process may use from here on."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Upload(io.BytesIO):
    """What a reader is given: the file, which it may call locked."""

    locked = False


def main(module, function):
    read = getattr(import_module(module), function)
    upload = Upload(sys.stdin.buffer.read())
    refused, made = done_by(read, upload)
    print(json.dumps({"refused": refused, "locked": upload.locked}), flush=True)
    sys.stdout.buffer.write(made or b"")


def done_by(read, upload):
    """(the name of the reason, as it stands in `refusal`, or None; the bytes that were made, or None)"""
    try:
        return None, read(upload)
    except Refused as refused:
        return next(name for name, words in vars(refusal).items() if words is refused.args[0]), None
    except MemoryError:
        return "TOO_LONG_TO_READ", None
    except Exception as error:  # a broken file makes a library raise whatever it likes
        print(f"A file was refused as damaged: {type(error).__name__}", file=sys.stderr)
        return "DAMAGED", None


if __name__ == "__main__":
    limit(int(sys.argv[3]))
    main(*sys.argv[1:3])
