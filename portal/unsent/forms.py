"""What a page's script sends of a form that is being filled in."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.pages.text import readable
from portal.unsent.models import Unsent

MOST = 200_000  # characters of one form
LOST = re.compile("[\0\ud800-\udfff]")
MARK = "[0-9a-f]{16}"
COUNT = {"min_value": 0, "max_value": 2_000_000_000}


class WordsForm(forms.Form):
    """`kept_words` are pairs of a field's name and what stands in it, as typed and not as cleaned."""

    kept_words = forms.CharField(max_length=MOST, strip=False, widget=forms.HiddenInput)
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)  # what it is called
    key = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False, **COUNT)  # of the form itself
    stands_on = forms.IntegerField(**COUNT)  # the saving that the page knows
    saves = forms.RegexField(f"^{MARK}( {MARK})*$", max_length=1000, widget=forms.HiddenInput)

    def clean_kept_words(self):
        try:
            words = forms.JSONField().clean(self.cleaned_data["kept_words"])
        except ValidationError:
            words = None
        if not isinstance(words, list) or not all(map(_is_pair, words)):
            raise ValidationError(_("This cannot be kept."))
        return words

    def said(self):
        """What `save_words` is called with."""
        data = self.cleaned_data
        about = {"key": str(data["key"] or ""), "version": data["version"] or 0}
        given = {"words": data["kept_words"], "title": readable(data["page"])}
        return given | {"about": about, "version": data["stands_on"], "saves": data["saves"].split()}


def _is_pair(found):
    """Of two texts that a database can keep: NUL and half a character are none."""
    pair = isinstance(found, list) and len(found) == 2 and all(isinstance(each, str) for each in found)
    return pair and not any(LOST.search(each) for each in found)


def begun(row):
    """The same of a row, as the page's script takes it up."""
    if not row or not row.words:
        return {"stands_on": row.version if row else 0}
    said = {"words": row.words, "at": int(row.saved_at.timestamp() * 1000), "mark": row.saved_as}
    return said | row.about | {"stands_on": row.version}


def words_of(row: Unsent):
    """What was typed, and neither chosen nor a code: to be read and copied."""
    return "\n\n".join(typed for _name, typed in row.words if len(typed) > 20 or not typed.isascii())
