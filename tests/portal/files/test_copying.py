"""The copy that a unit gets tells nobody who made the file; the original stays as it came, byte by byte."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files.checks import check
from portal.files.copying import bare
from portal.files.models import Attachment
from portal.files.refusal import Refused
from portal.files.storing import erase_files, keep
from reports.states import State
from tests.makers import NINE
from tests.pdfs import plain, saved
from tests.uploads import CLOUD, OLE, picture, sheet, word, zipped

MAKER = "sunmakername"  # the name that must not get along
WIDE = MAKER.encode("utf-16-le"), MAKER.encode("utf-16-be")
W = f'xmlns:w="{CLOUD}/wordprocessingml/2006/main"'
PROPERTIES = {
    "docProps/core.xml": (
        f'<cp:coreProperties xmlns:cp="{CLOUD}/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>题目</dc:title><dc:creator>{MAKER}</dc:creator>'
        f"<cp:lastModifiedBy>{MAKER}</cp:lastModifiedBy></cp:coreProperties>"
    ),
    "docProps/app.xml": (
        f'<Properties xmlns="{CLOUD}/officeDocument/2006/extended-properties"><Company>{MAKER}</Company>'
        f"<Manager>{MAKER}</Manager><Pages>1</Pages></Properties>"
    ),
    "docProps/custom.xml": f"<Properties><property><lpwstr>{MAKER}</lpwstr></property></Properties>",
}
REVISED = f"""<w:p><w:ins w:author='{MAKER}' w:date="2026-03-10T09:00:00Z"><w:r><w:t>正文</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{MAKER}"><w:r><w:delText>旧文</w:delText></w:r></w:del></w:p>"""
COMMENTS = f'<w:comments {W}><w:comment w:id="0" w:author="{MAKER}" w:initials="{MAKER}"/></w:comments>'
PERSON = f'<p:person p:author="{MAKER}"><p:presenceInfo p:userId="{MAKER}"/></p:person>'
PEOPLE = f'<p:people xmlns:p="p">{PERSON}</p:people>'


def camera(form="JPEG"):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MAKER, 6
    return picture(form, exif=exif, **({"comment": MAKER.encode()} if form == "JPEG" else {}))


def in_wide_letters(xml):
    return f'<?xml version="1.0" encoding="UTF-16"?>{xml}'.encode("utf-16")


def of_pdf(page="", *more):
    info = f"<< /Author ({MAKER}) /Creator ({MAKER}) >>"
    xmp = f"<dc:creator>{MAKER}</dc:creator>"
    stream = f"<< /Type /Metadata /Subtype /XML /Length {len(xmp)} >>\nstream\n{xmp}\nendstream"
    raw = plain(
        "/Metadata 5 0 R", f"/PieceInfo << /App << /Private ({MAKER}) >> >> {page}", info, stream, *more
    )
    return raw.replace(b"trailer\n<<", b"trailer\n<< /Info 4 0 R")


NOTED = f"<< /Type /Annot /Rect [0 0 9 9] /Subtype /Text /T ({MAKER}) /Contents (remark) >>"
TELLING = {
    "properties.docx": word(PROPERTIES),
    "revised.docx": word({"word/comments.xml": COMMENTS, "word/people.xml": PEOPLE}, body=REVISED),
    "wide.docx": word({"word/comments.xml": in_wide_letters(COMMENTS)}),
    "photo.docx": word({"word/media/image1.jpeg": camera(), "word/media/image2.png": camera("PNG")}),
    "book.xlsx": sheet(
        **PROPERTIES,
        **{
            "xl/comments1.xml": f"<comments><authors><author>{MAKER}</author></authors></comments>",
            "xl/persons/person.xml": f'<list><person displayName="{MAKER}" userId="{MAKER}"/></list>',
            "xl/workbook.xml": f'<w><fileSharing userName="{MAKER}"/><absPath url="C:/{MAKER}/"/></w>',
        },
    ),
    "book.et": sheet(**PROPERTIES),
    "page.ofd": zipped(
        {"OFD.xml": f"<OFD><DocInfo><Author>{MAKER}</Author><Creator>{MAKER}</Creator></DocInfo></OFD>"}
    ),
    "plain.pdf": of_pdf(),
    "noted.pdf": of_pdf("/Annots [6 0 R]", NOTED),
    "noted in the page.pdf": of_pdf(f"/Annots [{NOTED}]"),
    "packed.pdf": saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)(
        of_pdf("/Annots [6 0 R]", NOTED)
    ),
    "for its owner.pdf": saved(encryption=pikepdf.Encryption(owner="owner", user=""))(of_pdf()),
}


