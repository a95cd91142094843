"""Processes that do not outlive the one that started them, and the lock that shows whether any are left."""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

PR_SET_PDEATHSIG = 1
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """Something is in the way; the message is one sentence for the person at the terminal."""


class Busy(CannotStart):
    """Another process holds the folder."""


class Child(subprocess.Popen):
    """A process that writes to a log, does not hear the terminal's Ctrl-C, and ends with its parent."""

    def __init__(self, command, log, *, farewell=signal.SIGTERM, stdin=subprocess.DEVNULL, cwd=None):
        self.log, self.farewell = log, farewell
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as out:
            self.log_start = out.tell()
            super().__init__(
                command,
                stdin=stdin,
                stdout=out,
                stderr=out,
                cwd=cwd,
                start_new_session=True,
                close_fds=False,  # so that the folder's lock stays taken until the last child is gone
                preexec_fn=self.leash,
            )

    def leash(self):
        """Linux sends the farewell when the parent is gone, however that came about."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, self.farewell)

    def require_life(self):
        if self.poll() is not None:
            text = self.log.read_bytes()[self.log_start :].decode(errors="replace")
            lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no word"]
            last = ([line for line in lines if "error" in line.lower() or "FATAL" in line] or lines)[-1]
            raise CannotStart(f"{self.log.stem} has ended ({self.returncode}): {last} (more in {self.log})")


def wait_for(children, answer, *, patience=60):
    """Return when `answer()` is true; say why if a child ends before that."""
    deadline = time.monotonic() + patience
    while not answer():
        for child in children:
            child.require_life()
        if time.monotonic() > deadline:
            raise CannotStart(f"{children[0].log.stem} does not answer; see {children[0].log}")
        time.sleep(0.02)


def stop(children, *, patience=10):
    """Ask all of them to end; kill those that do not within so many seconds, and what they leave."""
    for child in children:
        if child.poll() is None:
            child.send_signal(child.farewell)
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it has left of its own children


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
