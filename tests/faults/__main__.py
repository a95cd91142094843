"""Runs all or the named runs, each with its control, and prints the table; --short takes a few minutes."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from portal.run.children import end_on_signals
from tests.faults import mounts
from tests.faults.servers import both

LANES = 3  # runs at the same time: they wait more than they work
SIZES = {True: (40, 60), False: (300, 600)}  # people who owe of each kind, and authors
TABLE = "{:16}{:58}{:>9}{:>9}{:>6}{:>9}{:>9}{:>9}  {}"
HEAD = ["run", "what was done", "expected", "arrived", "lost", "doubled", "perhaps", "seconds", "control"]


def main():
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--lane", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--disk", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    end_on_signals()
    if asked.lane:
        return lane(asked.lane, *asked.names, asked.short, asked.disk)
    with tempfile.TemporaryDirectory(prefix="zhitongche-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL may run as another user
        return whole(folder, asked.names, asked.short)


def whole(folder, names, short):
    """Prepares the data once; then lanes of runs begin, each from a copy of it."""
    first = folder / "first"
    first.mkdir()
    with both(first) as servers:
        from tests.faults import performance  # noqa: PLC0415  (the settings want the servers' names)

        performance.prepare(first, *servers, *SIZES[short])
    names = names or performance.names(short)
    head = HEAD if not short else [HEAD[0], "what the long form does, here in small", *HEAD[2:]]
    print(TABLE.format(*head), flush=True)
    with ThreadPoolExecutor(LANES) as pool:
        passed = list(pool.map(lambda name: apart(folder, name, short, performance.disk(name)), names))
    passed = [each for each in passed if each is not None]
    print(f"{sum(passed)} of {len(passed)} passed, each with a control that failed as it must", flush=True)
    return int(not all(passed))


def apart(folder, name, short, disk):
    """One run in a process and with servers of its own. Returns whether it passed; None if left out."""
    place = folder / name
    if disk and (why := mounts.refusal(folder)):
        print(f"{name}: left out, since nobody may mount a small disk here: {why}", flush=True)
        return None
    subprocess.run(["cp", "-a", folder / "first", place], check=True)
    command = [sys.executable, "-m", "tests.faults", name, "--lane", place, *["--short"] * short]
    command = [*mounts.PRIVATE, *command, "--disk", disk] if disk else command
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{name}: ended with {done.returncode}; {place}/log", flush=True)
        return False
    row = json.loads(done.stdout.splitlines()[-1])
    print(TABLE.format(*row["cells"]), flush=True)
    shutil.rmtree(place)
    return row["passed"]


def lane(folder, name, short, disk):
    if disk:
        mounts.lay(folder / disk)
    with both(folder) as servers:
        from tests.faults import performance  # noqa: PLC0415

        print(json.dumps(performance.perform(name, folder, *servers, short=short)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
