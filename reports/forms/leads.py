"""What the office is asked about a lead."""

import hashlib
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.pages.forms import DayField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText
from portal.people.models import Organisation
from reports.forms.names import InformantsField, OrganisationsField
from reports.models.leads import audience
from reports.workflow.leads import require_working_day

K = Organisation.Kind
DECIDING = {K.HANDLING_UNIT, K.HIGHER_COMMITTEE, K.LEADERSHIP_OFFICE}  # these collect nothing
COLLECTING = [(kind.value, kind.label) for kind in K if kind not in DECIDING]
NAMES = _("Names, separated by “、”.")


class LeadForm(forms.Form):
    """The topic, and whom it goes to: the union of what is chosen."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    topic = CleanLine(label=_("Topic"), max_length=60)
    why = CleanText(
        label=_("Why now, and what is wanted"), max_length=1000, widget=area(5, 1000),
        help_text=_("What is known, what is not, what should be looked at on the spot."),
    )  # fmt: skip
    closes_on = DayField(label=_("Open until"), help_text=_("A working day; until the end of it."))
    kinds = forms.MultipleChoiceField(
        label=_("To all informants of"), choices=COLLECTING, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    organisations = OrganisationsField(
        label=_("And of these organisations"), required=False,
        help_text=_("Names or parts of them, separated by “、”; the places under them included."),
    )  # fmt: skip
    people = InformantsField(label=_("And these informants"), required=False, help_text=NAMES)

    def __init__(self, *args, today, calendar, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        require_working_day(day, self.today, self.calendar)
        return day

    def clean(self):
        """Whom it reaches is looked up as soon as the audience can be read."""
        data = super().clean()
        chosen = ("kinds", "organisations", "people")
        if not any(name in self.errors for name in chosen):
            self.reached = list(audience(*(data[name] for name in chosen)))
            if not self.reached:
                raise ValidationError(_("Choose an audience: so far this reaches nobody."))
        return data

    @property
    def reached_digest(self):
        """Names exactly these people, so that a lead goes to nobody whom its publisher was not shown."""
        return hashlib.sha256(",".join(str(user.pk) for user in self.reached).encode()).hexdigest()


class LeadFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
