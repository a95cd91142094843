"""What is asked about similar earlier reports."""

from django import forms

from reports.models import Relation


class RelationsForm(forms.Form):
    """One question for each earlier report; none of them has to be answered."""

    def __init__(self, data=None, *, earlier, said=None):
        """`said` are the answers so far, {id: kind}."""
        super().__init__(data)
        self.earlier = {f"earlier_{report.pk}": report for report in earlier}
        for name, report in self.earlier.items():
            self.fields[name] = forms.ChoiceField(
                label=report.title, choices=Relation.Kind.choices, required=False,
                initial=(said or {}).get(report.pk),
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )  # fmt: skip

    def answers(self):
        """[(earlier report, kind)] of what was answered."""
        return [(self.earlier[name], kind) for name, kind in self.cleaned_data.items() if kind]
