"""The drill: an office loses its server in the middle of a day, restores the last backup, and goes on."""

import io
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from feedback import restoring, tasks
from feedback.models import Mail, Notice, Opinion, Restoration
from feedback.sweeps import tell
from portal.backup import reading, writing
from portal.backup.restoring import restored
from portal.celery import app
from portal.days.models import CalendarDay
from portal.days.workdays import DAY, local_day
from portal.files.models import Attachment
from portal.files.storing import keep
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry, Untold
from reports import workflow as reports
from reports.states import State
from tests.feedback.conftest import sink  # noqa: F401 (a fixture)
from tests.makers import Office
from tests.policies import ALWAYS, policy
from tests.second import second  # noqa: F401 (a fixture)

SAID_BY_RESTORING = {
    "feedback_restoration", "feedback_mail", "feedback_notice", "ledger_entry", "ledger_untold",
    "backup_backup", "backup_check",
}  # fmt: skip


@pytest.fixture
def office(second):  # noqa: F811
    """Open at any hour, with what is long late, an opinion nobody gave, mail in the queue and untold news."""
    policy(office_hours=ALWAYS)
    office, now = Office(), timezone.now()
    for n in range(-1, 2):
        day = {"kind": "work", "name": "", "source": "test"}
        CalendarDay.objects.update_or_create(date=local_day(now) + n * DAY, defaults=day)
    office.report(State.ANSWERED), office.report(State.HANDLING), office.report(State.SUBMITTED)
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1 " + bytes([n]) * 99_000) for n in range(9)]
    keep(files, office.draft(), by=office.author, at=now)
    tell(now)  # written and not yet sent
    office.report(State.SUBMITTED)  # and told to nobody yet
    return office


@contextmanager
def writing_goes_on(office):
    """Reports, files and steps by others, before the block and until its end."""
    over, begun, failed = threading.Event(), threading.Event(), []

    def work():
        n = 0
        try:
            while not over.is_set():
                n, now = n + 1, timezone.now()
                draft = office.draft(at=now)
                keep([SimpleUploadedFile(f"新{n}.pdf", b"%%PDF-1 %d" % n)], draft, by=office.author, at=now)
                reports.take_up(office.report(at=now), by=office.clerk, at=now)
                begun.set()
        except Exception as error:  # noqa: BLE001 (told to the test)
            failed.append(error)
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not failed, failed


def clock():
    """One round of everything that Celery wakes."""
    app.loader.import_default_modules()
    for name, task in sorted(app.tasks.items()):
        if name.startswith(("feedback.", "reports.")):
            task.apply(throw=True)  # as a worker does it
    tasks.deliver.apply(throw=True)


def backed_up(office, path):
    with writing_goes_on(office):
        call_command("backup", path)
    return reading.check(path)


def test_what_was_backed_up_is_there_and_nothing_else(office, second, tmp_path):  # noqa: F811
    said = backed_up(office, tmp_path / "backup.tar.gz")
    assert said["rows"]["reports_report"] > 6 and len(said["files"]) >= 10 and not said["missing"]
    with second():
        call_command("restore", tmp_path / "backup.tar.gz")
        again = writing.write(tmp_path / "again.tar.gz", timezone.now())
        assert again["files"] == said["files"] and not again["missing"]
        differ = {name for name, rows in again["rows"].items() if rows != said["rows"][name]}
        assert differ <= SAID_BY_RESTORING
        assert Attachment.objects.count() == len(said["files"])
        assert Entry.objects.count() == said["rows"]["ledger_entry"] + 1


def test_nothing_is_sent_until_released_and_then_what_is_owed_once(office, second, sink, tmp_path):  # noqa: F811
    backed_up(office, tmp_path / "backup.tar.gz")
    clock()  # the old server goes on for a while, and tells
    told = set(sink.keys)
    assert len(told) > 3
    sink.mails.clear()
    with second():
        call_command("restore", tmp_path / "backup.tar.gz")
        assert not Mail.objects.filter(state__in=["queued", "sending"]).exists()
        assert not Untold.objects.exclude(entry__kind="restore").exists()
        notices, duties = Notice.objects.count(), Duty.objects.open().count()
        reports.take_up(office.report(at=timezone.now()), by=office.clerk, at=timezone.now())
        for _round in range(2):
            clock()
        assert sink.mails == [] and Notice.objects.count() == notices and not Opinion.objects.exists()
        assert Duty.objects.open().count() == duties + 1

        call_command("release_sending")
        for _round in range(3):
            clock()
        assert len(sink.keys) == len(set(sink.keys)) > 0
        assert not set(sink.keys) & told, "what was on its way when the backup was made went out again"
        assert {mail["To"] for mail in sink.mails} >= {office.author.email, office.clerk.email}
        assert Opinion.objects.count() == 1
        assert Mail.objects.filter(state="sent").count() == len(sink.mails)
        with pytest.raises(CommandError, match="已有人先行解除|released already"):
            call_command("release_sending")


def test_without_the_freeze_it_goes_out_again(office, second, sink, tmp_path, monkeypatch):  # noqa: F811
    """The control: the restore leaves no row, and so marks nothing."""
    backed_up(office, tmp_path / "backup.tar.gz")
    clock()
    told = set(sink.keys)
    sink.mails.clear()
    with second():
        said = reading.check(tmp_path / "backup.tar.gz")
        with restored(tmp_path / "backup.tar.gz", said, out=io.StringIO()):
            pass
        clock()
        assert set(sink.keys) & told and Opinion.objects.exists()


def test_beside_a_worker_that_tells_nothing_is_restored(office, second, tmp_path):  # noqa: F811
    backed_up(office, tmp_path / "backup.tar.gz")
    with second():
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('sweep/tell'))")
        with pytest.raises(CommandError, match="others are connected.*stop web, worker and beat"):
            call_command("restore", tmp_path / "backup.tar.gz")
        with pytest.raises(TooLate, match="stop web, worker and beat"):  # one that came in between
            restoring.begin(timezone.now(), at=timezone.now())
        assert not Restoration.objects.exists() and not Entry.objects.exists()
        other.close()


def test_the_banner_is_on_the_desk_of_whom_it_concerns_until_it_is_released(office, client):
    restoring.begin(timezone.now() - timedelta(hours=9), at=timezone.now())
    for person, shown, button in (
        (office.signer, True, True), (office.clerk, True, False), (office.author, False, False),
    ):  # fmt: skip
        client.force_login(person)
        page = client.get("/").content.decode()
        assert ("恢复发送前不对外发出任何通知" in page) == shown
        assert ("/release_sending/" in page) == button
    client.force_login(office.clerk)
    assert "恢复发送前不对外发出任何通知" in client.get("/overview/").content.decode()
    assert client.post("/release_sending/").status_code == 403
    client.force_login(office.signer)
    page = client.post("/release_sending/", follow=True).content.decode()
    assert "已恢复发送" in page and "恢复发送前不对外" not in page
    entry = Entry.objects.get(kind="release_sending")
    assert (entry.actor, entry.subject.released_by) == (office.signer, office.signer)
    assert "已有人先行解除" in client.post("/release_sending/", follow=True).content.decode()
