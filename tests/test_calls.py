"""No module of the portal runs words as commands or code, unpacks objects, or asks other hosts."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from portal.celery import app

ROOMS = ("portal", "reports", "routing", "feedback")
CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
IMPORTS = {
    "pickle",
    "marshal",
    "shelve",
    "requests",
    "httpx",
    "urllib3",
    "urllib.request",
    "http.client",
    "yaml",
}
HERE = "portal/run/"  # starts the portal on one machine, and asks its own address whether it answers


def faults(source):
    """What stands in a module that may not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & IMPORTS
        elif isinstance(node, ast.ImportFrom):
            named = {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
            yield from named & IMPORTS
        elif isinstance(node, ast.Call):
            yield from {ast.unparse(node.func)} & CALLS
            yield from (f"shell={ast.unparse(k.value)}" for k in node.keywords if k.arg == "shell")


def test_nothing_typed_becomes_a_command_code_an_object_or_an_address():
    paths = [path for room in ROOMS for path in Path(settings.BASE_DIR / room).rglob("*.py")]
    places = {path: path.relative_to(settings.BASE_DIR).as_posix() for path in paths}
    found = {f"{place}: {fault}" for path, place in places.items() for fault in faults(path.read_text())}
    assert {each for each in found if not each.startswith(HERE)} == set()
    assert found == {f"{HERE}launcher.py: http.client"}


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)", "import os\nos.system(x)", "run(x, shell=True)", "import pickle",
        "from urllib import request", "from urllib.request import urlopen", "import requests",
    ],
)  # fmt: skip
def test_what_does_so_would_be_seen(source):
    assert list(faults(source))


def test_sessions_and_tasks_are_read_as_json_alone():
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert (app.conf.task_serializer, [*app.conf.accept_content]) == ("json", ["json"])
