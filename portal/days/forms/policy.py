"""What is asked about a point of the office's policy."""

from copy import deepcopy
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.days.workflow.policy import TOO_SOON, first_day
from portal.pages.forms import DayField
from portal.pages.text import CleanLine


class PolicyForm(forms.Form):
    """A new value of one point, from a day on."""

    since = DayField(label=_("From"))
    note = CleanLine(label=_("Reason"), max_length=200)

    def __init__(self, *args, point, held, at, **kwargs):
        """`held` is the value as it is kept, which the form begins with."""
        values = held if len(point.fields) > 1 else [held]
        initial = dict(zip(point.fields, values, strict=True)) | {"since": first_day(point, at)}
        super().__init__(*args, initial=initial, **kwargs)
        self.point, self.at = point, at
        self.fields = {name: deepcopy(field) for name, field in point.fields.items()} | self.fields
        help_text = _("From tomorrow on at the earliest.") if point.ahead else _("Today or later.")
        self.fields["since"].help_text = help_text

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since < first_day(self.point, self.at):
            raise forms.ValidationError(TOO_SOON if self.point.ahead else _("This day has passed."))
        if since.year > local_day(self.at).year + 1:
            raise forms.ValidationError(_("This year is still far away."))
        return since

    def said(self):
        """{value, since, note}: the value as it is kept."""
        found = [_kept(self.cleaned_data[name]) for name in self.point.fields]
        said = {name: self.cleaned_data[name] for name in ("since", "note")}
        return said | {"value": found if len(found) > 1 else found[0]}


def _kept(value):
    return value.isoformat("minutes") if isinstance(value, time) else value
