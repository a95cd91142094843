"""Files: what is accepted and how it is kept, what is refused and in which words."""

import errno
import time
import tracemalloc
import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files.checks import check, clean_name
from portal.files.models import Attachment
from portal.files.office import Tags, words
from portal.files.pictures import picture as picture_of
from portal.files.refusal import Refused
from portal.files.storing import keep
from reports.models import Report
from tests.harmful import BAD, GOOD, KINDS_REFUSED
from tests.makers import NINE, TEXT
from tests.uploads import (
    MB,
    photo,
    picture,
    word,
    zipped,
)


def sent(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken(name):
    assert check(sent(name, GOOD[name])).name == name


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_may_harm_is_refused_and_the_reason_said(bad):
    name, content, reason = bad
    with pytest.raises(ValidationError) as refused:
        check(sent(name, content))
    assert refused.value.messages == [reason % {"name": name}]


@pytest.mark.parametrize("name", KINDS_REFUSED)
def test_other_kinds_are_refused_whatever_is_in_them(name):
    with pytest.raises(ValidationError, match="“.*”"):
        check(sent(name, word()))


def test_a_refusal_bounds_time_and_memory():
    """The worst of each kind: what is unpacked passes by in pieces, and a picture is never decoded."""
    many_tags = word({"word/a.xml": b"<a>" + b"<b/>" * MB + b"</a>", "word/fill.bin": uuid_bytes(MB)})
    worst = [(words, many_tags), (picture_of("PNG"), BAD["huge picture"][1])]
    worst += [(words, BAD[name][1]) for name in ("lying bomb", "large bomb", "many entries")]
    for read, content in worst:
        upload = sent("弹.docx", content)
        tracemalloc.start()
        began = time.process_time()
        with suppress(Refused):
            read(upload)
        took, most = time.process_time() - began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < len(content) + 10 * MB and took < 10, (read, most, took)


def test_a_package_holds_only_so_many_tags(monkeypatch):
    monkeypatch.setattr(Tags, "left", 1000)
    words(sent("少.docx", word({"word/a.xml": b"<a>" + b"<b/>" * 900 + b"</a>"})))
    for more in (
        {"word/a.xml": b"<a>" + b"<b/>" * 1000 + b"</a>"},
        {f"word/{n}.xml": "<a/>" * 9 for n in range(99)},
    ):
        with pytest.raises(Refused):
            words(sent("多.docx", word(more)))


def uuid_bytes(size):
    return b"".join(uuid.uuid4().bytes for _ in range(size // 16))


NAMES = {
    "长" * 300 + ".pdf": "长" * 60 + ".pdf",
    "a\r\nSet-Cookie: x.pdf": "aSet-Cookie: x.pdf",
    "a\0.pdf": "a.pdf",
    "建议\u202efdp.docx": "建议fdp.docx",
    "../../etc/passwd": "passwd",
    "..\\..\\a.pdf": "a.pdf",
    "..": "_",
    "CON.pdf": "_CON.pdf",
    "nul": "_nul",
    "附件\u0065\u0301.pdf": "附件\u00e9.pdf",
    "附件.pdf".encode("gbk").decode(errors="replace"): "_.pdf",
    "x.pdf" + "f" * 300: "x.pdfffffff",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_cleaned(name):
    assert clean_name(name) == NAMES[name]


def test_a_picture_is_kept_without_place_and_camera_and_upright():
    kept = check(sent("照.jpg", photo()))
    image = Image.open(kept)
    assert image.size == (20, 40) and not image.getexif()
    assert {*image.info} <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    kept.seek(0)
    assert b"here I was" not in kept.read()


@pytest.mark.parametrize("tail", [b"<script>", zipped({"a": "b"})])
def test_what_hangs_on_a_picture_is_not_kept(tail):
    kept = check(sent("照.png", picture("PNG") + tail))
    assert tail not in kept.read()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("扫描.tif", picture("TIFF", mode="1"), "扫描.png"),
        ("扫描.tiff", picture("TIFF"), "扫描.jpg"),
        ("图.webp", picture("WEBP", mode="RGBA"), "图.png"),
        ("图.webp", picture("WEBP"), "图.jpg"),
    ],
)
def test_rare_pictures_become_common_ones(name, content, kept):
    found = check(sent(name, content))
    assert found.name == kept and found.size == len(found.read()) > 0
    found.seek(0)
    assert Image.open(found).size == (40, 20)


def form(*files):
    return TEXT | {
        "category": "urban", "occasion": "visit", "key": uuid.uuid4(), "version": 0, "action": "save",
        "files": [sent(name, content) for name, content in files],
    }  # fmt: skip


def test_everything_good_at_once_is_kept_whole(client, office):
    client.force_login(office.author)
    files = [(name, content) for name, content in GOOD.items() if name.endswith(("x", "d", "t", "f", "s"))]
    assert client.post("/reports/new/", form(*files[:20])).status_code == 302
    kept = {file.name: file.file.read() for file in Attachment.objects.all()}
    different = {content: name for name, content in reversed(files[:20])}  # the same bytes twice are one
    assert {*kept.values()} == {*different}


def test_one_bad_file_among_good_ones_is_refused_alone(client, office):
    client.force_login(office.author)
    name, content, _reason = BAD["macro by name"]
    answer = client.post("/reports/new/", form(("报告.docx", word()), (name, content)))
    assert answer.status_code == 400 and name in answer.content.decode()
    assert Attachment.objects.get().name == "报告.docx" and not Report.objects.exists()


def test_a_full_disk_leaves_no_file_and_no_row(office, monkeypatch):
    """The second file does not fit any more."""
    draft, write = office.draft(), default_storage._save

    def full(name, content):
        kept = write(name, content)
        if content.name == "二.pdf":
            with default_storage.open(kept, "wb") as half:
                half.write(b"%P")
            raise OSError(errno.ENOSPC, "No space left on device")
        return kept

    monkeypatch.setattr(default_storage, "_save", full)
    before = everything_stored()
    with pytest.raises(OSError, match="No space"):
        keep([sent("一.pdf", b"%PDF-1"), sent("二.pdf", b"%PDF-2")], draft, by=office.author, at=NINE)
    assert everything_stored() == before and not Attachment.objects.exists()


def everything_stored():
    folders, files = default_storage.listdir("") if default_storage.exists("") else ([], [])
    return {
        *files,
        *(f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]),
    }


def test_a_full_disk_is_said(client, office, monkeypatch):
    def full(_name, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "_save", full)
    client.force_login(office.author)
    client.raise_request_exception = False
    answer = client.post("/reports/new/", form(("一.pdf", b"%PDF-1")))
    assert answer.status_code == 503 and not Report.objects.exists()
