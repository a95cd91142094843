"""The field of a form that takes files."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.files.checks import ACCEPT, check


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to the limit, each checked; the value is a list."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        uploads = [u for u in (data if isinstance(data, list | tuple) else [data]) if u]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(_("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
        return [check(upload) for upload in uploads]
