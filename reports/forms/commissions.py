"""What is asked about a commission."""

import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import DayField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText
from reports.forms.names import InformantsField, OrganisationsField
from reports.workflow.commissions import liaison
from reports.workflow.leads import require_working_day


class CommissionForm(forms.Form):
    """A topic, a date, and whom it is asked of: each name is a commission of its own."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    topic = CleanLine(label=_("Topic"), max_length=60)
    wanted = CleanText(label=_("What is wanted"), max_length=1000, widget=area(5, 1000))
    due_on = DayField(label=_("Due on"), help_text=_("A working day; until the end of it."))
    people = InformantsField(
        label=_("Informants"), required=False,
        help_text=_("Names, separated by “、”. Each of them is asked for a report."),
    )  # fmt: skip
    organisations = OrganisationsField(
        label=_("Organisations"), required=False,
        help_text=_("Names or parts of them. The liaison answers, the organisation has the credit."),
    )  # fmt: skip

    def __init__(self, *args, today, calendar, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.calendar = today + timedelta(days=1), calendar

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        require_working_day(day, self.first, self.calendar)
        return day

    def clean_organisations(self):
        """Each has somebody to ask."""
        organisations = self.cleaned_data["organisations"]
        for organisation in organisations:
            liaison(organisation)
        return organisations

    def clean(self):
        data = super().clean()
        asked = ("people", "organisations")
        if not any(name in self.errors for name in asked) and not any(data[name] for name in asked):
            raise ValidationError(_("Name a person or an organisation."))
        return data


class CommissionFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
