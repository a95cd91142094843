"""What the list of reports can be asked for; it all lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import DayField
from portal.pages.sought import Sought
from portal.people.models import Organisation
from reports.models import Report
from reports.states import State

ALL = ("", _("All"))
NOT_WRITING = (Organisation.Kind.HANDLING_UNIT, Organisation.Kind.LEADERSHIP_OFFICE)


def day(label):
    return DayField(label=label, required=False)


class ReportFilter(forms.Form):
    """Filters of the list of reports."""

    q = Sought(label=_("Words, name or number"))
    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *State.choices])
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[ALL, *Report.Category.choices])
    occasion = forms.ChoiceField(
        label=_("Came out of"), required=False, choices=[ALL, *Report.Occasion.choices]
    )
    kind = forms.ChoiceField(  # set by a figure that leads here; a box for it would be one too many
        label=_("Kind of organisation"), required=False, choices=[ALL, *Organisation.Kind.choices],
        widget=forms.HiddenInput,
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, empty_label=_("All"),
        queryset=Organisation.objects.exclude(kind__in=NOT_WRITING),
    )  # fmt: skip
    since, until = day(_("Submitted from")), day(_("Submitted until"))

    def __init__(self, *args, office, **kwargs):
        """Whoever is not in the office has no choice of organisations."""
        super().__init__(*args, **kwargs)
        if not office:
            del self.fields["organisation"], self.fields["kind"]

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        return data
