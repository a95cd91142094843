"""Makes the PDF of an issue: Typst sets the page, this file hands it the words and sees that none is lost."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

TEMPLATE = Path(__file__).parent / "typst" / "special_report.typ"
TITLE_WIDTH = 20  # characters of 22 pt in the 156 mm of the type area
GOOD_END = "的，、；：”》"
NOT_AT_END = "（《〈“‘「『〔【"
NOT_AT_START = "，。、；：？！）》〉”’」』〕】%％的"
UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def issue_pdf(data: dict, *, font_dir: str | None = None) -> bytes:
    """The issue as PDF/A-2b; the same data gives the same bytes. `font_dir` holds the office's own faces."""
    pieces = [piece | {"title_lines": title_lines(piece["title"], str(piece))} for piece in data["pieces"]]
    undrawn = set()
    while True:
        try:
            return typeset(data | {"pieces": pieces, "undrawn": sorted(undrawn)}, font_dir)
        except typst.TypstError as error:
            # PDF/A refuses characters that no font can draw and names them: those are set as code points.
            found = code_points(error.diagnostic)
            if found <= undrawn:
                raise
            undrawn |= found


def typeset(data, font_dir):
    fonts = faces(font_dir)
    return typst.compile(
        TEMPLATE,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data | {"fonts": fonts.families()}, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=datetime(data["year"], 1, 1, tzinfo=UTC),  # a proof has no date yet, and PDF/A wants one
    )


@cache
def faces(font_dir):
    """Read once per process: the free faces that come with the portal, and the office's own."""
    folders = [str(pylopdf_fonts_zh_cn.serif_path().parent)] + ([font_dir] if font_dir else [])
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def code_points(diagnostic):
    words = "".join(UNDRAWN.findall(diagnostic))
    return {f"{ord(char):X}" for char in ESCAPE.sub(lambda match: chr(int(match[1], 16)), words)}


def title_lines(title, text):
    """A long title in even lines, broken between words: letters that `text` keeps together stay together."""
    rows = -(-len(title) // TITLE_WIDTH)
    if rows < 2:
        return [title]

    def cost(at):
        before, after = title[at - 1], title[at]
        torn = before in NOT_AT_END or after in NOT_AT_START or (before + after).isascii()
        familiar = min(text.count(before + after), 5)
        return 100 * torn + 2 * familiar - 3 * (before in GOOD_END) + abs(at - len(title) / rows)

    at = min(range(max(1, len(title) - TITLE_WIDTH * (rows - 1)), TITLE_WIDTH + 1), key=cost)
    return [title[:at], *title_lines(title[at:], text)]
