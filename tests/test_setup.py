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
from portal.run.children import Busy, CannotStart, Child, only_one, wait_for

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
    shutil.copy(PROJECT / "run", folder)
    shutil.copytree(PROJECT / "requirements", folder / "requirements")
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


def test_going_back_and_forth_installs_only_what_changed(clone):
    real = f'exec "{sys.executable}" "$@"'
    script(
        clone / ".venv/bin/python",
        f'case "$2 $3" in "pip install") echo "$@" >>installs ;; pip*|portal*) ;; *) {real} ;; esac',
    )

    def installs(*arguments):
        (clone / "installs").write_text("")
        assert run(clone, *arguments).returncode == 0
        return re.findall(r"requirements/(\w+)\.txt", (clone / "installs").read_text())

    assert installs() == ["demo"]
    assert installs("test", "-n", "2") == ["test"]
    assert installs("check") == ["dev"]
    assert installs("test") == installs() == installs("check") == []
    with (clone / "requirements/test.txt").open("a") as lock:
        lock.write("# newer\n")
    assert installs() == []
    assert installs("test") == ["test"]


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_a_killed_run_leaves_nothing_behind(folder):
    code = """
import pathlib, sys
from portal.run.children import Child, only_one
folder = pathlib.Path(sys.argv[1])
with only_one(folder):
    child = Child(["sleep", "60"], folder / "log/sleep.log")
    print("started", flush=True)
    child.wait()
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


@pytest.mark.parametrize("name", ["run", "demo", "test", "dev"])
def test_the_locks_hold_hashes_and_no_address(name):
    text = (PROJECT / f"requirements/{name}.txt").read_text()
    assert "--hash=sha256:" in text
    assert not re.search(r"://|^-|@", text, re.MULTILINE)


def test_production_opens_one_port_and_takes_its_secrets_from_the_environment():
    text = (PROJECT / "docker-compose.yml").read_text()
    services = dict(
        re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", text.split("\nservices:\n")[1], re.MULTILINE)
    )
    assert services.keys() == {"web", "worker", "beat", "migrate", "postgres", "valkey"}
    assert [name for name, lines in services.items() if "ports:" in lines] == ["web"]
    assert {name for name, lines in services.items() if "healthcheck:" in lines} == services.keys() - {
        "migrate"
    }
    assert all(
        secret.startswith(":?") for secret in re.findall(r"\$\{\w*(?:PASSWORD|SECRET_KEY)(.*?)\}", text)
    )
    assert re.search(r"^USER (?!root)", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)


IN_THE_IMAGE = {"MEDIA_ROOT", "STATIC_ROOT"}  # which has its own folders
NEVER_IN_PRODUCTION = {"DEBUG", "DEMO"}
OF_COMPOSE = {"POSTGRES_PASSWORD", "VALKEY_PASSWORD", "WEB_ADDRESS"}  # for its other services


def settings_named(compose, settings, operating):
    """The names of all settings, as each of the three files has them."""
    app = compose.split("\nx-app:")[1].split("\nx-after")[0]
    handed_on = set(re.findall(r"^    ([A-Z_]+):", app, re.MULTILINE))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", operating, re.MULTILINE)
    documented = {name for row in rows for name in re.findall("[A-Z_]+", row)}
    return handed_on | IN_THE_IMAGE | NEVER_IN_PRODUCTION, read, documented - OF_COMPOSE


def the_three_files():
    return [
        (PROJECT / name).read_text()
        for name in ("docker-compose.yml", "portal/settings.py", "docs/operating.md")
    ]


def test_every_setting_is_read_documented_and_handed_on_by_compose():
    handed_on, read, documented = settings_named(*the_three_files())
    assert handed_on == read == documented


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_setting_that_one_of_the_three_has_not_would_be_seen(n):
    files = the_three_files()
    files[n] = files[n].replace("COMMITTEE_NAME", "COMMITTEES_NAME")
    handed_on, read, documented = settings_named(*files)
    assert not handed_on == read == documented


def test_folders_of_the_office_are_mounted_where_the_settings_look():
    text = the_three_files()[0]
    for name in ("FONT_DIR", "TEMPLATE_DIR"):
        place = re.search(rf"^    {name}: (/\w+)$", text, re.MULTILINE)[1]
        assert re.search(rf"\$\{{{name}:-\w+\}}:{place}:ro", text)
