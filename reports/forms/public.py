"""What citizens are asked, and what the station is asked when they want their data corrected or erased."""

import re
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import StepForm
from portal.pages.forms import area
from portal.pages.text import CleanLine, CleanText, half_width

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


class PhoneField(CleanLine):
    """A mobile or a landline as people write it; its value is digits."""

    def __init__(self, **more):
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(max_length=30, widget=widget, **more)

    def clean(self, value):
        typed = super().clean(value)
        phone = clean_phone(typed)
        if typed and not phone:
            raise forms.ValidationError(_("Enter a mobile number, or a landline with its area code."))
        return phone or ""


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
    phone = PhoneField(label=_("Your phone"), help_text=_("Mobile or landline, in case of questions."))
    agree = forms.BooleanField(
        label=_("I have read how my name and phone are used. What I send contains no state secret."),
        error_messages={"required": _("Please read the note and confirm.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    OWN = ("topic", "text", "citizen", "phone")

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


class AskForm(forms.Form):
    """For a citizen who wants to know what became of it: the number, and the phone that was given with it."""

    number = CleanLine(label=_("Number of the matter"), max_length=20, help_text=_("For example 2026-C0012."))
    phone = PhoneField(label=_("Your phone"), help_text=_("The one that you gave us with the matter."))


class CheckedForm(StepForm):
    """How the station made sure that it is the person whose data it is."""

    CHECKED = [
        ("called", _("I called the phone that is kept here, and it was the person")),
        ("knew", _("The person named number, day and content of the matter")),
        ("came", _("The person came with an identity card")),
    ]

    checked = forms.ChoiceField(
        label=_("How I made sure who it is"), choices=CHECKED, widget=forms.RadioSelect
    )


class CorrectForm(CheckedForm):
    """Name and phone as they should be."""

    citizen = CleanLine(label=_("Name of the citizen"), max_length=50)
    phone = PhoneField(label=_("Phone"))
    field_order = ["citizen", "phone", "checked"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"citizen": self.subject.citizen, "phone": self.subject.phone}

    def clean(self):
        data = super().clean()
        if not self.errors and (data["citizen"], data["phone"]) == (self.subject.citizen, self.subject.phone):
            self.add_error(None, _("Name and phone stand here like this already."))
        return data
