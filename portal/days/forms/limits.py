"""What is asked about a time limit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.days.limits import matters
from portal.days.models import TimeLimit
from portal.ledger.editing import VersionedForm
from portal.pages.forms import DayField
from portal.pages.text import CleanLine

MOST = 366


def matters_to_choose():
    return [("", _("All matters")), *matters().choices]


class LimitForm(VersionedForm):
    """A new limit by one rule, from a day on that has not passed."""

    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=_("Counted in"), choices=TimeLimit.Unit.choices)
    category = forms.ChoiceField(
        label=_("For which matters"), required=False, choices=matters_to_choose,
        help_text=_("What is set for one kind goes before what is set for all."),
    )  # fmt: skip
    since = DayField(label=_("From"), help_text=_("It concerns what begins on this day or later."))
    note = CleanLine(label=_("Reason"), max_length=200)

    def __init__(self, *args, rule, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if not rule.of_matters:
            del self.fields["category"]
        if not rule.in_hours:
            self.fields["unit"].choices = TimeLimit.Unit.choices[:1]

    def clean_since(self):
        if self.cleaned_data["since"] < self.today:
            raise forms.ValidationError(_("This day has passed."))
        if self.cleaned_data["since"].year > self.today.year + 1:
            raise forms.ValidationError(_("This year is still far away."))
        return self.cleaned_data["since"]
