"""A file without what tells who made it, for those who may read it but not know that.

Each takes a file and gives the bytes of the copy. It knows the names that programs write by themselves; what
somebody wrote into the text, or what is seen in a picture, stays.
"""

import re
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from lxml import etree
from PIL import ExifTags, Image

SOMEBODY = "—"  # in place of a name where a program expects one
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file knows
# By the last word of their names: attributes of revisions, comments and people, and elements that hold names.
ATTRIBUTES = {"author", "initials", "userId", "userName"}
OF_PEOPLE = {
    "person": {"displayName"},
    "absPath": {"url"},
}  # of these elements: a table has a name
ELEMENTS = {
    "author", "Author", "creator", "Creator", "lastModifiedBy", "Company", "Manager", "manager", "company",
    "keywords", "description", "HyperlinkBase", "Template", "lpwstr", "CustomData",
}  # fmt: skip
MARKS = re.compile(
    rb"uthor|initials|user|reator|displayName|lastModified|absPath|Company|anager|keywords|description"
    rb"|HyperlinkBase|Template|lpwstr|CustomData"
)
WIDE = (b"\xff\xfe", b"\xfe\xff")
JPEG, SEGMENTS_END = b"\xff\xd8\xff", 0xDA
SAID_ABOUT_IT = {0xE1, 0xEC, 0xED, 0xFE}  # segments of a JPEG: EXIF and XMP, Ducky, Photoshop, a comment
PNG, SAID_IN_PNG = b"\x89PNG\r\n\x1a\n", {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def office(upload: BinaryIO) -> bytes:
    """Word, Excel, OFD: the properties, the names at comments and revisions, what the pictures tell."""
    out = BytesIO()
    with ZipFile(upload) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for entry in read.infolist():
            part = ZipInfo(entry.filename, LONG_AGO)
            part.compress_type = entry.compress_type
            written.writestr(part, _part(entry.filename, read.read(entry)))
    return out.getvalue()


def _part(name, raw):
    if name.lower().endswith((".jpg", ".jpeg", ".png")):
        return picture(raw)
    if not name.lower().endswith((".xml", ".rels")) or not (MARKS.search(raw) or raw.startswith(WIDE)):
        return raw
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(raw, parser)
    properties = name.lower().startswith("docprops/") or name.lower().endswith("ofd.xml")
    for each in root.iter(etree.Element):
        kind = etree.QName(each).localname
        if (properties or kind == "author") and kind in ELEMENTS and not len(each):
            each.text = SOMEBODY if kind == "author" else ""
        for key in each.attrib:
            if etree.QName(key).localname in ATTRIBUTES | OF_PEOPLE.get(kind, set()):
                each.set(key, SOMEBODY)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def pdf(upload: BinaryIO) -> bytes:
    """A PDF: its Info, every XMP, what programs keep in it, the names at annotations, what photos tell."""
    out = BytesIO()
    with pikepdf.open(upload) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                _forget(each)
        for page in document.pages:  # annotations may lie in the page itself
            for note in page.obj.get("/Annots", pikepdf.Array()):
                if isinstance(note, pikepdf.Dictionary):
                    _forget(note)
        document.remove_unreferenced_resources()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _forget(each):
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in each:
            del each[key]
    kind = each.get("/Subtype")
    if "/T" in each and "/Rect" in each and kind != "/Widget":
        del each["/T"]
    if isinstance(each, pikepdf.Stream) and each.get("/Filter") == "/DCTDecode":
        plain = picture(each.read_raw_bytes())
        each.write(plain, filter=pikepdf.Name.DCTDecode, decode_parms=each.get("/DecodeParms"))


def picture(raw: bytes) -> bytes:
    """A JPEG or PNG without what a camera or a program wrote beside the picture; any other as it is."""
    if raw.startswith(JPEG):
        return _jpeg(raw)
    return _png(raw) if raw.startswith(PNG) else raw


def _jpeg(raw):
    """Only which way is up is kept of what the camera wrote."""
    kept, at = [raw[:2], _turned(raw)], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != SEGMENTS_END:
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        if raw[at + 1] not in SAID_ABOUT_IT:
            kept.append(raw[at:end])
        at = end
    return b"".join([*kept, raw[at:]])


def _turned(raw):
    """A segment that says nothing else than how the picture is turned; none where it stands upright."""
    try:
        with Image.open(BytesIO(raw), formats=["JPEG"]) as image:
            way = image.getexif().get(ExifTags.Base.Orientation, 1)
    except (OSError, SyntaxError, ValueError):
        return b""
    if way not in range(2, 9):
        return b""
    said = Image.Exif()
    said[ExifTags.Base.Orientation] = way
    said = said.tobytes()
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said


def _png(raw):
    kept, at = [raw[:8]], 8
    while at + 8 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4])
        if raw[at + 4 : at + 8] not in SAID_IN_PNG:
            kept.append(raw[at:end])
        at = end
    return b"".join(kept)
