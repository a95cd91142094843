"""What is asked about a promise, and how the list of promises is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.forms import StepForm
from portal.pages.forms import DayField, area
from portal.pages.text import CleanText
from routing.suggest import units


class KeptForm(StepForm):
    """What was done of what was promised."""

    said = CleanText(label=_("What was done of it"), max_length=3000, widget=area(6, 3000))
    files = FilesField(label=_("Files"), required=False)


class MoveForm(StepForm):
    """A new day for it, and why; the first one stays beside it."""

    date = DayField(label=_("New date"))
    note = CleanText(label=_("Why"), max_length=500, widget=area(3, 500))


class PromisesFilter(forms.Form):
    """Filters that live in the address."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()
