"""Typed text as it is kept: one form of each character, nothing that cannot be seen.

Whatever people type comes in by `CleanText`, `CleanLine` or `CleanMail` (tests/test_typed_text.py walks all
forms). What comes along unseen with pasted text and says nothing is left out. What stands for something lost,
or makes a text read other than it is written, is refused by its number and place, and the words stay in the
form.
"""

import re
import unicodedata
from itertools import islice

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
PLAIN = "A-Za-z0-9\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe10-\ufe6f\uff01-\uffef\U00020000-\U0003fffd"
# Of zero width; a joiner stays where it joins: between the parts of an emoji, in scripts that are joined.
UNSEEN = re.compile(
    f"[\u200b\u200e\u200f\u2060\ufeff\u00ad]|(?<=[{PLAIN}])[\u200c\u200d]|[\u200c\u200d](?=[{PLAIN}]|$)"
)
REVERSING = "\u061c\u202a-\u202e\u2066-\u2069"  # text that reads other than it is written
CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
FORMATS = "\u2061-\u2064\u206a-\u206f\U0001d173-\U0001d17a\U000e0000-\U000e007f"
LOST = "\ufff0-\ufffd"  # what stands for a broken character or a picture
PLANES = range(0, 0x110000, 0x10000)
NONE = "\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in PLANES)
FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # the flag of a region, spelled out unseen
REFUSED = re.compile(f"{FLAG}|(?P<bad>[{REVERSING}{CONTROLS}{BLANK}{FORMATS}{LOST}{NONE}])")
MOST_MARKS = 30  # on one character (UAX 15): putting them in order costs the square of their number
TOLD, BEFORE = 3, 6  # refused characters that are named, with as many before each
HALF_WIDTH = {0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def cleaned(value):
    """NFC, one kind of line end, no unseen characters. Raises ValidationError that names what is refused."""
    if bad := list(islice(_refused(value), TOLD)):
        raise ValidationError(
            _("Take out what cannot be seen or read: %(characters)s.") % {"characters": ", ".join(bad)}
        )
    return _kept(value)


def readable(value):
    """The same of text in a file, which nobody can be asked about: what is refused leaves a box behind."""
    value = REFUSED.sub(_made_visible, value)
    piled = dict(_piled(value))
    return _kept("".join(char for place, char in enumerate(value) if place not in piled) if piled else value)


def _made_visible(found):
    if not found["bad"]:
        return found[0]
    return "" if re.match(f"[{REVERSING}]", found[0]) else "□"


def half_width(value):
    """Full-width letters, digits and signs as the ordinary ones; ² stays ², which is no 2."""
    return value.translate(HALF_WIDTH)


def _kept(value):
    return UNSEEN.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", value))).strip()


def _refused(value):
    """Each refused character once, by its number and what stands before it."""
    places = [(found.start(), found["bad"]) for found in REFUSED.finditer(value) if found["bad"]]
    first = {char: place for place, char in reversed(places or _piled(value))}
    for char, place in sorted(first.items(), key=lambda each: each[1]):
        before = value[max(0, place - BEFORE) : place].strip()
        told = {"number": f"U+{ord(char):04X}", "before": REFUSED.sub("", before)}
        yield str(_("%(number)s after “%(before)s”") % told if before else told["number"])


def _piled(value):
    """(place, mark) of each mark too many."""
    if value.isascii():
        return []
    found, marks = [], 0
    for place, char in enumerate(value):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MOST_MARKS:
            found.append((place, char))
    return found


def _is_seen(char):
    """Neither a space nor a mark without a letter; what is too new or an office's own may be seen."""
    return unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me")


class CleanText(forms.CharField):
    """A text field whose value is cleaned before it is measured, and is empty where nothing can be seen.

    A browser would cut what is pasted at `maxlength`, without a word: static/js/count.js tells how many are
    too many, and the form refuses them, with what was typed still there.
    """

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if limit := attrs.pop("maxlength", None):
            attrs["data-count"] = widget.attrs.get("data-count", limit)
        return attrs

    def to_python(self, value):
        typed = super().to_python(value)
        kept = cleaned(typed)
        if any(map(_is_seen, kept)):
            return kept
        if self.required and (unseen := "".join(typed.split())):
            numbers = ", ".join(f"U+{ord(char):04X}" for char in list(dict.fromkeys(unseen))[:TOLD])
            raise ValidationError(
                _("Only characters that cannot be seen stand here: %(characters)s.") % {"characters": numbers}
            )
        return self.empty_value


class CleanLine(CleanText):
    """One line: line breaks become spaces, as in a title pasted from a document."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class CleanMail(CleanLine, forms.EmailField):
    """A mail address."""
