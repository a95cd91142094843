"""Makes a PDF: Typst sets the page, this file hands it the words and sees that none is lost."""

import json
import re
from datetime import UTC, datetime
from functools import cache

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

from routing.documents.templates import OURS, Broken, sources, template

UNSEEN = "Unseen"  # our face without any ink, which holds a place for every character
UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
KNOWN_AS_UNDRAWN = set()  # only saves a second attempt: what is in it was refused by this process's faces
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(name: str, data: dict) -> bytes:
    """`NAME.typ` with these words as PDF/A-2b; the same words give the same bytes. `data` names its year.

    Raises Broken where a template of the office cannot be set.
    """
    said = json.dumps(data, ensure_ascii=False)
    undrawn = {char for char in KNOWN_AS_UNDRAWN if char in said}
    while True:
        try:
            return _typeset(name, data | {"undrawn": sorted(f"{ord(char):X}" for char in undrawn)})
        except typst.TypstError as error:
            # PDF/A refuses characters that no font can draw and names them: those are set as code points.
            found = refused(error.diagnostic)
            if found <= undrawn:
                raise _explained(name, error) from error
            undrawn |= found
            KNOWN_AS_UNDRAWN.update(found)


def _typeset(name, data):
    fonts = faces(settings.FONT_DIR)
    families = [family for family in fonts.families() if family != UNSEEN]
    files = sources()
    return typst.compile(
        {"main": files[f"{name}.typ"]} | files,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data | {"fonts": families}, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=datetime(data["year"], 1, 1, tzinfo=UTC),  # a proof has no date yet, and PDF/A wants one
    )


def _explained(name, error):
    """The office's file gets the blame for what it did; what is ours stays an error of ours."""
    where = re.search(r"─ (\S+?\.typ|main):(\d+)", error.diagnostic)
    blamed = f"{name}.typ" if not where or where[1] == "main" else where[1].lstrip("/")
    path, own = template(blamed)
    if not own:
        path, own = template(f"{name}.typ")
    line = f" ({where[1].replace('main', path.name)}:{where[2]})" if where else ""
    return Broken(path, error.message + line) if own else error


@cache
def faces(font_dir):
    """Read once per process: the free faces that come with the portal, and the office's own."""
    folders = [str(pylopdf_fonts_zh_cn.serif_path().parent), str(OURS)] + ([font_dir] if font_dir else [])
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def refused(diagnostic):
    """The characters that it says no font can draw."""
    words = "".join(UNDRAWN.findall(diagnostic))
    return set(ESCAPE.sub(lambda match: chr(int(match[1], 16)), words))
