"""What ./run does with its parts, beside servers that it has not started."""

import os
import signal
import sys
import time
from pathlib import Path

from django.conf import settings

from portal.run import embedded, launcher
from portal.run.children import Child, end_on_signals, stop, wait_for

WORDS = {"web": "gunicorn", "front": "nginx", "worker": "worker", "beat": "beat"}  # of their command lines


class Launched:
    """The parts and whoever looks after them; without a guard they are left alone."""

    names = list(WORDS)

    def __init__(self, folder, *, guarded):
        self.port = embedded.free_port()
        command = [
            sys.executable,
            "-m",
            "tests.faults.launched",
            folder,
            str(self.port),
            *["guard"] * guarded,
        ]
        self.child = Child(command, folder / "log/launched.log", cwd=settings.BASE_DIR)
        wait_for([self.child], lambda: all(map(self.pid, self.names)) and launcher.page_answers(self.port))

    def pid(self, name):
        """None while there is none."""
        pid = self.child.process.pid
        for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            line = Path(f"/proc/{each}/cmdline")
            if line.exists() and WORDS[name] in line.read_text():
                return int(each)
        return None

    def kill_part(self, name):
        os.kill(self.pid(name), signal.SIGKILL)

    def back(self, name):
        """Seconds until there is another one, and pages answer."""
        began = time.monotonic()
        wait_for([self.child], lambda: self.pid(name) and launcher.page_answers(self.port))
        return time.monotonic() - began

    def kill(self):
        stop([self.child])


def main(folder, port, guard=""):
    end_on_signals()
    with launcher.parts(port, "nobody", Path(folder)) as children:
        if guard:
            launcher.look_after(children)
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
