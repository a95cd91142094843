"""The virus scanner is asked after the answer, and until it has spoken a file is its sender's alone."""

import shutil
import subprocess
from datetime import timedelta
from hashlib import md5

import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from feedback import sweeps
from feedback.models import Notice
from portal.files import scanning, tasks
from portal.files.fields import FilesField
from portal.files.models import Attachment
from portal.files.storing import keep
from portal.ledger.models import Entry
from reports.states import State
from tests.makers import NINE
from tests.pdfs import plain
from tests.scanner import VIRUS, scanner
from tests.uploads import EICAR, word

Scan = Attachment.Scan
LATER = NINE + timedelta(minutes=1)
LOCKED_PDF = b"%PDF-1.7 trailer << /Encrypt 5 0 R >>"
AWAY = "tcp://127.0.0.1:9"


def text(name="一.txt", content=b"1"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def handed_in(office):
    """Keeps files with one draft of the author's, as the form does."""
    draft = office.draft()

    def keeping(*files):
        keep(FilesField().clean(list(files)), draft, by=office.author, at=NINE)
        return draft

    return keeping


def states():
    return dict(Attachment.objects.values_list("name", "scan"))


def test_without_a_scanner_it_is_said(handed_in):
    handed_in(text(), text("锁.pdf", LOCKED_PDF))
    assert scanning.scan(LATER) == 0
    assert states() == {"一.txt": Scan.NOT_SCANNED, "锁.pdf": Scan.LOCKED}


def test_the_scanner_is_asked_by_the_clock_and_not_by_the_page(handed_in, settings):
    document = word()
    with scanner(settings) as heard:
        handed_in(text(content=b"12"), text("二.docx", document))
        assert heard == [] and {*states().values()} == {Scan.CHECKING}
        tasks.scan()
    assert sorted(heard) == [b"12", document]
    assert {*states().values()} == {Scan.CLEAN}


@pytest.mark.parametrize("scheduled", ["portal.files.tasks.scan"])
def test_the_clock_knows_it(settings, scheduled):
    (entry,) = (each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == scheduled)
    assert entry["schedule"] == 10


ANSWERS = {
    b"stream: OK\0": (Scan.CLEAN, Scan.LOCKED),
    VIRUS: (Scan.INFECTED, Scan.INFECTED),
    b"stream: Heuristics.Encrypted.PDF FOUND\0": (Scan.LOCKED, Scan.LOCKED),
    b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0": (Scan.UNSCANNABLE, Scan.UNSCANNABLE),
    b"INSTREAM size limit exceeded. ERROR\0": (Scan.UNSCANNABLE, Scan.UNSCANNABLE),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_it_says_is_believed(handed_in, settings, answer):
    with scanner(settings, answer):
        handed_in(text(), text("锁.pdf", LOCKED_PDF))
        assert scanning.scan(LATER) == 2
    assert (states()["一.txt"], states()["锁.pdf"]) == ANSWERS[answer]


@pytest.mark.parametrize("answer", [b"", b"\xff" * 9000, b"stream: Can't allocate memory ERROR\0"])
def test_what_says_nothing_leaves_a_file_waiting_and_the_sweep_fails(handed_in, settings, answer):
    with scanner(settings, answer):
        handed_in(text())
        with pytest.raises(OSError, match="virus scanner"):
            tasks.scan()
    assert {*states().values()} == {Scan.CHECKING}


@pytest.mark.parametrize("address", [AWAY, "unix:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_is_asked_again(handed_in, settings, address):
    settings.CLAMD = address
    handed_in(text())
    with pytest.raises(OSError):
        tasks.scan()
    assert {*states().values()} == {Scan.CHECKING}
    with scanner(settings):
        tasks.scan()
    assert {*states().values()} == {Scan.CLEAN}


def test_a_scanner_that_is_silent_is_asked_once(handed_in, settings, monkeypatch):
    monkeypatch.setattr(scanning, "ANSWER", 0.2)
    with scanner(settings, None) as heard:
        handed_in(*(text(f"{n}.txt", b"%d" % n) for n in range(9)))
        with pytest.raises(OSError, match="timed out"):
            scanning.scan(LATER)
    assert len(heard) == 1


def test_a_file_on_which_it_fails_keeps_none_of_the_others(handed_in, settings):
    with scanner(settings, lambda file: b"stream: OK\0" if file != b"0" else b"ERROR\0"):
        handed_in(*(text(f"{n}.txt", b"%d" % n) for n in range(9)))
        for _tick in range(200):
            with pytest.raises(OSError, match="virus scanner"):
                scanning.scan(LATER)
            if [*states().values()].count(Scan.CLEAN) == 8:
                break
    assert {name for name, scan in states().items() if scan != Scan.CLEAN} == {"0.txt"}


def test_a_file_that_is_lost_keeps_none_of_the_others(handed_in, settings):
    with scanner(settings):
        handed_in(text("失.txt", b"1"), text("在.txt", b"2"))
        lost = Attachment.objects.get(name="失.txt")
        default_storage.delete(lost.file.name)
        assert scanning.scan(LATER) == 1
    assert states() == {"失.txt": Scan.CHECKING, "在.txt": Scan.CLEAN}


def test_one_process_asks_at_a_time(handed_in, settings):
    """One that waits for a slow scanner leaves the others to the other sweeps."""
    to = connection.get_connection_params()
    other = psycopg2.connect(
        **{name: to[name] for name in ("dbname", "user", "password", "host", "port") if name in to}
    )
    with scanner(settings) as heard:
        handed_in(text())
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(hashtext('sweep/scan'))")
                assert (scanning.scan(LATER), heard) == (0, [])
                # the server lets go now, and of a connection that was closed only when it sees to it
                cursor.execute("SELECT pg_advisory_unlock(hashtext('sweep/scan'))")
        finally:
            other.close()
        assert scanning.scan(LATER) == 1


def test_where_the_scanner_is_taken_away_nothing_waits_for_it(handed_in, settings):
    settings.CLAMD = AWAY
    handed_in(text(), text("锁.pdf", LOCKED_PDF))
    settings.CLAMD = ""
    assert scanning.scan(LATER) == 2
    assert states() == {"一.txt": Scan.NOT_SCANNED, "锁.pdf": Scan.LOCKED}


def test_what_was_handed_in_before_there_was_a_scanner_is_scanned_too(handed_in, settings):
    handed_in(text())
    with scanner(settings):
        scanning.scan(LATER)
    assert states() == {"一.txt": Scan.CLEAN}


def test_of_a_virus_sender_and_office_are_told_once_and_nothing_is_lost(client, office, settings):
    report = office.report(State.SIGNED)
    with scanner(settings, VIRUS):
        keep(FilesField().clean([text("毒.txt", b"virus")]), report, by=office.author, at=NINE)
        stale = Attachment.objects.get()
        scanning.scan(LATER), scanning.scan(LATER)
        assert not scanning._write(stale, Scan.INFECTED, LATER)  # another process, which has asked as well
    kept = Attachment.objects.get()
    assert (kept.name, kept.sha256, kept.by, kept.at) == ("毒.txt", stale.sha256, office.author, NINE)
    assert kept.file.read() == b"virus"
    entry = Entry.objects.get(kind="find_virus")
    assert entry.report == report and entry.changes["sha256"] == kept.sha256
    sweeps.tell(LATER)
    notices = Notice.objects.filter(entry=entry)
    assert {notice.user for notice in notices} == {office.author, office.clerk} and len(notices) == 2
    for notice in notices:
        client.force_login(notice.user)
        page = client.post(f"/notices/{notice.pk}/", follow=True)
        assert page.status_code == 200 and "毒.txt" in page.content.decode()


def test_of_a_virus_in_a_reply_the_unit_is_led_to_its_page(client, office, settings):
    assignment = office.report(State.ANSWERED).assignments.get(part="lead")
    with scanner(settings, VIRUS):
        keep([text()], assignment.replies.get(), by=office.officer, at=NINE)
        scanning.scan(LATER)
    sweeps.tell(LATER)
    notice = Notice.objects.get(entry__kind="find_virus", user=office.officer)
    client.force_login(office.officer)
    page = client.post(f"/notices/{notice.pk}/", follow=True)
    assert page.status_code == 200 and page.context["assignment"] == assignment


@pytest.fixture
def clamd(tmp_path, settings):
    """A real one that knows one virus."""
    program = shutil.which("clamd")
    if not program:
        pytest.skip("no ClamAV is installed")
    (tmp_path / "db").mkdir()
    (tmp_path / "db/own.hdb").write_text(f"{md5(EICAR).hexdigest()}:{len(EICAR)}:Test.EICAR\n")
    config = tmp_path / "clamd.conf"
    config.write_text(f"DatabaseDirectory {tmp_path}/db\nLocalSocket {tmp_path}/ctl\nForeground yes\n")
    running = subprocess.Popen([program, "-c", config], stdout=subprocess.PIPE, text=True)
    assert any("Self checking" in line for line in running.stdout), "it did not start"
    settings.CLAMD = f"unix://{tmp_path}/ctl"
    yield
    running.terminate()
    running.wait()


def test_a_real_scanner_finds_its_virus_wherever_it_hides(handed_in, clamd):
    hidden = word({"word/media/a.bin": EICAR})
    handed_in(
        text(),
        text("报告.docx", word()),
        text("页.pdf", plain()),
        text("毒.txt", EICAR),
        text("毒.docx", hidden),
    )
    scanning.scan(LATER)
    infected = {name for name, scan in states().items() if scan == Scan.INFECTED}
    assert infected == {"毒.txt", "毒.docx"} and {*states().values()} == {Scan.CLEAN, Scan.INFECTED}
