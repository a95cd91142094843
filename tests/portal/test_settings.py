"""Production starts with no setting that anybody could guess, or that lets anybody in; it says why."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(48), "ALLOWED_HOSTS": "portal.example,127.0.0.1",
    "BASE_URL": "https://portal.example", "DEMO": "", "DEBUG": "",
}  # fmt: skip
DEMO = {**PRODUCTION, "DEMO": "true", "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]"}


def said(settings):
    """The last line of a portal that reads these settings; nothing where it starts."""
    known = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-c", "import portal.settings"]
    done = subprocess.run(
        command, cwd=PROJECT, env=known | settings, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) == bool(done.stderr)
    return done.stderr.splitlines()[-1] if done.stderr else ""


@pytest.mark.parametrize(
    "good",
    [
        PRODUCTION, DEMO, {**DEMO, "SECRET_KEY": "a"},
        {**PRODUCTION, "ALLOWED_HOSTS": ".example", "BASE_URL": "https://portal.example:8443/"},
        {**PRODUCTION, "CSRF_TRUSTED_ORIGINS": "https://*.portal.example"},
    ],
)  # fmt: skip
def test_it_starts(good):
    assert not said(good)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"SECRET_KEY": "a"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY"),
        ({"SECRET_KEY": "a long random text"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "portal.example,*"}, "ALLOWED_HOSTS"),
        ({"CSRF_TRUSTED_ORIGINS": "https://*"}, "CSRF_TRUSTED_ORIGINS"),
        ({"BASE_URL": "http://portal.example"}, "BASE_URL"),
        ({"BASE_URL": "https://portal.example.evil.example"}, "BASE_URL"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"DEMO": "true"}, "DEMO"),
        ({"DEBUG": "true"}, "DEMO"),
        ({"DEMO": "true", "ALLOWED_HOSTS": "*"}, "DEMO"),
    ],
)
def test_it_says_in_a_sentence_why_it_does_not(wrong, name):
    line = said(PRODUCTION | wrong)
    assert line.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ") and line.endswith(".")
    assert line.count(". ") == 0


def test_all_reasons_are_said_at_once():
    line = said(PRODUCTION | {"SECRET_KEY": "a", "ALLOWED_HOSTS": "*", "BASE_URL": "http://x"})
    assert line.count(". ") == 2 and all(name in line for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"))
