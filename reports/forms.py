"""What is asked about a report."""

import re
import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.text import CleanLine, CleanText
from reports.files import FilesField
from reports.models import Attachment, Report
from reports.reasons import Reason
from reports.states import State

LIMIT = 1500  # characters of one report, the committees' rule


def area(rows, limit=LIMIT):
    return forms.Textarea(attrs={"rows": rows, "data-count": limit})


def part(rows):
    """The limit is one for all parts together, so that each part only says its own length."""
    return forms.Textarea(attrs={"rows": rows, "data-count": LIMIT, "data-count-words": "{n}"})


class TextForm(forms.Form):
    """The four parts of a text."""

    title = CleanLine(
        label=_("Title"), max_length=60, help_text=_("Usually “关于……的建议”, one matter only.")
    )
    situation = CleanText(
        label=_("Situation"), max_length=5000, widget=part(8), required=False,
        help_text=_("What is the matter: where, since when, how many, with sources of figures."),
    )  # fmt: skip
    analysis = CleanText(
        label=_("Analysis"), max_length=5000, widget=part(5), required=False, help_text=_("Why it is so.")
    )
    advice = CleanText(
        label=_("Advice"), max_length=5000, widget=part(8), required=False,
        help_text=_("What should be done, and by whom; each piece of advice answers a stated problem."),
    )  # fmt: skip

    PARTS = ("title", "situation", "analysis", "advice")

    def parts(self):
        return {part: self.cleaned_data[part] for part in self.PARTS}


class ReportForm(TextForm):
    """The author's form. With `complete`, it must be fit to be filed; a draft only needs a title."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, initial=0)
    category = forms.ChoiceField(label=_("Category"), choices=[("", "—"), *Report.Category.choices])
    occasion = forms.ChoiceField(label=_("Came out of"), choices=[("", "—"), *Report.Occasion.choices])
    joint = CleanLine(
        label=_("Joint authors"), max_length=200, required=False,
        help_text=_("Names in order, separated by “、”. Leave empty if you write alone."),
    )  # fmt: skip
    name_shown = forms.BooleanField(
        label=_("The handling unit may know my name and contact me"), required=False
    )
    files = FilesField(
        label=_("Files"), required=False,
        help_text=_("PDF, Word, Excel, WPS or pictures; up to 20 files of 20 MB."),
    )  # fmt: skip

    remove = forms.ModelMultipleChoiceField(
        label=_("Remove these files"), required=False, queryset=Attachment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    field_order = ["key", "version", *TextForm.PARTS]

    def __init__(self, *args, complete=False, kept=(), removable=True, **kwargs):
        """`kept` are the files there are; what was once submitted is not `removable` any more."""
        super().__init__(*args, **kwargs)
        self.kept = kept
        for name in ("situation", "advice", "category", "occasion"):
            self.fields[name].required = complete
        if kept and removable:
            self.fields["remove"].queryset = kept
        else:
            del self.fields["remove"]

    def clean_joint(self):
        """[(name, user or None)]: an account where exactly one person has the name."""
        names = [n for n in re.split(r"[、,，;；]", self.cleaned_data["joint"]) if n.strip()]
        if any(len(name) > 50 for name in names):
            raise forms.ValidationError(_("A name has at most 50 characters. Separate names by “、”."))
        names = list(dict.fromkeys(name.strip() for name in names))
        known = {}
        for user in User.objects.filter(name__in=names, is_active=True):
            known.setdefault(user.name, []).append(user)
        return [(name, people[0] if len(people := known.get(name, [])) == 1 else None) for name in names]

    def clean(self):
        """The limit holds for a report, not for one sending."""
        data = super().clean()
        left = len(self.kept) - len(data.get("remove") or ())
        if left + len(data.get("files") or ()) > settings.UPLOAD_MAX_FILES:
            self.add_error("files", _("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
        return data

    def fields_of_report(self):
        own = ("category", "occasion", "name_shown", "joint")
        return self.parts() | {name: self.cleaned_data[name] for name in own}


class PledgeForm(forms.Form):
    """The last question before filing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    pledge = forms.BooleanField(
        label=_("I confirm that this report contains no state secret and no work secret."),
        error_messages={
            "required": _("Confirm this to submit the report. Classified matters must not be sent here.")
        },
    )


class EditForm(TextForm):
    """The office's edit: a new revision beside the author's text."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("What was changed and why"), max_length=500, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["situation"].required = self.fields["advice"].required = True


class NoteForm(forms.Form):
    """A step with a word, if one likes."""

    note = CleanText(label=_("Remark"), max_length=500, required=False, widget=area(3, 500))


class ReasonedForm(forms.Form):
    """A step that must say why."""

    note = CleanText(label=_("Reason"), max_length=500, widget=area(3, 500))


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
