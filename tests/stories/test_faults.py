"""Two of the fault runs in their short form, each with its control; `./run faults` has them all."""

import subprocess
import sys


def test_nothing_is_lost_or_doubled_and_the_controls_fail():
    command = [sys.executable, "-m", "tests.faults", "--short", "group", "clock_back"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "2 of 2 passed" in done.stdout
