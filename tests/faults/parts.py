"""The portal's processes, forked from one that has imported all, so that a killed one is soon replaced."""

import ctypes
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:  # in the process from which all others are forked
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()

from portal.celery import app
from portal.run.children import PR_SET_PDEATHSIG
from tests.faults import changes

app.loader.import_default_modules()
ALONE = ["--without-gossip", "--without-mingle"]
WORKER = ["worker", "-P", "threads", "-c", "3", *ALONE]  # as in docker-compose.yml
FORKING = ["worker", "-P", "prefork", "-c", "2", *ALONE]
BEAT = ["beat", "--pidfile="]


def begin(arguments, log, changed, hurry):
    """In the new process: Celery as on the command line, in a group of its own."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1), os.dup2(out, 2)
    for entry in app.conf.beat_schedule.values() if hurry else ():
        entry["schedule"] = 1
    for name in changed:
        getattr(changes, name)()
    sys.argv = ["celery", *arguments]
    app.start(arguments)


class Part:
    """A process of the portal, as the run sees it."""

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.parts"])

    def __init__(self, arguments, log, *, changed=(), hurry=False):
        self.process = self.context.Process(target=begin, args=(arguments, str(log), changed, hurry))
        self.process.start()

    def kill(self):
        """The whole group at once, as if the machine had lost it."""
        with suppress(ProcessLookupError):  # it has no group yet
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()

    def kill_child(self):
        """One of its own, as when memory runs out; it replaces it by itself."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in map(int, listed.split()[:1]):
            os.kill(pid, signal.SIGKILL)
