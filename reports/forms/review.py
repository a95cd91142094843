"""What the office is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import CleanLine, CleanText
from reports.forms.shared import NoteForm, ReasonedForm, TextForm, area
from reports.models import Report
from reports.reasons import Reason
from reports.states import State


class EditForm(TextForm):
    """The office's edit: a new revision beside the author's text."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("What was changed and why"), max_length=500, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["situation"].required = self.fields["advice"].required = True


class CodedForm(forms.Form):
    """A step with a coded reason and words that the author will read."""

    reason = forms.ChoiceField(label=_("Ground"), choices=[("", "—"), *Reason.choices])
    note = CleanText(
        label=_("Words to the author"), max_length=500, widget=area(4, 500),
        help_text=_("The author will read exactly this."),
    )  # fmt: skip


class SignForm(NoteForm):
    """The signature names the text that was read."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReportFilter(forms.Form):
    """Filters that live in the address."""

    q = CleanLine(label=_("Words"), max_length=50, required=False)
    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("All")), *State.choices])
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Report.Category.choices]
    )


STEP_FORMS = {
    "take_up": forms.Form,
    "take_over": ReasonedForm,
    "return_to_author": CodedForm,
    "keep_on_file": CodedForm,
    "send_back": ReasonedForm,
    "sign_off": SignForm,
    "conclude": ReasonedForm,
}
