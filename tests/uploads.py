"""Files as people send them and as an attacker would: made here byte by byte."""

import io
import stat
import zipfile

from PIL import Image

MB = 1024 * 1024
CLOUD = "http://schemas.openxmlformats.org"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TIES = f"{CLOUD}/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
# The test file that every virus scanner knows, in two pieces so that no scanner stumbles over this one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """{name: content} as an archive; a name may also be a ZipInfo."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


def types(main, *more, part="/word/document.xml"):
    kinds = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in enumerate(more))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{CLOUD}/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{kinds}</Types>'
    )


def ties(*rows):
    """A .rels part of (type, target, mode) each."""
    said = "".join(
        f'<Relationship Id="r{n}" Type="{TIES}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    return f'<Relationships xmlns="{CLOUD}/package/2006/relationships">{said}</Relationships>'


def document(body="<w:p><w:r><w:t>正文</w:t></w:r></w:p>", start='<?xml version="1.0" encoding="UTF-8"?>'):
    space = f"{CLOUD}/wordprocessingml/2006/main"
    return f'{start}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'


def word(more=(), /, *, main=WORD_MAIN, declared=(), body=None):
    """A small Word file, with more parts or others in their stead."""
    parts = {
        "[Content_Types].xml": types(main, *declared),
        "_rels/.rels": ties(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": document(body) if body else document(),
    }
    return zipped(parts | dict(more))


def sheet(formula="SUM(A1:A2)", **more):
    main = f'<worksheet><sheetData><row><c r="A1"><f>{formula}</f><v>1</v></c></row></sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": types(SHEET_MAIN, part="/xl/workbook.xml"),
            "_rels/.rels": ties(("officeDocument", "xl/workbook.xml", "Internal")),
            "xl/workbook.xml": "<workbook/>",
            "xl/worksheets/sheet1.xml": main,
            "xl/printerSettings/printerSettings1.bin": b"\1\2",
        }
        | more
    )


def field(instruction):
    return f"<w:p><w:r><w:instrText>{instruction}</w:instrText></w:r></w:p>"


def picture(form="JPEG", size=(40, 20), mode="RGB", **how):
    raw = io.BytesIO()
    Image.new(mode, size, 120 if mode in "LP1" else None).save(raw, form, **how)
    return raw.getvalue()


def photo():
    """As a phone takes it: lying on its side, with the place and the camera in it."""
    exif = Image.Exif()
    exif[0x010F] = "相机厂".encode().decode("latin-1")
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    return picture(exif=exif, comment=b"here I was")


def wide_png(width, height):
    """A picture of so many pixels that weighs next to nothing."""
    raw = io.BytesIO()
    Image.new("1", (width, height)).save(raw, "PNG")
    return raw.getvalue()


def link_entry():
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return {link: "/etc/passwd"}


def overlapping():
    """Two entries of the directory that point at the same bytes."""
    raw = bytearray(word({"word/a.xml": "<a/>", "word/b.xml": "<a/>"}))
    first, second = raw.index(b"word/a.xml") - 30, raw.rindex(b"word/b.xml") - 46
    raw[second + 42 : second + 46] = first.to_bytes(4, "little")
    return bytes(raw)


def lying():
    """An entry that says it is small and is not."""
    raw = bytearray(word({"word/a.xml": b"<a>" + b" " * MB + b"</a>"}))
    entry = raw.rindex(b"word/a.xml") - 46
    raw[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(raw)


BODY = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
IN_UTF16 = document(BODY, '<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES).encode("utf-16")
