"""Numbers that Word counts by itself and keeps nowhere in the text: 一、（一）1. ① and their like.

Namespaces are left aside throughout, because strict documents have others.
"""

from functools import cache
from typing import NamedTuple

from portal.pages.chinese import chinese_number

ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
LEVELS, DEPTH = 9, 10  # of a list; of styles that build on each other
DEPTHS = {str(level) for level in range(LEVELS)}
LONGEST = 100  # characters around the numbers of a level
CLOSED = ("、", "。", "）", "．", "，", "：")  # after these no space is needed


def local(node):
    """The name of an element without its namespace; empty for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def within(node, *names):
    """The element found by going down by these names, or None."""
    for name in names:
        node = next((child for child in node if local(child) == name), None) if node is not None else None
    return node


def said(node, name="val", default=None):
    """An attribute by its name without namespace."""
    given = node.attrib.items() if node is not None else ()
    return next((value for key, value in given if key.rpartition("}")[2] == name), default)


def roman(n):
    for worth, letters in ROMAN:
        if n >= worth:
            return letters + roman(n - worth)
    return ""


def circled(n):
    return chr(0x2460 + n - 1) if n <= 20 else str(n)


def letter(n):
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


FORMATS = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "upperLetter": lambda n: letter(n).upper(),
    "lowerLetter": letter,
    "upperRoman": lambda n: roman(n).upper(),
    "lowerRoman": roman,
    **dict.fromkeys(
        ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"],
        chinese_number,
    ),
    **dict.fromkeys(
        ["taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand"], chinese_number
    ),
}


class Level(NamedTuple):
    """How a list counts on one level; `shape` is None where that is not known."""

    start: str
    text: str
    kind: str

    @property
    def shape(self):
        return FORMATS.get(self.kind)


class Numbers:
    """Counts along while a document is read from its beginning to its end.

    Styles and levels are read once, and not for each paragraph that has them.
    """

    def __init__(self, numbering=None, styles=None):
        self.lists, self.of, self.styles, self.counts, self.begun = {}, {}, {}, {}, set()
        for node in numbering if numbering is not None else ():
            if local(node) == "abstractNum":
                levels = (child for child in node if local(child) == "lvl")
                self.lists[said(node, "abstractNumId")] = {
                    said(level, "ilvl"): _level(level) for level in levels if said(level, "ilvl") in DEPTHS
                }
            elif local(node) == "num":
                self.of[said(node, "numId")] = node, said(within(node, "abstractNumId"))
        for node in styles if styles is not None else ():
            own = within(node, "pPr", "numPr")
            self.styles[said(node, "styleId")] = _numbered(own), said(within(node, "basedOn"))
        self.of_style = cache(self._of_style)

    def label(self, properties):
        """The number in front of a paragraph with these properties, or an empty string."""
        number, level = self._place(properties)
        node, name = self.of.get(number, (None, None))
        levels = self.lists.get(name, {})
        if level not in levels:
            return ""
        text = self._counted(number, node, name, int(level))
        return text + " " if text and not text.endswith(CLOSED) else text

    def _place(self, properties):
        """(list, level) as the paragraph says, or its style, or what that builds on."""
        number, level = _numbered(within(properties, "numPr"))
        of_style = self.of_style(said(within(properties, "pStyle")))
        return number or of_style[0], level or of_style[1] or "0"

    def _of_style(self, name):
        number = level = None
        for _step in range(DEPTH):
            own, name = self.styles.get(name, ((None, None), None))
            number, level = number or own[0], level or own[1]
        return number, level

    def _counted(self, number, node, name, level):
        levels, counts = self.lists[name], self.counts.setdefault(name, {})
        if number not in self.begun:
            self.begun.add(number)
            self._begin_anew(node, counts)
        counts[level] = counts[level] + 1 if level in counts else _start(levels.get(str(level)))
        for deeper in range(level + 1, LEVELS):
            counts.pop(deeper, None)
        text, kind = levels[str(level)].text, levels[str(level)].kind
        if kind in ("bullet", "none") or len(text) > LONGEST:
            return ""
        for above in range(level + 1):
            count = counts.setdefault(above, _start(levels.get(str(above)))) if f"%{above + 1}" in text else 0
            shape = levels[str(above)].shape if str(above) in levels else str
            if f"%{above + 1}" in text and (shape is None or not 0 < count < 100):
                return ""  # rather no number than a wrong one
            text = text.replace(f"%{above + 1}", shape(count) if count else "")
        return text

    def _begin_anew(self, node, counts):
        for override in node:
            start = within(override, "startOverride") if local(override) == "lvlOverride" else None
            if start is not None:
                counts[int(said(override, "ilvl", "0"))] = int(said(start)) - 1


def _level(node):
    start, text = said(within(node, "start"), default="1"), said(within(node, "lvlText"), default="")
    return Level(start, text, said(within(node, "numFmt"), default="decimal"))


def _numbered(node):
    """(list, level) of a numPr; None for what it does not say."""
    return said(within(node, "numId")), said(within(node, "ilvl"))


def _start(level):
    return int(level.start) if level is not None else 1
