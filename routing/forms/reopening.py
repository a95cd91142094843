"""What the office is asked about an author who is not satisfied."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import StepForm
from portal.pages.forms import area
from portal.pages.text import CleanText
from routing.models import Assignment


class UnitsAgain(forms.ModelMultipleChoiceField):
    """The units that have answered, by their names."""

    def label_from_instance(self, assignment):
        return assignment.unit.name


class ReopenForm(StepForm):
    """Which units answer anew, and why."""

    units = UnitsAgain(
        label=_("Who answers anew"), queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name the unit that answers anew.")},
    )  # fmt: skip
    note = CleanText(
        label=_("What is to be done"), max_length=500, widget=area(4, 500),
        help_text=_("The unit and the author read this. The author's own words stay with the office."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = self.subject.assignments.reopenable()
        self.fields["units"].queryset = Assignment.objects.filter(pk__in=found.values("pk")).select_related(
            "unit"
        )
        self.initial.setdefault("units", [each.pk for each in found])
