"""What goes wrong in the middle: pg_dump, pg_restore and the server end, and nothing is left behind."""

import os
import re
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backup import client
from portal.people.models import User
from portal.run import embedded
from tests.faults.servers import SETTINGS, Server
from tests.portal.backup.test_backup import refused, stocked
from tests.second import second  # noqa: F401 (a fixture)

AT_HOME = """
CREATE FUNCTION at_home() RETURNS boolean LANGUAGE sql AS $$ SELECT current_database() = '{}'::name $$;
CREATE TABLE homely (n int CHECK (at_home())); INSERT INTO homely VALUES (1);
"""
GONE = "DROP TABLE homely; DROP FUNCTION at_home"
# Copying a row takes a lock on a role, and roles are the same for all databases of a server.
SLOW = """
CREATE FUNCTION slow() RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN EXECUTE 'COMMENT ON ROLE portal IS NULL'; RETURN true; END $$;
CREATE TABLE slowly (n int CHECK (slow())); INSERT INTO slowly VALUES (1);
"""
WAITS = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock'
"""


def leftovers():
    with connection.cursor() as cursor:
        own = f"^{connection.settings_dict['NAME'].removesuffix('_second')}.*_(restoring|trial|emptied)$"
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [own])
        return cursor.fetchall()


@pytest.fixture
def homely(second):  # noqa: F811
    """The first portal, with a row that no other database takes: pg_restore fails when half is done."""
    stocked()
    with connection.cursor() as cursor:
        cursor.execute(AT_HOME.format(connection.settings_dict["NAME"]))
    yield
    with connection.cursor() as cursor:
        cursor.execute(GONE)


def test_where_pg_restore_fails_midway_nothing_stays(homely, second, tmp_path):  # noqa: F811
    call_command("backup", tmp_path / "good")
    with second():
        refused(tmp_path / "good", 'pg_restore failed: error: .*"homely" violates check constraint')
        assert not leftovers()
    with pytest.raises(CommandError, match="cannot be restored: pg_restore failed: .*violates check"):
        call_command("try_restore", tmp_path / "good")
    assert User.objects.exists() and not leftovers()


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server of our own with a portal in it, and the environment of its commands."""
    for name, value in (
        SETTINGS | {"MEDIA_ROOT": str(tmp_path / "media"), "REDIS_URL": "redis://none"}
    ).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "server").mkdir()
    own = Server(embedded.postgres, tmp_path / "server", durable=False)
    try:
        monkeypatch.setenv("DATABASE_URL", own.start())
        assert manage("migrate", "-v0").returncode == 0
        yield own
    finally:
        own.stack.close()


def manage(*arguments):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


def connected(database):
    """Beside the portal's database, named postgres here: in template1."""
    found = psycopg2.connect(os.environ["DATABASE_URL"].removesuffix("postgres") + database)
    found.autocommit = True
    return found


def ask(statement, *values, database="template1"):
    with closing(connected(database)) as asked, asked.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def killed(server, lock, program, *arguments, database):
    """The words of a command, the server being killed while the program waits in the middle of its work."""
    with closing(connected(database)) as holder, holder.cursor() as cursor:
        cursor.execute(f"BEGIN; {lock}")
        command = [sys.executable, "manage.py", *map(str, arguments)]
        with subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=subprocess.PIPE, text=True) as work:
            while not ask(WAITS, program)[0][0]:
                assert work.poll() is None, work.stderr.read()
            server.kill()
            words = work.communicate()[1]
    assert work.returncode == 1
    return words.strip().splitlines()


def test_where_the_server_dies_while_it_is_backed_up_there_is_no_file(server, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    lock = "LOCK TABLE people_user IN ACCESS EXCLUSIVE MODE"
    [first, *_] = killed(server, lock, "pg_dump", "backup", folder / "b.tar.gz", database="postgres")
    assert re.match(
        "CommandError: There is no backup: (pg_dump failed|connection to server .* failed)", first
    )
    assert list(folder.iterdir()) == []
    server.start()
    assert manage("backup", folder / "b.tar.gz").returncode == 0


def test_where_the_server_dies_while_it_restores_the_portal_stays_empty(server, tmp_path):
    ask(SLOW, database="postgres")
    assert manage("backup", tmp_path / "b.tar.gz").returncode == 0
    ask("DROP TABLE slowly", database="postgres")
    lock = "COMMENT ON ROLE portal IS 'held'"
    [first, *_] = killed(server, lock, "pg_restore", "restore", tmp_path / "b.tar.gz", database="template1")
    assert first.startswith("CommandError: Nothing was restored: pg_restore failed: error:")
    assert not (tmp_path / "media").exists()
    server.start()
    assert ask("SELECT count(*) FROM feedback_restoration", database="postgres") == [(0,)]
    assert ask("SELECT datname FROM pg_database WHERE datname ~ 'restoring'") == [("postgres_restoring",)]
    done = manage("restore", tmp_path / "b.tar.gz")
    assert done.returncode == 0, done.stderr
    assert ask("SELECT count(*) FROM feedback_restoration", database="postgres") == [(1,)]
    assert ask("SELECT datname FROM pg_database WHERE datname ~ '_'") == []


def stand_in(folder, name, words):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("14.2 (Debian 14.2-1)", r"pg_dump is of PostgreSQL 14 and the server of \d+\. Install the client"),
        (None, "pg_dump is missing. Install the client programs of PostgreSQL"),
    ],
)
def test_a_client_that_is_too_old_or_not_there_is_named(
    transactional_db, tmp_path, monkeypatch, version, words
):
    old = [stand_in(tmp_path, "pg_dump", f'echo "pg_dump (PostgreSQL) {version}"')] if version else []
    monkeypatch.setattr(client, "programs", lambda _name: old)
    with pytest.raises(CommandError, match=f"There is no backup: {words}"):
        call_command("backup", tmp_path / "b.tar.gz")
    assert not list(tmp_path.glob("*.gz"))


def test_of_several_clients_the_servers_own_version_is_taken(transactional_db, tmp_path, monkeypatch):
    own = client._servers_version()
    found = []
    for version in (own + 1, own, own - 1):
        (tmp_path / str(version)).mkdir()
        words = f'echo "pg_dump (PostgreSQL) {version}beta1"'
        found.append(stand_in(tmp_path / str(version), "pg_dump", words))
    monkeypatch.setattr(client, "programs", lambda _name: found)
    assert client._program("pg_dump", own) == found[1]
    assert client._program("pg_dump", own + 1) == found[0]


def test_the_password_is_on_no_command_line(transactional_db, tmp_path, monkeypatch):
    said = f'echo "$@" >{tmp_path}/arguments; echo "$PGPASSWORD" >{tmp_path}/password; exit 3'
    own = f'[ "$1" = --version ] && echo "(PostgreSQL) {client._servers_version()}.1" && exit; {said}'
    monkeypatch.setattr(client, "programs", lambda _name: [stand_in(tmp_path, "pg_dump", own)])
    with pytest.raises(CommandError, match="pg_dump failed"):
        call_command("backup", tmp_path / "b.tar.gz")
    password = connection.settings_dict["PASSWORD"]
    assert (tmp_path / "password").read_text().strip() == password != ""
    assert "--format=custom" in (tmp_path / "arguments").read_text()
    assert password not in (tmp_path / "arguments").read_text()
