"""The field of a form that takes files."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.files.checks import ACCEPT, check
from portal.files.models import Attachment

INFECTED = _("“%(name)s” contains a virus and cannot be handed in. Take it out.")


class FilesInput(forms.Widget):
    """Below it stand the files that are kept, each with its verdict; js/files.js sends what is chosen."""

    input_type, needs_multipart_form, template_name = "file", True, "files/input.html"
    kept, refused, sent_to = (), (), ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        shown = {"files": self.kept, "refused": self.refused, "sent_to": self.sent_to}
        limit = {"most": settings.UPLOAD_MAX_BYTES}
        return {"widget": context["widget"] | {"type": "file"}} | shown | limit

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in files


class FilesField(forms.Field):
    """Any number of files up to the limit, each checked.

    On a page they are kept with the form before it is read (portal.unsent.handing); its value is then these.
    """

    set_up = False

    def __init__(self, **given):
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPT}), **given)

    def set_on(self, kept, refused, sent_to):
        self.set_up = True
        self.widget.kept, self.widget.refused, self.widget.sent_to = list(kept), refused, sent_to

    def clean(self, value):
        if not self.set_up:
            return self._checked(value or [])
        if self.widget.refused:
            raise ValidationError(list(self.widget.refused))
        for file in self.widget.kept:
            if file.scan == Attachment.Scan.INFECTED:
                raise ValidationError(INFECTED % {"name": file.name})
        return self.widget.kept

    def _checked(self, uploads):
        if len(uploads) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(_("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
        return [check(upload) for upload in uploads]
