"""Looking at files: pages are drawn apart from the portal, and what cannot be drawn is said."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.files import preview, render
from portal.files.fields import FilesField
from portal.files.models import Attachment
from portal.files.storing import keep
from tests.makers import NINE
from tests.uploads import picture, wide_png

OBJECTS = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    b"<< /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") >>",
]
LOCKED_PDF = (
    b"%PDF-1.4\n"
    + b"".join(b"%d 0 obj %s endobj\n" % (number, said) for number, said in enumerate(OBJECTS, 1))
    + b"trailer << /Root 1 0 R /Size 5 /Encrypt 4 0 R /ID [(aaaaaaaaaaaaaaaa) (aaaaaaaaaaaaaaaa)] >>\n%%EOF"
)


def pdf(*colours, size=(595, 842)):
    raw = io.BytesIO()
    first, *more = (Image.new("RGB", size, colour) for colour in colours)
    first.save(raw, "PDF", save_all=True, append_images=more)
    return raw.getvalue()


@pytest.fixture
def author(client, office):
    client.force_login(office.author)
    return client


@pytest.fixture
def kept(office):
    def keeping(name, content):
        files = FilesField().clean([SimpleUploadedFile(name, content)])
        keep(files, office.draft(), by=office.author, at=NINE)
        return Attachment.objects.get()

    return keeping


def shown(author, file, page=1):
    answer = author.get(reverse("file_page", args=[file.pk, page]))
    assert answer.status_code == 200
    said = answer["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= {*said}
    assert answer["Cache-Control"] == "no-store"
    image = Image.open(io.BytesIO(answer.content))
    assert answer["Content-Type"] == f"image/{image.format.lower()}"
    return image


def test_a_pdf_is_read_page_by_page(author, kept):
    file = kept("扫描.pdf", pdf("red", "blue"))
    page = author.get(reverse("file_preview", args=[file.pk])).content.decode()
    assert "第 1 / 2 页" in page and "?page=2" in page and "?page=0" not in page
    assert shown(author, file, 1).convert("RGB").getpixel((50, 50))[0] > 200
    assert shown(author, file, 2).convert("RGB").getpixel((50, 50))[2] > 200


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("0", 1), ("99", 2), ("", 1), ("x", 1), ("9" * 40, 1), ("１", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest_one(author, kept, asked, number):
    file = kept("扫描.pdf", pdf("red", "blue"))
    answer = author.get(reverse("file_preview", args=[file.pk]), {"page": asked})
    assert answer.context["number"] == number
    assert author.get(reverse("file_page", args=[file.pk, 99])).status_code == 404


def test_a_page_is_drawn_no_larger_than_one_reads(author, kept):
    assert shown(author, kept("大.pdf", pdf("red", size=(3000, 9000)))).size <= render.BOX


@pytest.mark.parametrize(("name", "form"), [("照.jpg", "JPEG"), ("图.png", "PNG")])
def test_a_picture_is_shown_smaller(author, kept, name, form):
    file = kept(name, picture(form, size=(4000, 3000)))
    assert shown(author, file).size == (1240, 930)
    assert author.get(reverse("file_preview", args=[file.pk])).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7 torn", preview.BROKEN), (LOCKED_PDF, preview.LOCKED)],
    ids=["torn", "locked"],
)
def test_what_cannot_be_shown_is_said(author, kept, content, words):
    file = kept("附件.pdf", content)
    answer = author.get(reverse("file_preview", args=[file.pk]))
    assert answer.status_code == 200 and answer.context["reason"].args == (words,)
    assert "sheet-image" not in answer.content.decode()
    assert author.get(reverse("file_page", args=[file.pk, 1])).status_code == 404


def test_other_kinds_are_downloaded_only(author, kept):
    file = kept("说明.txt", "情况".encode())
    assert author.get(reverse("file_preview", args=[file.pk])).status_code == 404
    assert author.get(reverse("file_page", args=[file.pk, 1])).status_code == 404


def test_a_file_that_takes_all_memory_ends_alone(author, kept):
    """An old picture that was never looked into, larger than is drawn."""
    file = kept("照.png", picture("PNG"))
    with file.file.storage.open(file.file.name, "wb") as raw:
        raw.write(wide_png(20_000, 20_000))
    assert author.get(reverse("file_page", args=[file.pk, 1])).status_code == 404


def test_a_file_that_takes_too_long_is_given_up(author, kept, monkeypatch):
    file = kept("照.png", picture("PNG"))
    monkeypatch.setattr(preview, "WAIT", 0.001)
    assert author.get(reverse("file_page", args=[file.pk, 1])).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said(author, kept):
    file = kept("扫描.pdf", pdf("red"))
    file.file.storage.delete(file.file.name)
    answer = author.get(reverse("file_preview", args=[file.pk]))
    assert answer.context["reason"].args == (preview.BROKEN,)
