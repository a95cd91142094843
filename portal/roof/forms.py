"""What the pages that look down on the whole house ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.sought import Sought


class SearchForm(forms.Form):
    q = Sought(label=_("Words, name or number"))
