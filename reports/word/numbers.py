"""Numbers that Word counts by itself and keeps nowhere in the text: 一、（一）1. ① and their like.

Namespaces are left aside throughout, because strict documents have others.
"""

from lxml.etree import QName

from portal.pages.chinese import chinese_number

ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
LEVELS, DEPTH = 9, 10  # of a list; of styles that build on each other
CLOSED = ("、", "。", "）", "．", "，", "：")  # after these no space is needed


def local(node):
    """The name of an element without its namespace; empty for a comment."""
    return QName(node).localname if isinstance(node.tag, str) else ""


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


class Numbers:
    """Counts along while a document is read from its beginning to its end."""

    def __init__(self, numbering=None, styles=None):
        self.lists, self.of, self.styles, self.counts, self.begun = {}, {}, {}, {}, set()
        for node in numbering if numbering is not None else ():
            if local(node) == "abstractNum":
                levels = (child for child in node if local(child) == "lvl")
                self.lists[said(node, "abstractNumId")] = {said(level, "ilvl"): level for level in levels}
            elif local(node) == "num":
                self.of[said(node, "numId")] = node
        for node in styles if styles is not None else ():
            self.styles[said(node, "styleId")] = node

    def label(self, properties):
        """The number in front of a paragraph with these properties, or an empty string."""
        number, level = self._place(properties)
        node = self.of.get(number)
        levels = self.lists.get(said(within(node, "abstractNumId"))) if node is not None else None
        if not levels or level not in levels:
            return ""
        text = self._counted(node, levels, int(level))
        return text + " " if text and not text.endswith(CLOSED) else text

    def _place(self, properties):
        """(list, level) as the paragraph says, or its style, or what that builds on."""
        own = [within(properties, "numPr"), *self._pedigree(said(within(properties, "pStyle")))]
        number = next(filter(None, (said(within(each, "numId")) for each in own)), None)
        level = next(filter(None, (said(within(each, "ilvl")) for each in own)), "0")
        return number, level

    def _pedigree(self, name):
        for _step in range(DEPTH):
            style = self.styles.get(name)
            yield within(style, "pPr", "numPr")
            name = said(within(style, "basedOn"))

    def _counted(self, node, levels, level):
        counts = self.counts.setdefault(said(within(node, "abstractNumId")), {})
        if said(node, "numId") not in self.begun:
            self.begun.add(said(node, "numId"))
            self._begin_anew(node, counts)
        counts[level] = counts[level] + 1 if level in counts else _start(levels.get(str(level)))
        for deeper in range(level + 1, LEVELS):
            counts.pop(deeper, None)
        text = said(within(levels[str(level)], "lvlText"), default="")
        if said(within(levels[str(level)], "numFmt")) in ("bullet", "none"):
            return ""
        for above in range(level + 1):
            count = counts.setdefault(above, _start(levels.get(str(above)))) if f"%{above + 1}" in text else 0
            shape = FORMATS.get(said(within(levels.get(str(above)), "numFmt"), default="decimal"))
            if f"%{above + 1}" in text and (shape is None or not 0 < count < 100):
                return ""  # rather no number than a wrong one
            text = text.replace(f"%{above + 1}", shape(count) if count else "")
        return text

    def _begin_anew(self, node, counts):
        for override in node:
            start = within(override, "startOverride") if local(override) == "lvlOverride" else None
            if start is not None:
                counts[int(said(override, "ilvl", "0"))] = int(said(start)) - 1


def _start(level):
    return int(said(within(level, "start"), default="1")) if level is not None else 1
