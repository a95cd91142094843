"""What is asked about proposals: a file, and what to look for in the list."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.pages.forms import YearField
from portal.pages.sought import Sought
from reports.models import Proposal
from reports.workflow.proposals import FIRST_YEAR


class ImportForm(forms.Form):
    """A workbook, and what its rows are."""

    kind = forms.ChoiceField(
        label=_("What the rows are"), choices=Proposal.Kind.choices, widget=forms.RadioSelect
    )
    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=date.max.year,
        help_text=_("For rows that say no year of their own."),
    )  # fmt: skip
    file = FilesField(label=_("Workbook"), help_text=_("Excel (.xlsx), up to 2,000 rows and 5 MB."))

    def __init__(self, *args, this_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"kind": "proposal", "year": this_year}
        self.fields["year"].max_value = this_year + 1
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
        self.this_year = this_year

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > self.this_year + 1:
            raise forms.ValidationError(_("This year is still far away."))
        return year

    def clean_file(self):
        files = self.cleaned_data["file"]
        if not files:
            raise forms.ValidationError(self.fields["file"].error_messages["required"])
        if len(files) > 1:
            raise forms.ValidationError(_("One workbook at a time: take out the others."))
        if not files[0].name.lower().endswith(".xlsx"):
            raise forms.ValidationError(_("Send an .xlsx file. Excel and WPS save as one under “Save as”."))
        return files[0]


class ProposalFilter(forms.Form):
    """Filters that live in the address."""

    q = Sought(label=_("Words"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Proposal.Kind.choices]
    )
    year = YearField()

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].offer(rows.order_by().values_list("year", flat=True).distinct())
