"""A report that lies in a Word file: the file, and which line of it belongs where."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.files.checks import check
from portal.files.fields import FilesInput
from portal.files.refusal import Refused
from reports.forms.writing import ReportForm
from reports.models.text import Text
from reports.word import arranged, read

LEFT_OUT = "left_out"


class WordField(forms.Field):
    """One Word file, read; the value is (file, what it says)."""

    widget = FilesInput

    def clean(self, value):
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(value) > 1:
            raise ValidationError(_("One Word file at a time; the others can be added as files."))
        [upload] = value
        if PurePath(upload.name).suffix.lower() != ".docx":
            raise ValidationError(
                _("“%(name)s” is not a .docx file. Save it as .docx in Word or WPS, or copy its text.")
                % {"name": upload.name}
            )
        file = check(upload)
        try:
            return file, read(file)
        except Refused as refused:
            raise ValidationError(refused.args[0] % {"name": file.name}) from refused


class WordForm(forms.Form):
    """`key` is that of the form beside it, so that one page opened once is one draft from Word at most."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    word = WordField(label=_("Word file"))


class SortForm(forms.Form):
    """For each line of a text, the part it belongs to."""

    version = ReportForm.base_fields["version"]
    CHOICES = [
        *((part, Text._meta.get_field(part).verbose_name) for part in Text.PARTS), (LEFT_OUT, _("leave out")),
    ]  # fmt: skip

    def __init__(self, *args, lines, parts, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.initial["version"] = version
        for number, part in enumerate(parts, 1):
            self.fields[f"line-{number}"] = forms.ChoiceField(
                label=_("Part of line %(number)s") % {"number": number}, choices=self.CHOICES, initial=part
            )

    def rows(self):
        return [(self[f"line-{number}"], line) for number, line in enumerate(self.lines, 1)]

    def parts(self):
        parts = [self.cleaned_data[f"line-{number}"] for number in range(1, len(self.lines) + 1)]
        return arranged(self.lines, parts)
