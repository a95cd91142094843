"""What a station is asked about a matter."""

import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import DayField, YearField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText
from portal.people.models import Organisation
from reports.models import Consultation, SetAside
from reports.models.stations import KINDS
from reports.states import MatterState

FIRST_DAY = date(2000, 1, 1)


class ConsultationForm(forms.Form):
    """What was talked over: where, with whom, and what came of it."""

    OUTCOMES = [
        ("open", _("Still open")),
        ("settled", _("Settled")),
        ("passed_on", _("Passed on")),
        ("report", _("Not settled: make it a report")),
    ]

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    station = forms.ModelChoiceField(label=_("Station"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Consultation.Kind.choices, widget=forms.RadioSelect)
    topic = CleanLine(label=_("Topic"), max_length=60)
    text = CleanText(label=_("What it is about"), max_length=2000, widget=area(8, 2000))
    held_on = DayField(label=_("Talked over on"), required=False)
    place = CleanLine(label=_("Where"), max_length=100, required=False)
    participants = CleanLine(
        label=_("With whom"), max_length=200, required=False,
        help_text=_("Who took part, in a few words: residents, the firm, the township."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("What came of it"), choices=OUTCOMES, widget=forms.RadioSelect)
    to = CleanLine(label=_("Passed on to"), max_length=100, required=False)
    note = CleanText(label=_("Result in words"), max_length=500, required=False, widget=area(3, 500))

    OWN = ("station", "kind", "topic", "text", "held_on", "place", "participants")

    def __init__(self, *args, stations, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial |= {"kind": "consultation", "outcome": "open"}
        self.fields["station"].queryset = stations
        self.only = stations[0] if len(stations) == 1 else None
        if self.only:
            del self.fields["station"]

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day and not FIRST_DAY <= day <= self.today:
            raise forms.ValidationError(_("Give a day that has been."))
        return day

    def clean(self):
        data = super().clean()
        if data.get("outcome") == "settled" and not data.get("note"):
            self.add_error("note", _("Say how it was settled."))
        if data.get("outcome") == "passed_on" and not data.get("to"):
            self.add_error("to", _("Say to whom it was passed on."))
        return data

    def fields_of_matter(self):
        return {name: self.cleaned_data.get(name, self.only) for name in self.OWN}


class SetAsideForm(NoteForm):
    """What came by the public form and is no matter for the station."""

    reason = forms.ChoiceField(
        label=_("Ground"), choices=[("", "—"), *SetAside.choices],
        help_text=_("What must not be sent here is erased at once and for good."),
    )  # fmt: skip
    field_order = ["reason", "note"]


class SettledForm(StepForm):
    note = CleanText(label=_("How it was settled"), max_length=500, widget=area(4, 500))


class PassOnForm(NoteForm):
    to = CleanLine(
        label=_("Passed on to"), max_length=100, help_text=_("Which office or unit takes it from here.")
    )
    field_order = ["to", "note"]


class ConsultationFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Consultation.Kind.choices]
    )
    status = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *MatterState.choices]
    )
    station = forms.ModelChoiceField(
        label=_("Station"), required=False, queryset=Organisation.objects.none(), empty_label=_("All")
    )
    year = YearField()

    def __init__(self, *args, stations, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations
        self.fields["year"].offer(moment.year for moment in rows.order_by().datetimes("begun_at", "year"))


class StationFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[("", _("All")), *((kind, kind.label) for kind in KINDS)],
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        label=_("Belongs to"), required=False, queryset=None, empty_label=_("All")
    )

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.filter(pk__in=stations.values("parent"))
