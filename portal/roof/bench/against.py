"""`./run bench against COMMIT`: every page of this build beside the same page of an older one.

The older build is taken out of history into a folder of its own, with its own packages. Both get the same
world in a database of their own on the same server, and a process each, which are asked in turn.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from portal.roof.bench import texts, visitor, world

# Where pages lay in older builds, if elsewhere: {commit: {page: (who, address)}}
ELSEWHERE = {}
MOST = 20  # seconds that the visits to one page may take in each build


class Build:
    """One state of the portal in a folder, with a database of its own; as a context, its visiting process."""

    def __init__(self, name, folder, python, pages):
        self.name, self.folder, self.python, self.pages = name, folder, python, pages
        self.database = f"zhitongche_bench_{name}"
        owner = urlsplit(os.environ.get("OWNER_DATABASE_URL", os.environ["DATABASE_URL"]))
        url = owner._replace(path=f"/{self.database}").geturl()
        self.environment = os.environ | {
            "DATABASE_URL": url, "OWNER_DATABASE_URL": url, "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }  # fmt: skip

    def run(self, *arguments):
        """What a program of Python says."""
        return subprocess.run(
            [self.python, "-P", *arguments], cwd=self.folder, env=self.environment, check=True,
            stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip

    def fill(self, reports, lines, at):
        """{table: rows} of the world that its database has from now on."""
        for step in ("messages", "migrate"):
            self.run("manage.py", step, "-v0")
        said = self.run(world.__file__, str(reports), lines, at.isoformat())
        return json.loads(said.splitlines()[-1])  # after what the sample says

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.python, "-P", visitor.__file__, json.dumps(self.pages)], cwd=self.folder,
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_failure):
        self.process.stdin.close()
        self.process.wait()

    def visit(self, page):
        print(page, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise CommandError(f"The process of {self.name} has ended.")
        return json.loads(line)


def measure(say, reports, visits, commit):
    with taken_out(commit) as folder, texts.written(reports) as lines, ThreadPoolExecutor() as both:
        old = Build("old", folder, folder / ".venv/bin/python", ELSEWHERE.get(commit, {}))
        new = Build("new", settings.BASE_DIR, sys.executable, {})
        with databases(old, new):
            at = timezone.now()
            filled = both.map(lambda build: build.fill(reports, lines, at), (old, new))
            for build, rows in zip((old, new), filled, strict=True):
                say(f"{build.name}: " + ", ".join(f"{table} {count:,}" for table, count in rows.items()))
            with old, new:
                compare(say, old, new, visits)


@contextmanager
def databases(*builds):
    """Empty ones, dropped at the end."""
    drop, create = "DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"
    try:
        with connection.cursor() as cursor:
            for build in builds:
                cursor.execute(drop.format(build.database))
                cursor.execute(create.format(build.database))
        yield
    finally:
        with connection.cursor() as cursor:
            for build in builds:
                cursor.execute(drop.format(build.database))


@contextmanager
def taken_out(commit):
    """A folder with that state of the portal, and with its packages."""
    with tempfile.TemporaryDirectory(prefix="zhitongche-") as name:
        folder = Path(name)
        archive = subprocess.run(
            ["git", "archive", commit], cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE
        )
        subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
        subprocess.run([folder / "run", "help"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        yield folder


def compare(say, old, new, visits):
    say(f"\n{'':34}{'old':>10}{'new':>10}{'times as fast':>15}   statements, old and new")
    for page in visitor.PAGES:
        told = {build: [] for build in (old, new)}
        while len(told[new]) <= visits and spent(told[old]) + spent(told[new]) < 2 * MOST:
            for build, visited in told.items():
                visited.append(build.visit(page))
        say(f"{page:34}{line(*(visited[1:] or visited for visited in told.values()))}")
    for build in (old, new):
        size = told[build][-1]["resident"] / 1e6
        say(f"{build.name}: the process that drew these pages holds {size:.0f} MB")


def spent(visited):
    """Seconds."""
    return sum(one["ms"] for one in visited) / 1000


def line(before, now):
    old, new = (median(one["ms"] for one in visited) for visited in (before, now))
    failed = {one["status"] for one in (*before, *now)} - {200}
    note = f"   answered {failed}" if failed else ""
    statements = f"{before[-1]['statements']:6}{now[-1]['statements']:6}"
    return f"{old:7.0f} ms{new:7.0f} ms{old / new:15.1f}{statements:>15}{note}"
