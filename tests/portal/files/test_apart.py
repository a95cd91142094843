"""Files are read in a process of their own, which knows nothing and ends when its time is up."""

import os
import time
from subprocess import CalledProcessError

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files import refusal
from portal.files.apart import MEMORY, WAIT, apart
from portal.files.refusal import Refused

FILE = SimpleUploadedFile("一.pdf", b"%PDF-")


def never_ends(_upload):
    while True:
        pass


def takes_all_memory(_upload):
    bytearray(2 * MEMORY)


def breaks(_upload):
    raise LookupError("words of the file")


def is_told_a_secret(upload):
    known = {**os.environ}.keys() - {"LC_CTYPE"}  # which Python sets by itself
    if known or upload.read() != b"%PDF-":
        raise Refused(refusal.PROTECTED)


def is_locked(upload):
    upload.locked = True


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (never_ends, refusal.TOO_LONG_TO_READ), (takes_all_memory, refusal.TOO_LONG_TO_READ),
        (breaks, refusal.DAMAGED),
    ],
)  # fmt: skip
def test_what_goes_wrong_there_is_a_refusal_here(read, reason, capfd):
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        apart(__name__, read.__name__)(FILE)
    assert refused.value.args[0] == reason and time.monotonic() - began < WAIT
    assert "words of the file" not in "".join(capfd.readouterr())


def test_it_knows_nothing_of_the_portal(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    apart(__name__, "is_told_a_secret")(FILE)
    with pytest.raises(Refused):
        is_told_a_secret(FILE)


def test_it_says_whether_a_file_is_locked():
    apart(__name__, "is_told_a_secret")(FILE)
    assert not FILE.locked
    apart(__name__, "is_locked")(FILE)
    assert FILE.locked


def test_what_does_not_even_begin_is_no_fault_of_the_file(capfd):
    with pytest.raises(CalledProcessError):
        apart("portal.nowhere", "pdf")(FILE)
    assert "portal.nowhere" in capfd.readouterr().err
