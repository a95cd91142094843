"""What the author is asked."""

import re
import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.text import CleanLine
from reports.files import FilesField
from reports.forms.shared import TextForm
from reports.models import Attachment, Report


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


class VersionForm(forms.Form):
    """Which version of the draft stood on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class PledgeForm(VersionForm):
    """The last question before filing."""

    pledge = forms.BooleanField(
        label=_("I confirm that this report contains no state secret and no work secret."),
        error_messages={
            "required": _("Confirm this to submit the report. Classified matters must not be sent here.")
        },
    )
