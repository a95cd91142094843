"""`./run check`: what CI asks for besides the tests."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.run import house
from portal.run.embedded import temporary_services

COMMANDS = [
    "-m ruff check .",
    "-m ruff format --check .",
    "-m mypy",
    "manage.py makemigrations --check",
    "manage.py check --deploy --fail-level WARNING",
    "manage.py messages --check",
    "manage.py procedures --check",
]
LOCK = Path("requirements.txt")
COMPILE = "-m uv pip compile -q --universal --python-version 3.11 --all-extras --generate-hashes --no-header \
--no-annotate --no-emit-index-url pyproject.toml -o"


def check():
    """what CI asks for besides the tests"""
    with tempfile.TemporaryDirectory() as name, temporary_services(Path(name)) as urls:
        production = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "portal.example",
            "BASE_URL": "https://portal.example",
            "DEMO": "false",
        }
        os.environ.update(urls | production)
        results = {line: succeeds(line) for line in COMMANDS}
        results["requirements.txt"] = lock_agrees(Path(name))
    results["the house"] = house.check()
    for name, good in results.items():
        print("ok    " if good else "FAILED", name)
    return int(not all(results.values()))


def succeeds(line, *more):
    return not subprocess.call([sys.executable, *line.split(), *more])


def lock_agrees(folder):
    """Whether pyproject.toml still gives this lock; its own versions are preferred to newer ones."""
    again = Path(shutil.copy(LOCK, folder))
    return succeeds(COMPILE, again) and again.read_text() == LOCK.read_text()
