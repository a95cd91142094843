"""Typed text as it is kept: one form of each character, nothing that cannot be seen."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")  # zero width; the joiner of emoji stays
REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # text that reads other than it is written


def cleaned(value):
    """NFC, one kind of line end, no unseen characters. Raises ValidationError on reversing marks."""
    value = UNSEEN.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", value)))
    if REVERSING.search(value):
        raise ValidationError(_("Remove the characters that reverse the direction of writing."))
    return value.strip()


class CleanText(forms.CharField):
    """A text field whose value is cleaned before it is measured."""

    def to_python(self, value):
        return cleaned(super().to_python(value))


class CleanLine(CleanText):
    """One line: line breaks become spaces, as in a title pasted from a document."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())