def photo_in_pdf():
    out = io.BytesIO()
    with pikepdf.new() as document:
        image = document.make_stream(
            camera(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40
        )
        image.Filter, image.Height = pikepdf.Name.DCTDecode, 20
        page = document.add_blank_page()
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = document.make_stream(b"/Im0 Do")
        document.save(out)
    return out.getvalue()


TELLING["photo.pdf"] = photo_in_pdf()


def told(raw):
    """Whether the name is anywhere in it, however it is packed."""
    parts = [raw]
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    elif raw.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(raw)) as document:
            parts += [repr(each).encode() + _stream(each) for each in [*document.objects, document.trailer]]
    return any(name in part for part in parts for name in (MAKER.encode(), *WIDE))


def _stream(each):
    return each.read_raw_bytes() if isinstance(each, pikepdf.Stream) else b""


def handed_in(office, name, raw):
    upload = check(SimpleUploadedFile(name, raw))
    report = office.report(State.SIGNED)
    keep([upload], report, by=office.author, at=NINE)
    return Attachment.objects.get(report=report)


@pytest.mark.parametrize("name", TELLING)
def test_the_name_of_whoever_made_it_does_not_go_along(office, name):
    original = handed_in(office, name, TELLING[name])
    digest = original.sha256
    copy = bare(original).read()
    assert told(TELLING[name]) and not told(copy)
    check(SimpleUploadedFile(name, copy))  # it is still what its name says, and whole
    with original.file.open() as kept:
        assert kept.read() == TELLING[name] and hashlib.sha256(TELLING[name]).hexdigest() == digest


def test_what_is_read_stays(office):
    revised = bare(handed_in(office, "revised.docx", TELLING["revised.docx"])).read()
    with zipfile.ZipFile(io.BytesIO(revised)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "正文" in text and "旧文" in text and "2026-03-10T09:00:00Z" in text
    table = sheet(**{"xl/tables/table1.xml": '<table name="表1" displayName="表1"><a author="x"/></table>'})
    with zipfile.ZipFile(bare(handed_in(office, "book.xlsx", table))) as archive:
        assert 'displayName="表1"' in archive.read("xl/tables/table1.xml").decode()
    with pikepdf.open(bare(handed_in(office, "noted.pdf", TELLING["noted.pdf"]))) as document:
        assert str(document.pages[0].Annots[0].Contents) == "remark"


def test_a_photo_in_a_document_stands_as_it_stood(office):
    copy = bare(handed_in(office, "photo.docx", TELLING["photo.docx"]))
    with zipfile.ZipFile(copy) as archive, Image.open(archive.open("word/media/image1.jpeg")) as image:
        image.load()
        assert image.size == (40, 20) and dict(image.getexif()) == {0x0112: 6}


def test_what_nothing_can_be_taken_out_of_says_so(office):
    locked = saved(encryption=pikepdf.Encryption(owner="owner", user="user"))(of_pdf())
    for name, raw in (("old.doc", OLE), ("locked.pdf", locked)):
        original = handed_in(office, name, raw)
        assert original.names_its_maker and bare(original).read() == raw
    assert not handed_in(office, "new.docx", word()).names_its_maker


def test_a_damaged_one_is_refused_by_name(office):
    original = handed_in(office, "a.pdf", b"%PDF-1.7 no more of it")
    with pytest.raises(Refused):
        bare(original)


def test_a_purge_takes_the_copies_too_of_what_was_merged(office):
    original, host = handed_in(office, "a.docx", word()), office.report(State.SIGNED)
    keep([bare(original)], host, by=office.clerk, at=NINE)
    copy = original.copies.get()
    places = [(each.file.storage, each.file.name) for each in (original, copy)]
    assert all(storage.exists(name) for storage, name in places)
    erase_files(original.report_id)
    assert not Attachment.objects.filter(pk__in=[original.pk, copy.pk]).exists()
    assert not any(storage.exists(name) for storage, name in places)
