"""A backup brings everything back; a file that is no whole backup is refused in words and leaves nothing."""

import gzip
import io
import json
import tarfile
import zlib
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backup import manifest, reading, writing
from portal.files.models import Attachment
from portal.files.storing import keep
from portal.ledger.models import Entry
from portal.people.models import Organisation, User
from portal.unsent.models import Unsent
from reports.models import Report
from reports.states import State
from tests import sums
from tests.makers import NINE, Office
from tests.second import second  # noqa: F401 (a fixture)

# A restore leaves a row and a line of the journal that say so, and tells what nobody was told of.
NEW = {
    "feedback_restoration", "ledger_entry", "ledger_untold", "feedback_notice", "feedback_mail",
    "backup_backup", "backup_check",
}  # fmt: skip


def stocked():
    """An office with a report that is being handled and two files, one of them not handed in yet."""
    office = Office()
    begun = Unsent.objects.create(user=office.author, form="/x/", address="/x/", saved_at=NINE)
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1 " + bytes([n]) * 9000) for n in range(2)]
    keep(files[:1], office.draft(), by=office.author, at=NINE)
    keep(files[1:], begun, by=office.author, at=NINE)
    office.report(State.HANDLING)
    return office


def taken(path):
    call_command("backup", path)
    return reading.check(path)


def refused(path, words):
    with pytest.raises(CommandError, match=f"Nothing was restored: .*{words}"):
        call_command("restore", path)
    assert not User.objects.exists() and not Entry.objects.exists()
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    assert not [name for folder in folders for name in default_storage.listdir(folder)[1]]


def test_everything_comes_back(second, tmp_path, client):  # noqa: F811
    office = stocked()
    client.force_login(office.clerk)
    path = tmp_path / "backup.tar.gz"
    before, last = (sums.tables(), sums.files()), Report.objects.latest("pk").pk
    said = taken(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*")), "a draft was left"
    with second():
        call_command("seed")
        call_command("restore", path)
        tables = sums.tables()
        assert tables.keys() == before[0].keys() == said["rows"].keys()
        assert {name for name in tables if tables[name] != before[0][name]} == NEW
        assert sums.files() == before[1] == {n: file["sha256"] for n, file in said["files"].items()}
        for attachment in Attachment.objects.all():
            assert attachment.file.read().startswith(b"%PDF-1 ")
        assert client.get("/").status_code == 302, "nobody is still signed in"
        assert office.draft().pk == last + 1


def test_every_table_is_in_it(second, tmp_path):  # noqa: F811
    said = taken(tmp_path / "backup.tar.gz")
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert models - {"django_session"} == set(said["rows"]) - {"django_migrations"}


def test_a_missing_file_is_said_loudly_and_the_rest_is_written(second, tmp_path):  # noqa: F811
    stocked()
    lost, kept = Attachment.objects.all()
    default_storage.delete(lost.file.name)
    with pytest.raises(CommandError, match=f"1 FILES ARE MISSING.*\n{lost.file.name}"):
        call_command("backup", tmp_path / "backup.tar.gz")
    said = reading.check(tmp_path / "backup.tar.gz")
    assert (said["missing"], list(said["files"])) == ([lost.file.name], [kept.file.name])
    with second():
        call_command("restore", tmp_path / "backup.tar.gz")
        assert default_storage.exists(kept.file.name)


def test_no_file_is_written_over(second, tmp_path):  # noqa: F811
    (tmp_path / "backup.tar.gz").write_text("the only good one")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "backup.tar.gz")
    assert (tmp_path / "backup.tar.gz").read_text() == "the only good one"


