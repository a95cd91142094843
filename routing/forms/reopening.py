"""What the office is asked about an author who is not satisfied."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import StepForm
from portal.pages.forms import area
from portal.pages.text import CleanText
from routing.forms.units import require_readers, unit_choices
from routing.models import Assignment
from routing.suggest import units


class UnitsAgain(forms.ModelMultipleChoiceField):
    """The units that have answered, by their names."""

    def label_from_instance(self, assignment):
        return assignment.unit.name


class ReopenForm(StepForm):
    """Which units answer anew, which other one does in their place, and why."""

    units = UnitsAgain(
        label=_("Who answers anew"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    other = forms.ModelChoiceField(
        label=_("Another unit"), queryset=None, required=False, empty_label="—",
        help_text=_("It answers in the place of a unit that is not ticked, beside one that is."),
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
        if not found:  # no unit has answered
            del self.fields["units"]
        self.fields["other"].queryset = units()
        self.fields["other"].widget.choices = [("", "—"), *unit_choices()]

    def clean(self):
        data = super().clean()
        if not (data.get("units") or data.get("other") or {"units", "other"} & self.errors.keys()):
            self.add_error(
                "units" if "units" in self.fields else "other", _("Name the unit that answers anew.")
            )
        require_readers(self, {"other": [data["other"]] if data.get("other") else ()})
        return data
