"""What the pages that look down on the whole house ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.pages.forms import area
from portal.pages.sought import Sought
from portal.pages.text import CleanText


class SearchForm(forms.Form):
    q = Sought(label=_("Words, name or number"))


class HelpForm(VersionedForm):
    """The office's words on what a page is for."""

    text = CleanText(
        label=_("Words of the office"), max_length=1000, required=False, widget=area(6, 1000),
        help_text=_("Empty, the words that came with the portal stand."),
    )  # fmt: skip
