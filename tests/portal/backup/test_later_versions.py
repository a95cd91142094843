"""A backup of one version comes back in a later one; one of a later version is refused by name."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

import portal
from portal.backup import reading, restoring, scratch
from portal.backup.models import Backup, Check
from portal.ledger.models import Entry
from portal.people.models import User
from reports.states import State
from tests import sums
from tests.makers import NINE, Office
from tests.portal.backup.test_backup import NEW, of_manifest, repacked
from tests.second import second  # noqa: F401 (a fixture)

ALTERED = {"backup_check", "django_migrations"}


@pytest.fixture
def old(second, tmp_path, monkeypatch):  # noqa: F811
    """A backup that 1.0.0 has taken of a filled portal, whose checks name sums; and the sums of its tables.

    What is left in the second database is nothing at all.
    """
    monkeypatch.setattr(portal, "__version__", "1.0.0")
    with second():
        call_command("migrate", "backup", "0001", verbosity=0)
        Office().report(State.CLOSED)
        fill_checks()
        before = sums.tables()
        call_command("backup", tmp_path / "old.tar.gz")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    monkeypatch.undo()
    return tmp_path / "old.tar.gz", before


def fill_checks():
    apps = MigrationExecutor(connection).loader.project_state([("backup", "0001_initial")]).apps
    for n in range(3):
        known = {"size": n, "version": "1.0.0", "missing": 0, "place": f"/backup/{n}"}
        apps.get_model("backup", "Backup").objects.create(taken_at=NINE, sha256=f"{n:064}", **known)
    for kind, n in ("copy", 1), ("restore", 2), ("copy", 1), ("copy", 7):
        check = {"kind": kind, "place": f"/copy/{n}", "at": NINE, "sha256": f"{n:064}"}
        apps.get_model("backup", "Check").objects.create(**check)


def test_it_is_brought_forward_with_every_row(second, old):  # noqa: F811
    path, before = old
    said = reading.check(path)
    assert said["version"] == "1.0.0" and ["backup", "0002_check_backup"] not in said["migrations"]
    with second():
        out = io.StringIO()
        call_command("restore", path, stdout=out)
        after = sums.tables()
        assert after.keys() == before.keys()
        assert {name for name in after if after[name] != before[name]} == NEW | ALTERED
        found = Check.objects.exclude(backup__version="1.0.0", place=path).order_by("id")
        assert list(found.values_list("kind", "place", "backup__place")) == [
            ("copy", "/copy/1", "/backup/1"), ("restore", "/copy/2", "/backup/2"),
            ("copy", "/copy/1", "/backup/1"), ("copy", "/copy/7", None),
        ]  # fmt: skip
        call_command("verify_journal", stdout=out)
        lines = Entry.objects.count()
        assert f"{lines - 1} lines read" in out.getvalue() and f"{lines} lines read" in out.getvalue()
        call_command("migrate", check_unapplied=True)


def test_it_can_be_tried_in_the_later_version(second, old):  # noqa: F811
    path, _before = old
    call_command("try_restore", path)
    assert Check.objects.get(kind="restore", trouble="").backup == Backup.objects.get(version="1.0.0")


def test_without_the_migrations_it_is_of_no_use(second, old):  # noqa: F811
    """The control: the backup as it is, in today's portal."""
    path, _before = old
    with scratch.scratch("trial"):
        restoring.load(path, reading.check(path))
        assert User.objects.exists()
        with pytest.raises(ProgrammingError, match="backup_id"):
            list(Check.objects.all())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": "1.10.0"}, "of version 1.10.0 and this portal is 1.1.0"),
        ({"version": "2.0.0"}, "Install version 2.0.0 or later"),
        ({"migrations": [["reports", "0099_later"]]}, "which has no reports.0099_later"),
        ({"version": "next"}, "its manifest cannot be read"),
    ],
)
@pytest.mark.parametrize("command", ["restore", "try_restore"])
def test_a_backup_of_a_later_version_is_refused(second, tmp_path, monkeypatch, change, words, command):  # noqa: F811
    monkeypatch.setattr(portal, "__version__", "1.1.0")
    call_command("backup", tmp_path / "good")
    repacked(tmp_path / "good", tmp_path / "later", of_manifest(**change))
    with second():
        with pytest.raises(CommandError, match=words):
            call_command(command, tmp_path / "later")
        assert not User.objects.exists()
