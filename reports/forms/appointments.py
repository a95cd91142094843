"""What is asked about an appointment."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.forms import StepForm
from portal.pages.forms import DayField
from portal.pages.sought import Sought
from portal.pages.text import CleanLine
from reports.forms.names import InformantsField
from reports.models.appointments import office_people


class TermForm(forms.Form):
    """What every term has."""

    field = CleanLine(label=_("Field of expertise"), max_length=60)
    until = DayField(label=_("To"))
    contact = forms.ModelChoiceField(label=_("Contact officer"), queryset=None)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = office_people(today)


class RenewForm(StepForm, TermForm):
    """The next term of somebody who is appointed already."""

    def __init__(self, *args, subject, at, **kwargs):
        initial = {"field": subject.field, "contact": subject.contact_id}
        super().__init__(*args, subject=subject, at=at, today=local_day(at), initial=initial, **kwargs)


class AppointForm(TermForm):
    """A new appointment."""

    person = InformantsField(
        label=_("Informant"), help_text=_("The name; of several, with the organisation.")
    )
    since = DayField(label=_("From"))

    field_order = ["person", "field", "since", "until", "contact"]

    def clean_person(self):
        if len(self.cleaned_data["person"]) != 1:
            raise ValidationError(_("Name one person."))
        return self.cleaned_data["person"][0]

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("This day is before the first one."))
        return data


class AppointmentFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Name or field"))
    contact = forms.ModelChoiceField(
        label=_("Contact officer"), queryset=None, required=False, empty_label=_("All")
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = office_people(today)
