"""What the office is asked."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.ledger.editing import VersionedForm
from portal.ledger.forms import NoteForm, StepForm
from portal.pages.forms import area
from portal.pages.text import CleanText
from portal.people.models import Organisation
from portal.people.roles import wearing
from portal.people.rules import EDITORS
from reports.forms.shared import TextForm
from reports.models import CannedText, Report
from reports.reasons import STANDARD_WORDS, TO_DECLINE, TO_KEEP, Reason
from reports.states import State


class EditForm(StepForm, TextForm):
    """The office's edit: a new revision beside the author's text."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("What was changed and why"), max_length=500, required=False)

    def __init__(self, *args, subject, **kwargs):
        self.text = subject.working
        initial = self.text.parts() | {"version": subject.version}
        super().__init__(*args, subject=subject, initial=initial, **kwargs)
        self.fields["situation"].required = self.fields["advice"].required = True


class OpinionOnTextForm(EditForm):
    """What the vetter and the chair are asked: the text, which may stay as it is, and an opinion."""

    note = CleanText(label=_("Opinion"), max_length=500, required=False, widget=area(3, 500))


class CodedForm(StepForm):
    """A step with a coded reason and words that the author will read."""

    template, scripts = "reports/coded.html", ["js/words.js"]
    previews = True  # shown as it will be read before it is sent

    grounds = [("", "—"), *TO_DECLINE]
    reason = forms.ChoiceField(label=_("Ground"))
    note = CleanText(
        label=_("Words to the author"), max_length=500, widget=area(4, 500),
        help_text=_("The author will read exactly this."),
    )  # fmt: skip
    previewed = CleanText(required=False, widget=forms.HiddenInput)  # what was read before it is sent

    def __init__(self, data=None, *args, **kwargs):
        self.standard_words = dict(CannedText.objects.values_list("reason", "text"))
        if data and data.get("action") == "words":
            data = data.copy()
            data["note"] = self._with_words(data.get("note", "").strip(), data.get("reason"))
        super().__init__(data, *args, **kwargs)
        self.fields["reason"].choices = self.grounds

    def _with_words(self, typed, reason):
        """The standard words of the ground, after what was typed; other standard words give way."""
        words = self.standard_words.get(reason, "")
        if not typed or typed in self.standard_words.values():
            return words or typed
        return typed if words in typed else f"{typed}\n{words}"

    def clean(self):
        data = super().clean()
        self.previewed = data.pop("previewed", "")
        return data

    @property
    def preview(self):
        """What the author will read: the ground and the words."""
        if not (self.is_bound and self.is_valid()):
            return None
        reason, note = self.cleaned_data["reason"], self.cleaned_data["note"]
        return {"ground": Reason(reason).label, "note": note, "sent": f"{reason}\n{note}"}

    @property
    def confirmed(self):
        """Only what was previewed is sent."""
        return self.data.get("action") != "words" and self.previewed == self.preview["sent"]


class DeleteForm(StepForm):
    """Names the version that was read: what was saved since in another window is not deleted unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, subject=subject, initial={"version": subject.written.version}, **kwargs)


class KeepForm(CodedForm):
    """Keeping finds no fault with it: it begins with the words of what becomes material."""

    grounds = TO_KEEP

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = self.standard_words.get(Reason.MATERIAL, STANDARD_WORDS[Reason.MATERIAL])
        self.initial |= {"reason": Reason.MATERIAL, "note": words}


class CannedForm(VersionedForm):
    """The office's standard words for one ground."""

    text = CleanText(label=_("Words to the author"), max_length=500, widget=area(4, 500))


class SignForm(NoteForm):
    """The signature names the text that was read."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, subject, **kwargs):
        self.text = subject.working
        super().__init__(*args, subject=subject, initial={"text_hash": self.text.text_hash}, **kwargs)


class QueueFilter(forms.Form):
    """The queue's filters; each choice says how many reports it would leave, given the others."""

    status = forms.ChoiceField(label=_("Stage"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    organisation__kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)

    CHOICES = {"status": State, "category": Report.Category, "organisation__kind": Organisation.Kind}

    def __init__(self, data, *, rows):
        """What is no choice filters nothing, and the page says so."""
        asked = {name: data.get(name) for name in self.CHOICES}
        self.wanted = {name: value for name, value in asked.items() if value in self.CHOICES[name].values}
        super().__init__({name: value for name, value in asked.items() if value})
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


class HandOverForm(StepForm):
    """To whom: anybody who may edit that day."""

    to = forms.ModelChoiceField(label=_("To whom"), queryset=None)
    note = CleanText(label=_("Remark"), max_length=500, required=False, widget=area(3, 500))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = wearing(EDITORS, self.today).exclude(pk=self.by.pk)
