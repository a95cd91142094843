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
    "manage.py makemigrations --check",
    "manage.py check --deploy --fail-level WARNING",
    "manage.py messages --check",
    "manage.py procedures --check",
]
COMPILE = (
    "-m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml"
)
# Each lock keeps to the versions of the one before it.
LOCKS = {
    "run": "",
    "demo": "-c requirements/run.txt --extra=embedded",
    "test": "-c requirements/demo.txt --extra=embedded --extra=test",
    "dev": "-c requirements/test.txt --extra=embedded --extra=test --extra=dev",
}


def check():
    """what CI asks for besides the tests"""
    with tempfile.TemporaryDirectory() as name, temporary_services(Path(name)) as urls:
        production = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "portal.example",
            "DEMO": "false",
        }
        os.environ.update(urls | production)
        results = {line: succeeds(line) for line in COMMANDS}
        results |= {f"requirements/{lock}.txt": lock_agrees(lock, Path(name)) for lock in LOCKS}
    results["the house"] = house.check()
    for name, good in results.items():
        print("ok    " if good else "FAILED", name)
    return int(not all(results.values()))


def succeeds(line, *more):
    return not subprocess.call([sys.executable, *line.split(), *more])


def lock_agrees(name, folder):
    """Whether pyproject.toml still gives this lock; its own versions are preferred to newer ones."""
    lock = Path("requirements", name).with_suffix(".txt")
    again = Path(shutil.copy(lock, folder))
    return succeeds(f"{COMPILE} {LOCKS[name]} -o", again) and again.read_text() == lock.read_text()
