"""What the editor is asked who works several reports up into one piece."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ledger.forms import NoteForm
from reports.models import Report
from reports.states import State


class MergeForm(NoteForm):
    """Which of the editor's own reports become part of this one."""

    reports = forms.ModelMultipleChoiceField(
        label=_("Reports"), queryset=Report.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one report."),
                        "invalid_choice": _("One of these reports is no longer yours to edit.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = self.candidates = mergeable(self.by, self.subject)


def mergeable(editor, host):
    """What this editor has taken up too, except what carries others itself."""
    own = Report.objects.filter(status=State.EDITING, taken_by=editor, carried=None)
    return own.exclude(pk=host.pk).order_by("sign_by", "pk")
