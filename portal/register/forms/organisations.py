"""What is asked about an organisation."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.days.workdays import local_day
from portal.ledger.editing import VersionedForm
from portal.pages.forms import DayField, area
from portal.pages.sought import Sought
from portal.pages.text import CleanLine, CleanMail, CleanText
from portal.people.models import Organisation, User


class Places(forms.ModelChoiceField):
    """Organisations, each with its kind, so that two that sound alike are told apart."""

    def label_from_instance(self, organisation):
        return f"{organisation.name}（{organisation.get_kind_display()}）"


class People(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return f"{user.name}（{user.position}）" if user.position else user.name


def people_of(organisation):
    """Who could be in charge or called there: whoever is at home there, or has a role for it."""
    there = Q(organisation=organisation) | Q(hats__organisation=organisation)
    named = Q(pk__in=[organisation.in_charge_id, organisation.contact_id])
    return User.objects.filter(there & Q(is_active=True) | named).distinct().order_by("name", "pk")


class AddForm(forms.Form):
    """A new one, where it belongs."""

    name = CleanLine(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Organisation.Kind.choices])
    parent = Places(
        label=_("Belongs to"), required=False, empty_label=_("Nothing above it"),
        queryset=Organisation.objects.standing(),
    )  # fmt: skip
    address = CleanLine(label=_("Address"), max_length=200, required=False)
    phone = CleanLine(label=_("Phone"), max_length=20, required=False)
    email = CleanMail(label=_("Mail"), max_length=254, required=False)


class EditForm(VersionedForm):
    """How to reach it, and whom to call."""

    begins_with = ("address", "phone", "email", "in_charge", "contact")

    address = CleanLine(label=_("Address"), max_length=200, required=False)
    phone = CleanLine(label=_("Phone"), max_length=20, required=False)
    email = CleanMail(label=_("Mail"), max_length=254, required=False)
    in_charge = People(
        label=_("In charge"), queryset=None, required=False, empty_label=_("Nobody named"),
        help_text=_("Sees to what is expected of it: number of reports, visits, answers."),
    )  # fmt: skip
    contact = People(
        label=_("Contact"), queryset=None, required=False, empty_label=_("Nobody named"),
        help_text=_("Whom the office calls. Offered are people who are at home there or act for it."),
    )  # fmt: skip

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("in_charge", "contact"):
            self.fields[name].queryset = people_of(organisation)


class RenameForm(VersionedForm):
    """From which day on it is called what."""

    begins_with = ("name",)

    name = CleanLine(label=_("New name"), max_length=100)
    since = DayField(
        label=_("From"),
        help_text=_("The first day of the new name. What was made before keeps the name of its day."),
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)


class MoveForm(VersionedForm):
    """Under another one, or as another kind."""

    begins_with = ("parent", "kind")

    parent = Places(label=_("Belongs to"), required=False, empty_label=_("Nothing above it"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.standing().exclude(pk=organisation.pk)


class DissolveForm(forms.Form):
    """When it ends, and who takes over."""

    last_day = DayField(
        label=_("Last day"), help_text=_("Yesterday or earlier. From the next day on the successor has it.")
    )
    successor = Places(
        label=_("Successor"), required=False, empty_label=_("None: nothing is left"), queryset=None,
        help_text=_("The organisation it is merged into, or that takes over what it had."),
    )  # fmt: skip
    note = CleanText(
        label=_("Reason"), max_length=500, widget=area(3, 500),
        help_text=_("The decision or document that says so."),
    )  # fmt: skip

    def __init__(self, *args, organisation, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", local_day(at) - timedelta(days=1))
        self.fields["successor"].queryset = Organisation.objects.standing().exclude(pk=organisation.pk)


class OrganisationFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Name, also a former one"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Organisation.Kind.choices]
    )
    parent = forms.ModelChoiceField(
        label=_("Belongs to"), required=False, empty_label=_("All"),
        queryset=Organisation.objects.filter(children__isnull=False).distinct(),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("standing", _("Active")), ("dissolved", _("Dissolved"))],
    )  # fmt: skip
