"""What is asked about a line of the catalogue of who owns what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.pages.sought import Sought
from portal.pages.text import CleanLine
from routing.models.competences import split
from routing.suggest import units

LEAST = 2  # characters: a single one stands in every text


class CompetenceForm(forms.Form):
    """Whose, which matter, by which words it is known, and where that is laid down."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label="—")
    matter = CleanLine(label=_("Matter"), max_length=60)
    words = CleanLine(
        label=_("Words"), max_length=200,
        help_text=_("By which a text speaks of it, with a 、 between them; each of two characters or more."),
    )  # fmt: skip
    source = CleanLine(
        label=_("Source"), max_length=120,
        help_text=_("The list of powers or the document that says so."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()

    def clean_words(self):
        found = split(self.cleaned_data["words"])
        if not found or any(len(word) < LEAST for word in found):
            raise forms.ValidationError(_("Each word needs two characters or more."))
        return "、".join(found)


class EditCompetenceForm(VersionedForm, CompetenceForm):
    holds = forms.BooleanField(
        label=_("It holds"), required=False, help_text=_("Without it the line suggests nobody any more.")
    )


class CatalogueForm(forms.Form):
    """The catalogue as a workbook."""

    file = forms.FileField(
        label=_("Workbook"), help_text=_("Excel (.xlsx), up to 2,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip


class CompetenceFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()
