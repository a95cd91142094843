"""What is asked about visits and meetings."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.pages.forms import DayField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText
from portal.people.models import Organisation
from reports.forms.lists import ALL
from routing.models import Visit


class VisitForm(forms.Form):
    """One visit or meeting."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label=_("Kind"), choices=Visit.Kind.choices, widget=forms.RadioSelect)
    held_on = DayField(label=_("Held on"))
    place = CleanLine(label=_("Place"), max_length=100, required=False)
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organisation.objects.standing().order_by("kind", "id"),
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("Several with Ctrl or Cmd."),
    )  # fmt: skip
    people = CleanLine(label=_("Who took part"), max_length=300)
    topic = CleanLine(label=_("Topic"), max_length=60)
    notes = CleanText(label=_("Notes"), max_length=3000, required=False, widget=area(5, 3000))
    agreed = CleanText(label=_("What was agreed"), max_length=2000, required=False, widget=area(4, 2000))


class EditVisitForm(VersionedForm, VisitForm):
    key = None


class VisitFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Visit.Kind.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, empty_label=_("All"),
        queryset=Organisation.objects.filter(visits__isnull=False).distinct(),
    )  # fmt: skip
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("This day is before the first one."))
        return data
