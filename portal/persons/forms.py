"""What is asked about a person, and what people are looked for by."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.ledger.editing import VersionedForm
from portal.pages.forms import DayField
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanMail, CleanText
from portal.people.models import Expertise, Membership, Organisation, Sector
from portal.people.states import Party, Role

BETWEEN = re.compile(r"[、,，;；\n]")
K = Organisation.Kind


class WordsField(CleanText):
    """Several words, separated by “、”. Cleaned: a list, each once."""

    def __init__(self, **given):
        super().__init__(required=False, max_length=500, **given)

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value):
        found = [" ".join(word.split()) for word in BETWEEN.split(super().clean(value))]
        found = list(dict.fromkeys(word for word in found if word))
        if long := next((word for word in found if len(word) > 50), None):
            raise ValidationError(
                _("At most 50 characters each; “%(word)s…” is longer.") % {"word": long[:10]}
            )
        return found

    def has_changed(self, initial, data):
        return (initial or []) != self.clean(data)


class EditForm(VersionedForm):
    """Who somebody is, whatever the day."""

    name = CleanLine(label=_("Full name"), max_length=50)
    other_names = WordsField(
        label=_("Other names"),
        help_text=_("Other ways to write the name, separated by “、”. The person is found by each."),
    )
    party = forms.ChoiceField(
        label=_("Party"), required=False, choices=[("", _("Not known")), *Party.choices]
    )
    phone = CleanLine(label=_("Phone"), max_length=20, required=False)
    email = CleanMail(label=_("Mail"), max_length=254, required=False)
    expertise = WordsField(label=_("Fields of expertise"), help_text=_("Separated by “、”."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.initial["mail_is_open"]:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _(
                "The person signs in: the system administrator changes it, with the account."
            )


class MoveForm(VersionedForm):
    """Where and as what, from a day on."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.filter(dissolved_on=None)
    )
    position = CleanLine(label=_("Position"), max_length=100, required=False)
    since = DayField(
        label=_("From"),
        help_text=_(
            "A day that has come changes it at once; a later one when it comes. What was before stays."
        ),
    )


class MembershipForm(VersionedForm):
    """Of which committee, in which sector, from a day on."""

    level = forms.ChoiceField(label=_("Level"), choices=Membership.Level.choices)
    member = forms.BooleanField(
        label=_("Is a member"), required=False,
        help_text=_("Without this tick the membership ends the day before."),
    )  # fmt: skip
    standing = forms.BooleanField(label=_("Of the standing committee"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), required=False, queryset=Sector.objects.filter(term__until=None)
    )
    committee = forms.ModelChoiceField(
        label=_("Special committee"), required=False,
        queryset=Organisation.objects.filter(kind=K.SPECIAL_COMMITTEE, dissolved_on=None),
    )  # fmt: skip
    since = DayField(label=_("From"))


class PeopleFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Full name"))
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), required=False, choices=[("", _("All")), *K.choices]
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"),
        required=False,
        empty_label=_("All"),
        queryset=MembershipForm.base_fields["sector"].queryset,
    )
    party = forms.ChoiceField(label=_("Party"), required=False, choices=[("", _("All")), *Party.choices])
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All")), *Membership.Level.choices]
    )
    committee = forms.ModelChoiceField(
        label=_("Special committee"), required=False, empty_label=_("All"),
        queryset=MembershipForm.base_fields["committee"].queryset,
    )  # fmt: skip
    field = forms.ChoiceField(label=_("Field of expertise"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = Expertise.objects.order_by("field").values_list("field", flat=True).distinct()
        self.fields["field"].choices = [("", _("All")), *((field, field) for field in fields)]


def holding(day):
    """Rows with days that hold on that day."""
    return Q(until=None) | Q(until__gte=day), Q(since__lte=day)


class RosterForm(forms.Form):
    """A workbook, and what becomes of those who are new."""

    file = FilesField(
        label=_("Workbook"),
        help_text=_(
            "Excel (.xlsx), every sheet that one sees, up to 2,000 rows and 5 MB. The mail of whoever has "
            "signed in stays as it is."
        ),
    )
    home = forms.ModelChoiceField(
        label=_("Where those are at home whose workplace is not in the register"), required=False,
        queryset=Organisation.objects.filter(dissolved_on=None), empty_label=_("Show them as a problem"),
        help_text=_("A school or a firm then stands before the position."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role of those who are new"), required=False, initial=Role.INFORMANT,
        choices=[(Role.INFORMANT, Role.INFORMANT.label), ("", _("None"))],
        help_text=_(
            "They get an account whose sign-in name is a running code (m00001). Nobody can sign in with it "
            "before they are given a way in."
        ),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean_file(self):
        files = self.cleaned_data["file"]
        if not files:
            raise ValidationError(self.fields["file"].error_messages["required"])
        if len(files) > 1:
            raise ValidationError(_("One workbook at a time: take out the others."))
        if not files[0].name.lower().endswith(".xlsx"):
            raise ValidationError(_("Send an .xlsx file. Excel and WPS save as one under “Save as”."))
        return files[0]
