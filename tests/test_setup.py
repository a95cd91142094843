"""./run on a strange machine: it says in one sentence what is missing, and leaves nothing running behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from portal.run import embedded, launcher
from portal.run.children import (
    BREATH,
    OFTEN,
    Busy,
    CannotStart,
    Child,
    alive,
    only_one,
    stop,
    wait_for,
)

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path):
    """A folder of the kind people have."""
    path = tmp_path / "直通车 试 1"
    path.mkdir()
    return path


@pytest.fixture
def clone(folder):
    """What ./run itself needs of the project."""
    for name in ("run", "pyproject.toml", "requirements.txt"):
        shutil.copy(PROJECT / name, folder)
    return folder


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def run(clone, *arguments, **environment):
    """Call ./run from another folder."""
    path = f"{clone / 'programs'}:/usr/bin:/bin"
    command = [clone / "run", *arguments]
    return subprocess.run(
        command, cwd="/", env={"PATH": path, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("version_info", "直通车 needs Python 3.11 or later"),
        ("ensurepip", "apt install python3-venv"),
        ("disk_usage", "needs 1 GB of free disk space"),
    ],
)
def test_run_says_in_one_sentence_what_the_machine_lacks(clone, question, sentence):
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3"):
        script(clone / "programs" / name, f'case "$2" in *{question}*) exit 1 ;; esac')
    done = run(clone)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (clone / ".venv").exists()


@pytest.fixture
def installs(clone):
    """Runs ./run with installers that note their work; returns it: "new" for a .venv, the names of extras."""
    (clone / "bin").mkdir()
    script(
        clone / "bin/python",
        """case "$*" in
        "-m venv --clear .venv") echo new >>notes; rm -rf .venv; mkdir .venv; cp -R bin .venv ;;
        *"config list") echo "global.index-url='http://far/ a'"; echo ":env:.index-url='http://near/'" ;;
        esac""",
    )
    script(clone / "bin/uv", 'echo "$UV_DEFAULT_INDEX" >index; for last; do :; done; echo "$last" >>notes')
    script(clone / "programs/python3.13", f'exec "{clone / "bin/python"}" "$@"')

    def noted(*arguments, code=0):
        (clone / "notes").write_text("")
        assert run(clone, *arguments).returncode == code
        return (clone / "notes").read_text().split()

    return noted


def test_going_back_and_forth_installs_only_what_changed(clone, installs):
    assert installs() == ["new", "demo"]
    assert installs("test", "-n", "2") == ["dev"]
    assert installs("check") == installs() == installs("test") == []
    for name in ("requirements.txt", "pyproject.toml"):
        with (clone / name).open("a") as file:
            file.write("# newer\n")
        assert installs() == ["demo"]
        assert installs("test") == ["dev"]
        assert installs() == installs("check") == []


def test_an_installation_that_broke_off_begins_anew(clone, installs):
    assert installs() == ["new", "demo"]
    whole = (clone / ".venv/bin/uv").read_text()
    script(clone / ".venv/bin/uv", "kill -9 $PPID")
    assert installs("test", code=-signal.SIGKILL) == []
    script(clone / ".venv/bin/uv", whole)
    assert installs() == ["new", "demo"]


def test_a_python_that_is_gone_is_replaced(clone, installs):
    assert installs("test") == ["new", "dev"]
    (clone / ".venv/bin/python").unlink()
    assert installs() == ["new", "demo"]


def test_packages_come_from_where_pip_is_told(clone, installs):
    installs()
    assert (clone / "index").read_text() == "http://near/\n"


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"port {port} .* PORT="):
            launcher.require_port(port)


@pytest.mark.parametrize("port", ["http", "70000"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(CannotStart, match=f"port {port} "):
        launcher.require_port(port)


def test_a_full_disk_is_named(folder):
    with pytest.raises(CannotStart, match="less than 1000000000 MB"):
        launcher.require_room(folder, 1_000_000_000)


def test_only_one_run_works_in_a_folder(folder):
    with only_one(folder), pytest.raises(Busy, match=f"process {os.getpid()}"), only_one(folder):
        pass
    with only_one(folder):
        pass


def test_an_unknown_word_is_refused():
    assert "no ./run tset" in launcher.main("tset")


def test_a_child_that_ends_is_named_with_its_last_words(folder):
    child = Child(["sh", "-c", "echo no room left; exit 3"], folder / "log/web.log")
    with pytest.raises(CannotStart, match=r"web has ended \(3\): no room left"):
        wait_for([child], lambda: False)


def test_a_child_that_was_killed_is_started_again_with_what_it_was_told(folder):
    child = Child(["cat"], folder / "log/web.log", told=b"once more\n")
    child.process.wait()
    assert not child.revive(), "it takes a breath first"
    child.starts[-1] -= BREATH
    assert child.revive()
    child.process.wait()
    assert (folder / "log/web.log").read_text() == "once more\n" * 2


def test_a_child_that_ends_again_and_again_is_given_up_in_a_sentence(folder):
    child = Child(["sh", "-c", "echo no room left; exit 3"], folder / "log/web.log")
    with pytest.raises(CannotStart, match=r"web has ended \(3\): no room left"):
        for _ in range(OFTEN):
            child.process.wait()
            child.starts[-1] -= BREATH
            child.revive()
    assert len(child.starts) == OFTEN


def test_what_a_killed_child_leaves_of_its_own_does_not_stand_in_its_way(folder):
    """As the front server's workers, which would keep its port."""
    pids = folder / "pids"
    child = Child(["sh", "-c", f'sleep 60 & echo $! >> "{pids}"; wait'], folder / "log/front.log")
    wait_for([child], lambda: pids.exists() and pids.read_text())
    child.process.kill()
    child.process.wait()
    child.starts[-1] -= BREATH
    assert child.revive()
    wait_for([child], lambda: len(pids.read_text().split()) == 2)
    first = int(pids.read_text().split()[0])
    wait_for([child], lambda: not alive(first) or Path(f"/proc/{first}/stat").read_text().split()[2] == "Z")
    stop([child])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_a_killed_run_leaves_nothing_behind(folder):
    code = """
import pathlib, sys
from portal.run.children import Child, only_one
folder = pathlib.Path(sys.argv[1])
with only_one(folder):
    child = Child(["sleep", "60"], folder / "log/sleep.log")
    print("started", flush=True)
    child.process.wait()
"""
    command = [sys.executable, "-c", code, folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as parent:
        assert parent.stdout.readline() == "started\n"
        parent.send_signal(signal.SIGKILL)
    with only_one(folder):  # which its child held too
        pass


def test_both_servers_keep_their_data_and_ask_for_the_password(folder):
    def ask(sql, word):
        settings = {"password": "secret", "durable": True}
        with embedded.postgres(folder, **settings) as database, embedded.valkey(folder, **settings) as broker:
            for server in (database, broker):
                assert "@127.0.0.1:" in server.url
            with redis.Redis.from_url(broker.url, decode_responses=True) as queue:
                before = queue.getset("word", word)
            assert not embedded.valkey_answers(broker.url.replace("secret", "guess"))
            assert not embedded.postgres_answers(database.url.replace("secret", "guess"))
            connection = psycopg2.connect(database.url)
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                answer = cursor.fetchone()
            connection.close()
        return answer, before

    # Chinese characters have to count as letters, or searching by words finds nothing.
    assert ask(r"CREATE TABLE kept AS SELECT 7 AS n; SELECT '噪音扰民' ~ '^\w+$'", "a") == ((True,), None)
    assert ask("SELECT n FROM kept", "b") == ((7,), "a")


def test_the_lock_holds_hashes_and_no_address():
    lines = re.sub(r" \\\n +", " ", (PROJECT / "requirements.txt").read_text()).splitlines()
    assert all(re.match(r"[\w.-]+==[^@/]+( --hash=sha256:\w{64})+$", line) for line in lines)
