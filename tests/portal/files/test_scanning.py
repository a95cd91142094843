"""The virus scanner: what it says is believed, and when it says nothing, that is said."""

import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from hashlib import md5

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files import scanning
from portal.files.fields import FilesField
from portal.files.models import Attachment
from portal.files.storing import keep
from tests.makers import NINE
from tests.uploads import EICAR, word

CLEAN, NOT_SCANNED, LOCKED = Attachment.Scan.CLEAN, Attachment.Scan.NOT_SCANNED, Attachment.Scan.LOCKED


def pdf(name="一.pdf", content=b"%PDF-1"):
    return SimpleUploadedFile(name, content)


def taken(*files):
    return [file.scan for file in FilesField(required=False).clean(list(files))]


@contextmanager
def scanner(settings, answer):
    """Something that speaks as the scanner does: reads all that is sent and says one thing, or nothing."""
    heard = []

    def serve():
        while True:
            try:
                line, _peer = server.accept()
            except OSError:
                return
            with line:
                heard.append(read(line))
                if answer is None:
                    done.wait(5)
                else:
                    line.sendall(answer)

    def read(line):
        said = b""
        while not said.endswith(b"\0\0\0\0"):
            said += line.recv(65536)
        return said

    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            done.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_without_a_scanner_it_is_said():
    assert taken(pdf()) == [NOT_SCANNED]


def test_a_clean_file_is_called_clean_and_was_sent_whole(settings):
    with scanner(settings, b"stream: OK\0") as heard:
        assert taken(pdf(content=b"%PDF-1.7")) == [CLEAN]
    assert heard == [b"zINSTREAM\0\0\0\0\x08%PDF-1.7\0\0\0\0"]


def test_a_virus_is_refused_by_the_name_of_its_file(settings):
    with (
        scanner(settings, b"stream: Win.Test.EICAR_HDB-1 FOUND\0"),
        pytest.raises(ValidationError, match="“一.pdf”"),
    ):
        taken(pdf())


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"",
        b"\xff" * 9000,
        b"stream: Heuristics.Limits.Exceeded FOUND\0",
    ],
)
def test_what_was_not_scanned_is_not_called_clean(settings, answer):
    with scanner(settings, answer):
        assert taken(pdf()) == [NOT_SCANNED]


def test_a_locked_file_is_called_locked_and_not_clean(settings):
    with scanner(settings, b"stream: OK\0"):
        assert taken(pdf(content=b"%PDF-1.7 trailer << /Encrypt 5 0 R >>")) == [LOCKED]


def test_a_scanner_that_is_silent_is_asked_once(settings, monkeypatch):
    monkeypatch.setattr(scanning, "ANSWER", 0.2)
    with scanner(settings, None) as heard:
        assert taken(*(pdf(f"{n}.pdf", b"%%PDF-%d" % n) for n in range(9))) == [NOT_SCANNED] * 9
    assert len(heard) == 1


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_does_not_keep_a_file_out(settings, address):
    settings.CLAMD = address
    assert taken(pdf()) == [NOT_SCANNED]


def test_the_word_stands_beside_the_file(client, office, settings):
    draft = office.draft()
    with scanner(settings, b"stream: OK\0"):
        clean = FilesField().clean([pdf("净.pdf", b"%PDF-2")])
    keep([pdf("未.pdf"), *clean], draft, by=office.author, at=NINE)
    assert {file.name: file.scan for file in Attachment.objects.all()} == {
        "未.pdf": NOT_SCANNED,
        "净.pdf": CLEAN,
    }
    client.force_login(office.author)
    assert client.get(f"/reports/{draft.pk}/write/").content.decode().count("未查毒") == 1


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


def test_a_real_scanner_finds_its_virus_wherever_it_hides(clamd):
    assert taken(pdf(), SimpleUploadedFile("报告.docx", word())) == [CLEAN, CLEAN]
    for name, content in {"毒.txt": EICAR, "毒.docx": word({"word/media/a.bin": EICAR})}.items():
        with pytest.raises(ValidationError, match="“毒"):
            taken(SimpleUploadedFile(name, content))
