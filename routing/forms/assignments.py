"""What is asked of the units, and about them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import day_input
from portal.models import Organisation
from portal.text import CleanLine, CleanText
from reports.files import FilesField
from reports.forms import area
from routing.deadlines import MOST_TIME
from routing.models import Reply


def units():
    return Organisation.objects.filter(kind=Organisation.Kind.HANDLING_UNIT)


class UnitsForm(forms.Form):
    """One unit that answers, and units that help it."""

    lead = forms.ModelChoiceField(label=_("Lead unit"), queryset=None, empty_label="—")
    co = forms.ModelMultipleChoiceField(
        label=_("Co-units"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    request = CleanText(label=_("What is asked"), max_length=1000, required=False, widget=area(3, 1000))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["co"].queryset = units()

    def clean_lead(self):
        """The verb takes a list: a matter can also be split between several leads."""
        return [self.cleaned_data["lead"]]


class AssignmentFilter(forms.Form):
    """Filters that live in the address."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()


class TimeForm(forms.Form):
    """Asking for more time, once."""

    days = forms.IntegerField(
        label=_("Working days more"), min_value=1, max_value=MOST_TIME, initial=5,
        help_text=_("At most %(days)s working days.") % {"days": MOST_TIME},
    )  # fmt: skip
    note = CleanText(label=_("Why"), max_length=500, widget=area(3, 500))


class ReplyForm(forms.Form):
    """The unit's answer."""

    text = CleanText(
        label=_("Measures and results"), max_length=5000, widget=area(8, 5000),
        help_text=_("What was done, what came of it, which advice was taken up and why the rest was not."),
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=_("Degree of solution"), choices=Reply.Grade.choices, widget=forms.RadioSelect
    )
    promised_for = forms.DateField(
        label=_("Planned for"),
        required=False,
        widget=day_input(),
        help_text=_("Needed for B: the day by which it will be done."),
    )
    approved_by = CleanLine(label=_("Approved by (unit leader)"), max_length=50)
    files = FilesField(label=_("Files"), required=False)

    def __init__(self, *args, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        """A plan has a day to come; no other grade has one."""
        data = super().clean()
        if data.get("grade") != Reply.Grade.PLANNED:
            data["promised_for"] = None
        elif "promised_for" not in self.errors and not data.get("promised_for"):
            self.add_error("promised_for", _("Say by which day it will be done."))
        elif data.get("promised_for") and data["promised_for"] < self.today:
            self.add_error("promised_for", _("This day has passed."))
        return data
