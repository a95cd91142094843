"""Processes that do not outlive the one that started them, and the lock that shows whether any are left."""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress

PR_SET_PDEATHSIG = 1
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OFTEN, LATELY = 10, 60  # so many starts within so many seconds are no accident
BREATH = 1  # seconds from one start to the next


class CannotStart(Exception):
    """Something is in the way; the message is one sentence for the person at the terminal."""


class Busy(CannotStart):
    """Another process holds the folder."""


class Child:
    """A process that writes to a log, does not hear the terminal's Ctrl-C, and ends with its parent.

    `told` is what it reads at its start, as bytes.
    """

    def __init__(self, command, log, *, farewell=signal.SIGTERM, told=b"", cwd=None):
        self.command, self.log, self.farewell, self.told, self.cwd = command, log, farewell, told, cwd
        self.starts = deque(maxlen=OFTEN)
        log.parent.mkdir(exist_ok=True)
        self.start()

    def start(self):
        self.starts.append(time.monotonic())
        with self.log.open("ab") as out:
            self.log_start = out.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE if self.told else subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.cwd,
                start_new_session=True,
                close_fds=False,  # so that the folder's lock stays taken until the last child is gone
                preexec_fn=self.leash,  # noqa: PLW1509  (no part has threads when it starts another)
            )
        if self.told:
            with self.process.stdin as pipe:
                pipe.write(self.told)

    def leash(self):
        """Linux sends the farewell when the parent is gone, however that came about."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, self.farewell)

    def require_life(self):
        if self.process.poll() is not None:
            text = self.log.read_bytes()[self.log_start :].decode(errors="replace")
            lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no word"]
            last = ([line for line in lines if "error" in line.lower() or "FATAL" in line] or lines)[-1]
            code = self.process.returncode
            raise CannotStart(f"{self.log.stem} has ended ({code}): {last} (more in {self.log})")

    def revive(self):
        """Start it again if it has ended, and say whether; CannotStart if it ends again and again."""
        now = time.monotonic()
        if self.process.poll() is None or now < self.starts[-1] + BREATH:
            return False
        if len(self.starts) == OFTEN and now < self.starts[0] + LATELY:
            self.require_life()
        self.sweep_up()
        self.start()
        return True

    def sweep_up(self):
        """End what it has left of its own children: they would keep its port."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def wait_for(children, answer, *, patience=60):
    """Return when `answer()` is true; say why if a child ends before that."""
    deadline = time.monotonic() + patience
    while not answer():
        for child in children:
            child.require_life()
        if time.monotonic() > deadline:
            raise CannotStart(f"{child.log.stem} does not answer; see {child.log}")
        time.sleep(0.02)


def stop(children, *, patience=10):
    """Ask all of them to end; kill those that do not within so many seconds, and what they leave."""
    for child in children:
        child.process.send_signal(child.farewell)  # Python sends none to one that has ended
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        child.sweep_up()


def end_on_signals():
    """Turn Ctrl-C, SIGTERM and a closed terminal into an exit in good order."""
    for number in STOPS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, leave)


def leave(*_):
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not disturb the end
    sys.exit(0)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@contextmanager
def only_one(folder, *, patience=10):
    """Hold the folder. All children inherit the lock, so the leavings of a killed process are waited for."""
    folder.mkdir(exist_ok=True)
    deadline = time.monotonic() + patience
    with (folder / "lock").open("a+") as lock:
        os.set_inheritable(lock.fileno(), True)
        while not claim(lock):
            lock.seek(0)
            holder = int(lock.read() or 0)
            if alive(holder) or time.monotonic() > deadline:
                raise Busy(f"another ./run is at work in this folder (process {holder}); stop it first.")
            time.sleep(0.1)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def claim(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
