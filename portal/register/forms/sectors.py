"""What is asked about a sector."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.pages.sought import Sought
from portal.pages.text import CleanLine
from portal.people.models import Organisation, Term


def groups():
    return Organisation.objects.standing().filter(kind=Organisation.Kind.SECTOR_GROUP)


class SectorForm(forms.Form):
    """Its name, and the group that it meets in."""

    name = CleanLine(label=_("Name"), max_length=50)
    group = forms.ModelChoiceField(
        label=_("Group"), required=False, queryset=None, empty_label=_("In no group"),
        help_text=_("Groups are organisations of the kind “sector group”; each has a convener."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups()


class EditSectorForm(VersionedForm, SectorForm):
    pass


class SectorFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Name"))
    term = forms.ModelChoiceField(
        label=_("Term of the committee"),
        required=False,
        queryset=Term.objects.order_by("-since"),
        empty_label=_("Present"),
    )
    group = forms.ModelChoiceField(label=_("Group"), required=False, queryset=None, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = Organisation.Kind.SECTOR_GROUP
        self.fields["group"].queryset = Organisation.objects.filter(kind=kind)
