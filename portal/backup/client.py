"""pg_dump and pg_restore, of the server's own version. The password goes by the environment."""

import os
import re
from contextlib import contextmanager, suppress
from shutil import copyfileobj
from subprocess import DEVNULL, PIPE, Popen, run
from tempfile import TemporaryFile

from django.db import connection

from portal.backup.manifest import CHUNK, SESSIONS, Unusable
from portal.run.embedded import programs

WITHOUT_ROLES = ["--no-owner", "--no-acl"]  # it may come back under the name of another role


def dump(snapshot, out):
    """Writes the database as that snapshot sees it. The archive compresses, so the dump need not."""
    how = ["--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--exclude-table-data={SESSIONS}"]
    with _running("pg_dump", *how, stdout=out, stdin=DEVNULL):
        pass


def restore(stream):
    """Puts a dump into the database that Django is connected to: all of it or nothing."""
    into = f"--dbname={connection.settings_dict['NAME']}"
    with (
        _running("pg_restore", "--single-transaction", into, stdin=PIPE) as work,
        suppress(BrokenPipeError),  # it says itself why it has ended
        work.stdin,
    ):
        copyfileobj(stream, work.stdin, CHUNK)


@contextmanager
def _running(name, *arguments, **streams):
    """Waits for its end; raises Unusable in the program's own words if it has failed."""
    command = [_program(name, _servers_version()), *WITHOUT_ROLES, *arguments]
    with TemporaryFile() as errors:
        with Popen(command, stderr=errors, env=_environment(), **streams) as work:
            yield work
        errors.seek(0)
        words = errors.read().decode(errors="replace").split("\n")
    if work.returncode:
        why = next((line for line in words if "error:" in line), words[0])
        raise Unusable(f"{name} failed: {why.removeprefix(f'{name}: ')}")


def _servers_version():
    connection.ensure_connection()
    return connection.pg_version // 10_000


def _program(name, server):
    """Of the server's own major version, else of a later one."""
    found = {path: _version(path) for path in programs(name)}
    fit = [path for path, version in found.items() if version >= server]
    if not found:
        raise Unusable(f"{name} is missing. Install the client programs of PostgreSQL {server}.")
    if not fit:
        raise Unusable(
            f"{name} is of PostgreSQL {max(found.values())} and the server of {server}. "
            f"Install the client programs of PostgreSQL {server}."
        )
    return min(fit, key=found.get)


def _version(path):
    said = run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number[1]) if number else 0


def _environment():
    """What libpq reads; nothing of it stands on a command line."""
    given = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    said = {key: str(given[name]) for key, name in names.items() if given.get(name)}
    return os.environ | said | {"PGDATABASE": connection.settings_dict["NAME"], "PGCONNECT_TIMEOUT": "10"}
