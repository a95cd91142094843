"""What the office is asked."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation
from portal.roles import wearing
from portal.text import CleanLine, CleanText
from reports.forms.shared import NoteForm, ReasonedForm, TextForm, area
from reports.models import Report
from reports.reasons import Reason
from reports.rules import EDITORS
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


class QueueFilter(forms.Form):
    """The queue's filters; each choice says how many reports it would leave, given the others."""

    status = forms.ChoiceField(label=_("Stage"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    organisation__kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)

    CHOICES = {"status": State, "category": Report.Category, "organisation__kind": Organisation.Kind}

    def __init__(self, data, *, rows):
        """What is no choice filters nothing, as if it had not been asked for."""
        asked = {name: data.get(name) for name in self.CHOICES}
        self.wanted = {name: value for name, value in asked.items() if value in self.CHOICES[name].values}
        super().__init__(self.wanted)
        for name, field in self.fields.items():
            others = {key: value for key, value in self.wanted.items() if key != name}
            counts = dict(rows.filter(**others).values_list(name).annotate(Count("pk")).order_by())
            field.choices = [
                ("", _("All")),
                *((c, f"{c.label} ({counts.get(c, 0)})") for c in self.CHOICES[name]
                  if counts.get(c) or c == self.wanted.get(name)),
            ]  # fmt: skip

    def filtered(self, rows):
        return rows.filter(**self.wanted)


class HandOverForm(forms.Form):
    """To whom: anybody who may edit that day."""

    to = forms.ModelChoiceField(label=_("To whom"), queryset=None)
    note = CleanText(label=_("Remark"), max_length=500, required=False, widget=area(3, 500))

    def __init__(self, *args, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = wearing(EDITORS, on).exclude(pk=by.pk)


STEP_FORMS = {
    "hand_over": HandOverForm,
    "take_up": forms.Form,
    "take_over": ReasonedForm,
    "return_to_author": CodedForm,
    "keep_on_file": CodedForm,
    "send_back": ReasonedForm,
    "sign_off": SignForm,
    "conclude": ReasonedForm,
}
