"""What the editor is asked who works several reports up into one piece."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.shared import NoteForm
from reports.models import Report


class MergeForm(NoteForm):
    """Which of the editor's own reports become part of this one."""

    reports = forms.ModelMultipleChoiceField(
        label=_("Reports"), queryset=Report.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one report."),
                        "invalid_choice": _("One of these reports is no longer yours to edit.")},
    )  # fmt: skip

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = candidates