def test_what_is_no_whole_backup_is_refused(second, tmp_path):  # noqa: F811
    stocked()
    taken(tmp_path / "good")
    good, bad = (tmp_path / "good").read_bytes(), tmp_path / "bad"
    with second():
        for n in range(0, len(good), len(good) // 12):
            bad.write_bytes(good[:n])
            refused(bad, "damaged or no backup|end is missing")
        for n in range(10, len(good), len(good) // 12):
            changed = good[:n] + bytes([good[n] ^ 1]) + good[n + 1 :]
            bad.write_bytes(changed)
            if unpacked(changed) != unpacked(good):  # zeros can be copied from here or from there
                refused(bad, "")
        bad.write_text("社情民意")
        refused(bad, "no backup")
        refused(tmp_path / "nowhere", "No such file")
        call_command("restore", tmp_path / "good")
        assert User.objects.exists()


def unpacked(data):
    with suppress(OSError, EOFError, zlib.error):
        return gzip.decompress(data)


def repacked(source, target, change):
    """The same archive with other contents, as somebody would make it who knows gzip and tar."""
    with (
        tarfile.open(source) as old,
        gzip.open(target, "wb") as out,
        tarfile.open(fileobj=out, mode="w") as new,
    ):
        for part in old:
            data = change(part.name, old.extractfile(part).read())
            if data is not None:
                part.size = len(data)
                new.addfile(part, io.BytesIO(data))


def with_another_dump(name, data):
    return data[:-1] + bytes([data[-1] ^ 1]) if name == manifest.DATABASE else data


def with_another_file(name, data):
    return data.replace(b"\1", b"\2") if name.startswith("files/") else data


def without_a_dump(name, data):
    return None if name == manifest.DATABASE else data


def without_manifest(name, data):
    return None if name == manifest.NAME else data


def of_manifest(**change):
    """The same archive whose manifest says something else."""

    def changed(name, data):
        return json.dumps(json.loads(data) | change).encode() if name == manifest.NAME else data

    return changed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_another_dump, "database.dump is not what"),
        (with_another_file, "files/.* is not what"),
        (without_a_dump, "database.dump is not what"),
        (without_manifest, "its end is missing"),
        (of_manifest(format=4), "its format is 4"),
    ],
)
def test_what_the_manifest_does_not_say_is_refused(second, tmp_path, change, words):  # noqa: F811
    stocked()
    taken(tmp_path / "good")
    repacked(tmp_path / "good", tmp_path / "bad", change)
    with second():
        refused(tmp_path / "bad", words)


def test_a_portal_that_is_not_empty_or_not_ours_alone_is_left_alone(second, tmp_path):  # noqa: F811
    stocked()
    taken(tmp_path / "good")
    people = User.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", tmp_path / "good")
    assert User.objects.count() == people
    with second():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE payroll (id int)")
        refused(tmp_path / "good", "not the portal's: public.payroll")


def test_a_journal_that_was_tampered_with_is_not_restored(second, tmp_path):  # noqa: F811
    stocked()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER journal_is_append_only")
        cursor.execute("UPDATE ledger_entry SET note = 'x' WHERE id = (SELECT min(id) FROM ledger_entry)")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER journal_is_append_only")
    taken(tmp_path / "good")
    with second():
        call_command("seed")
        posts = Organisation.objects.count()
        refused(tmp_path / "good", "the journal was tampered with")
        assert Organisation.objects.count() == posts, "what was there before is still there"


def test_files_that_outlived_the_database_are_left_as_they_are(second, tmp_path):  # noqa: F811
    stocked()
    taken(tmp_path / "good")
    same, other = Attachment.objects.all()
    with second() as folder:
        for attachment, content in (same, b"%PDF-1 " + bytes([0]) * 9000), (other, b"half"):
            place = folder / attachment.file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        moment = (folder / same.file.name).stat().st_mtime_ns
        call_command("restore", tmp_path / "good")
        assert (folder / same.file.name).stat().st_mtime_ns == moment
        assert len((folder / other.file.name).read_bytes()) == 9007


def test_a_file_that_no_row_names_any_more_is_no_loss(second):  # noqa: F811
    """Taken out of a draft, or purged, after the snapshot and before its turn."""
    stocked()
    lost, purged = Attachment.objects.all()
    for attachment in lost, purged:
        default_storage.delete(attachment.file.name)
    Attachment.objects.filter(pk=purged.pk).delete()
    assert writing._files(None, [lost.file.name, purged.file.name]) == {
        "files": {},
        "missing": [lost.file.name],
    }
