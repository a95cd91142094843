"""PostgreSQL and Valkey for the tests, unless the environment names others; pyproject.toml loads this plugin.

It has to come before pytest-django reads the settings, which a conftest.py would not.
"""

import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from portal.run import rights
from portal.run.children import alive
from portal.run.embedded import temporary_services
from portal.run.launcher import OWNER, two_roles

PREFIX = "zhitongche-tests-"
RARELY = 100_000, 50, 100  # as Python comes, looking for circles of garbage takes an eighth of all the time


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    gc.set_threshold(*RARELY)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-")))
    os.environ["MEDIA_ROOT"] = str(folder / "media")
    if worker:
        # pytest-django gives each worker a database of its own; here is its own part of Valkey.
        url = urlsplit(os.environ["REDIS_URL"])
        os.environ["REDIS_URL"] = url._replace(path="/" + worker.removeprefix("gw")).geturl()
    elif not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        sweep()
        os.environ.update(stack.enter_context(temporary_services(folder)))
        as_two_roles()
    os.environ["DEMO"] = "true"  # plain http, files served without collecting them
    os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 4)


def as_two_roles():
    """The tests' own database has an owner, who makes it, and an application, as which tests work on it."""
    os.environ.update(two_roles(os.environ["DATABASE_URL"]))
    application = urlsplit(os.environ["DATABASE_URL"])
    with psycopg2.connect(os.environ[OWNER]) as owner, owner.cursor() as cursor:  # once, not by each worker
        rights.know(cursor, application.username, application.password)


def sweep():
    """Remove what killed test runs have left; their servers have ended with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if not alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
