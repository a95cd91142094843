"""PDFs that do more than being read, and ordinary ones: made here object by object, then packed in every way.

None of them does any harm: the only program in them says 1.
"""

import io

import pikepdf

from portal.files import refusal

SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FILED = "<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 5 0 R >> >>"
INSIDE = "<< /Type /EmbeddedFile /Length 1 >>\nstream\n1\nendstream"
STREAM = "<< %s /Length 0 >>\nstream\n\nendstream"
BOX = "/Type /Annot /Rect [0 0 9 9]"
FIELD = f"{BOX} /Subtype /Widget /FT /Tx /T (name)"
LINK = f"{BOX} /Subtype /Link"


def plain(root="", page="", *more):
    """A document of one page, with more in its catalogue, on its page, and objects from number 4 on."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} >>",
        *more,
    ]
    raw, places = b"%PDF-1.7\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{said}\nendobj\n".encode("latin-1")
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return raw + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(raw))
    )


def annotated(said, *more):
    return plain("", "/Annots [4 0 R]", f"<< {said} >>", *more)


def acting(kind, **more):
    """A link on the page that does this."""
    words = " ".join(f"/{key} {value}" for key, value in more.items())
    return annotated(f"{LINK} /A << /S /{kind} {words} >>")


def sounding(said="/Type /Sound"):
    return f"<< {said} /R 8000 /Length 1 >>\nstream\n1\nendstream"


ACTIVE = {
    "on opening": (plain(f"/OpenAction {SCRIPT}"), refusal.PROGRAM),
    "by reference": (
        plain("/OpenAction 4 0 R", "", "<< /S 5 0 R /JS 6 0 R >>", "/JavaScript", "(1)"),
        refusal.PROGRAM,
    ),
    "in other letters": (plain("/OpenAction << /#53 /JavaScr#69pt /J#53 (1) >>"), refusal.PROGRAM),
    "by a name": (plain("/Names << /JavaScript << /Names [(a) 4 0 R] >> >>", "", SCRIPT), refusal.PROGRAM),
    "after another": (
        plain(f"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [ << /S /Named /N /Print >> {SCRIPT}] >>"),
        refusal.PROGRAM,
    ),
    "on closing": (plain(f"/AA << /WC {SCRIPT} >>"), refusal.PROGRAM),
    "on a page": (plain("", f"/AA << /O {SCRIPT} >>"), refusal.PROGRAM),
    "on a bookmark": (
        plain(
            "/Outlines 4 0 R",
            "",
            "<< /First 5 0 R /Last 5 0 R /Count 1 >>",
            f"<< /Title (a) /Parent 4 0 R /A {SCRIPT} >>",
        ),
        refusal.PROGRAM,
    ),
    "on a mark": (annotated(f"{BOX} /Subtype /Text /AA << /E {SCRIPT} >>"), refusal.PROGRAM),
    "in a field": (
        plain("/AcroForm << /Fields [4 0 R] >>", "/Annots [4 0 R]", f"<< {FIELD} /AA << /K {SCRIPT} >> >>"),
        refusal.PROGRAM,
    ),
    "in a value of a field": (
        plain("/AcroForm << /Fields [4 0 R] /CO [4 0 R] >>", "", f"<< {FIELD} /AA << /C 5 0 R >> >>", SCRIPT),
        refusal.PROGRAM,
    ),
    "another program": (acting("Launch", F="(calc.exe)"), refusal.STARTING),
    "another program on Windows": (acting("Launch", Win="<< /F (calc.exe) >>"), refusal.STARTING),
    "file inside": (
        plain("/Names << /EmbeddedFiles << /Names [(a.txt) 4 0 R] >> >>", "", FILED, INSIDE),
        refusal.ATTACHED,
    ),
    "portfolio": (
        plain(
            "/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>",
            "",
            FILED,
            INSIDE,
        ),
        refusal.ATTACHED,
    ),
    "file on a page": (
        annotated(f"{BOX} /Subtype /FileAttachment /FS 6 0 R", INSIDE, FILED),
        refusal.ATTACHED,
    ),
    "file of an object": (plain("/AF [4 0 R]", "", FILED, INSIDE), refusal.ATTACHED),
    "way into a file inside": (acting("GoToE", T="<< /R /C /N (a.pdf) >>"), refusal.ATTACHED),
    "rich media": (annotated(f"{BOX} /Subtype /RichMedia /RichMediaContent << >>"), refusal.MEDIA),
    "film": (annotated(f"{BOX} /Subtype /Movie /Movie << /F (a.avi) >>"), refusal.MEDIA),
    "film by an action": (acting("Movie", T="(a)"), refusal.MEDIA),
    "sound": (annotated(f"{BOX} /Subtype /Sound /Sound 5 0 R", sounding()), refusal.MEDIA),
    "sound by an action": (acting("Sound", Sound="5 0 R"), refusal.MEDIA),
    "three dimensions": (
        annotated(f"{BOX} /Subtype /3D /3DD 5 0 R", sounding("/Type /3D /Subtype /U3D")),
        refusal.MEDIA,
    ),
    "rendition": (acting("Rendition", OP="0", R="<< /S /MR /C << /D (a.mp4) >> >>"), refusal.MEDIA),
    "a form that is sent": (acting("SubmitForm", F="<< /FS /URL /F (https://a.test) >>"), refusal.SENDING),
    "values from a file": (acting("ImportData", F="(a.fdf)"), refusal.SENDING),
    "another document": (acting("GoToR", F="(//a.test/b.pdf)", D="[0 /Fit]"), refusal.SENDING),
    "content in another file": (plain("", "/Contents 4 0 R", STREAM % "/F (//a.test/b)"), refusal.SENDING),
    "a page of another document": (
        plain(
            "",
            "/Resources << /XObject << /X 4 0 R >> >>",
            STREAM % "/Subtype /Form /BBox [0 0 9 9] /Ref << /F (b.pdf) /Page 0 >>",
        ),
        refusal.SENDING,
    ),
    "thread of another document": (acting("Thread", F="(//a.test/b.pdf)", D="0"), refusal.SENDING),
    "form of another kind": (
        plain("/AcroForm << /Fields [] /XFA 4 0 R >>", "", "<< /Length 4 >>\nstream\n<x/>\nendstream"),
        refusal.FORM,
    ),
}
ORDINARY = {
    "page": plain(),
    "link to the web": acting("URI", URI="(https://a.test/JavaScript/Launch)"),
    "link inside": plain(
        "/OpenAction [3 0 R /Fit]", "/Annots [4 0 R]", f"<< {LINK} /A << /S /GoTo /D [3 0 R /Fit] >> >>"
    ),
    "next page": acting("Named", N="/NextPage"),
    "words of a program": plain(
        "/Lang (zh) /ViewerPreferences << /DisplayDocTitle true >>",
        "/Contents 4 0 R",
        "<< /Length 27 >>\nstream\n(/S /JavaScript /Launch) Tj\nendstream",
    ),
    "no file, no script": plain("/Names << /EmbeddedFiles << /Names [] >> /JavaScript << /Names [] >> >>"),
    "form": plain("/AcroForm << /Fields [4 0 R] >>", "/Annots [4 0 R]", f"<< {FIELD} /V (a) >>"),
    "form that is emptied": acting("ResetForm"),
    "layers": plain(
        "/OCProperties << /OCGs [4 0 R] /D << /Order [4 0 R] >> >>", "", "<< /Type /OCG /Name (a) >>"
    ),
    "tags": plain(
        "/StructTreeRoot 4 0 R /MarkInfo << /Marked true >>",
        "",
        "<< /Type /StructTreeRoot /K 5 0 R >>",
        "<< /S /P /P 4 0 R /Pg 3 0 R /K 0 >>",
    ),
    "seal": plain(
        "/AcroForm << /Fields [4 0 R] /SigFlags 3 >>",
        "/Annots [4 0 R]",
        f"<< {BOX} /Subtype /Widget /FT /Sig /T (s) /V << /Type /Sig /Filter /Adobe.PPKLite >> >>",
    ),
    "remark": annotated(f"{BOX} /Subtype /Text /Contents (a) /Popup 5 0 R", f"<< {BOX} /Subtype /Popup >>"),
}


def saved(**how):
    """Packed anew by a library."""

    def packed(raw):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(raw)) as document:
            document.save(out, **how)
        return out.getvalue()

    return packed


def added_later(raw):
    """The same objects written once more at the end of an ordinary document, as a program saves changes."""
    first, end = plain(), raw.rindex(b"startxref")
    table = raw.rindex(b"xref\n0", 0, end)
    body = raw[len(b"%PDF-1.7\n") : table]
    shift = len(first) - len(b"%PDF-1.7\n")
    rows = raw[table:end].split(b"\n")
    for number, row in enumerate(rows):
        if row.endswith(b" n "):
            rows[number] = b"%010d" % (int(row[:10]) + shift) + row[10:]
    trailer = b"\n".join(rows).replace(b"/Size", b"/Prev %d /Size" % first.rindex(b"xref\n0"))
    return first + body + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


def spelt(raw):
    """Every letter of every name by its number."""
    names = ("JavaScript", "Launch", "EmbeddedFile", "FileAttachment", "GoToR", "SubmitForm", "OpenAction")
    for name in names:
        raw = raw.replace(f"/{name}".encode(), b"/" + b"".join(b"#%02x" % ord(char) for char in name))
    return raw


PACKED = {
    "plain": lambda raw: raw,
    "compressed": saved(object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True),
    "locked, without a password to open it": saved(
        encryption=pikepdf.Encryption(owner="owner", user=""),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    ),
    "added later": added_later,
    "spelt by numbers": spelt,
    "with a broken table": lambda raw: raw.replace(b"startxref\n", b"startxref\n9"),
}
