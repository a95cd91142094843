"""What a station is asked about a matter, and what it asks a citizen."""

import re
import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import DayField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanText, half_width
from portal.people.models import Organisation
from reports.models import Consultation, SetAside
from reports.models.stations import KINDS
from reports.states import MatterState

FIRST_DAY = date(2000, 1, 1)
MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
LANDLINE = re.compile(
    r"(?:\+?86|0086)?(010|02[0-9]|0[3-9][0-9]{2})?([2-8][0-9]{6,7})(?:(?:x|转|#)([0-9]{1,6}))?"
)


def clean_phone(typed):
    """A mobile or a landline, however it is grouped, as digits; None for what is neither."""
    plain = re.sub(r"[\s\-—–()（）.·]", "", half_width(typed))
    if mobile := MOBILE.fullmatch(plain):
        return mobile[1]
    if line := LANDLINE.fullmatch(plain):
        return "-".join(filter(None, line.groups()))
    return None


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


class PublicForm(forms.Form):
    """What a citizen is asked: short, on any phone. Only programs that fill in all see the last field."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    topic = CleanLine(label=_("What is it about?"), max_length=40)
    text = CleanText(
        label=_("Please tell us"), max_length=500, widget=area(6, 500),
        help_text=_("Where, since when, and what you would suggest."),
    )  # fmt: skip
    citizen = CleanLine(
        label=_("Your name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = CleanLine(
        label=_("Your phone"), max_length=30, help_text=_("Mobile or landline, in case of questions."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_("I have read how my name and phone are used. What I send contains no state secret."),
        error_messages={"required": _("Please read the note and confirm.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    OWN = ("topic", "text", "citizen", "phone")

    def clean_phone(self):
        phone = clean_phone(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(_("Enter a mobile number, or a landline with its area code."))
        return phone

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""

    def fields_of_matter(self):
        return {name: self.cleaned_data[name] for name in self.OWN}

    def again(self, error):
        """The same words under a key of their own, with what stands against them."""
        data = self.data.copy()
        data["key"] = uuid.uuid4()
        form = PublicForm(data)
        form.add_error(None, error)
        return form


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

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations


class StationFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[("", _("All")), *((kind, kind.label) for kind in KINDS)],
    )  # fmt: skip
