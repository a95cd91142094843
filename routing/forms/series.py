"""What is asked of whoever keeps a series: the lines of its masthead, and its usual recipients."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.pages.text import CleanLine, CleanText
from routing.forms.recipients import RecipientsForm


class SeriesForm(VersionedForm, RecipientsForm):
    """One series."""

    LINES = ("name", "issuer", "editing_office", "notice", "active")

    name = CleanLine(label=_("Masthead"), max_length=30)
    issuer = CleanLine(label=_("Issuer"), max_length=50)
    editing_office = CleanLine(label=_("Editing office"), max_length=50)
    notice = CleanText(label=_("Notice at the top"), max_length=30, required=False)
    active = forms.BooleanField(label=_("New issues can be begun"), required=False)
    field_order = [*LINES, "readers", "up", "peer", "down"]

    def said(self):
        lines = {name: self.cleaned_data[name] for name in (*self.LINES, "version")}
        return lines | {"recipients": self.lines()}
