"""What is asked about second factors."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.keys.models import Key
from portal.ledger.editing import VersionedForm
from portal.pages.forms import DayField
from portal.pages.text import CleanLine, half_width
from portal.people.models import Role, User


class CodeField(CleanLine):
    """As it is read off a phone or paper: blanks and hyphens do not matter."""

    def __init__(self, **given):
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **given)

    def to_python(self, value):
        return "".join(half_width(super().to_python(value)).replace("-", "").split())


class CodeForm(forms.Form):
    code = CodeField(
        label=_("Six digits from the app, or a recovery code"),
        help_text=_("The app on your phone shows new digits every 30 seconds."),
    )


class AppForm(forms.Form):
    """The first six digits show that the app has the secret."""

    name = CleanLine(label=_("Name"), max_length=50, help_text=_("So that you know it again: my phone."))
    code = CodeField(label=_("Six digits from the app"))


class PasskeyForm(forms.Form):
    name = CleanLine(
        label=_("Name"), max_length=50, help_text=_("So that you know it again: office computer.")
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_credential(self):
        return answer_of(self.cleaned_data["credential"])


def answer_of(said):
    """What the browser has made of it; {} for what is no JSON object."""
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class DemandForm(VersionedForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    needed = forms.TypedChoiceField(
        label=_("Second factor"), choices=[("yes", _("needed")), ("no", _("not needed"))],
        coerce=lambda said: said == "yes",
    )  # fmt: skip
    since = DayField(label=_("From"))


class ProposeForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Person"), queryset=None)
    note = CleanLine(label=_("Reason"), max_length=200)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        having = User.objects.filter(is_active=True, keys__in=Key.objects.factors()).distinct()
        self.fields["user"].queryset = having.exclude(pk=by.pk).order_by("name")
