"""What the author is asked."""

import uuid

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from portal.files.fields import FilesField
from portal.files.models import Attachment
from portal.pages.text import CleanLine
from portal.people.models import Organisation
from reports.forms.authors import CreditsField
from reports.forms.shared import TextForm
from reports.models import Report
from reports.rules import may_speak_for_others

ROOM = 20_000  # characters of one part of a draft
MARK = "[0-9a-f]{16}"


class ReportForm(TextForm):
    """The author's form. With `complete`, it must be fit to be filed; a draft may lack or exceed anything."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, initial=0)
    # Marks of the page's savings whose answer it never got, this one the last (see save_draft).
    saves = forms.RegexField(
        f"^{MARK}( {MARK})*$", widget=forms.HiddenInput, required=False, max_length=1000, strip=True
    )
    category = forms.ChoiceField(label=_("Category"), choices=[("", "—"), *Report.Category.choices])
    occasion = forms.ChoiceField(label=_("Came out of"), choices=[("", "—"), *Report.Occasion.choices])
    joint = CreditsField(
        label=_("Joint authors"), required=False,
        help_text=_(
            "In order. Type a name and choose the person or the organisation from the list: they are asked, "
            "and read the report once they have accepted. Leave the shares empty to share equally; you have "
            "what the others leave."
        ),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(label=_("Filed by"), queryset=None, required=False)
    collective = forms.BooleanField(label=_("In the name of this organisation as a whole"), required=False)
    on_behalf_of = CleanLine(
        label=_("Written down for"), max_length=50, required=False,
        help_text=_("The name of somebody without an account who came, called or wrote."),
    )  # fmt: skip
    on_behalf_phone = CleanLine(label=_("Their phone"), max_length=20, required=False)
    on_behalf_way = forms.ChoiceField(
        label=_("How they told you"), choices=[("", "—"), *Report.Way.choices], required=False
    )
    name_shown = forms.BooleanField(
        label=_("The handling unit may know my name and contact me"), required=False
    )
    files = FilesField(
        label=_("Files"), required=False,
        help_text=_("PDF, Word, Excel, WPS, text or pictures; up to 20 files of 20 MB."),
    )  # fmt: skip

    remove = forms.ModelMultipleChoiceField(
        label=_("Remove these files"), required=False, queryset=Attachment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    field_order = ["key", "version", "saves", "title", "category", "occasion", *TextForm.PARTS]
    NEEDED = ("title", "situation", "advice", "category", "occasion")  # to be filed, not to be kept
    BEHALF = ("on_behalf_of", "on_behalf_phone", "on_behalf_way")
    OWN = ("category", "occasion", "name_shown", "joint", "organisation", "collective", *BEHALF)

    def __init__(self, *args, hats, complete=False, kept=(), removable=True, **kwargs):
        """`kept` are the files there are; what was once submitted is not `removable` any more."""
        super().__init__(*args, **kwargs)
        self.kept = kept
        self._ask_for_whom(hats)
        for name in self.NEEDED:
            self.fields[name].required = complete
            self.fields[name].widget.attrs |= {} if complete else {"aria-required": "true"}
        for part in () if complete else self.PARTS:
            self.fields[part].validators = [MaxLengthValidator(ROOM)]
        if kept and removable:
            self.fields["remove"].queryset = kept
        else:
            del self.fields["remove"]

    def _ask_for_whom(self, hats):
        """Only those are asked who may speak for an organisation, or for somebody without an account."""
        home, so_far = self.fields["organisation"], (self.initial or {}).get("organisation")
        mine = [*hats.own, hats.user.organisation_id, so_far]
        home.queryset = Organisation.objects.standing().filter(pk__in=mine)
        home.initial = hats.user.organisation_id
        if not hats.own:
            del self.fields["organisation"], self.fields["collective"]
        if not may_speak_for_others(hats):
            for name in self.BEHALF:
                del self.fields[name]

    def clean_saves(self):
        return self.cleaned_data["saves"].split()

    @property
    def kept_by(self):
        """By which files are kept with it while it is written: its key, also before there is a report."""
        try:
            return str(uuid.UUID(str(self["key"].value())))
        except ValueError:
            return ""

    @property
    def last_mark(self):
        """By which the page knows its own words again."""
        return (self["saves"].value() or "").rpartition(" ")[2]

    def clean(self):
        """The limit holds for a report, not for one sending."""
        data = super().clean()
        left = len(self.kept) - len(data.get("remove") or ())
        if left + len(data.get("files") or ()) > settings.UPLOAD_MAX_FILES:
            self.add_error("files", _("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
        if data.get("on_behalf_of") and not data.get("on_behalf_way"):
            self.add_error("on_behalf_way", _("Say how they told you."))
        if (data.get("on_behalf_way") or data.get("on_behalf_phone")) and not data.get("on_behalf_of"):
            self.add_error("on_behalf_of", _("Say who told you."))
        return data

    def fields_of_report(self):
        given = {name: self.cleaned_data[name] for name in self.OWN if name in self.fields}
        if not given.get("organisation"):
            given.pop("organisation", None)
        return self.parts() | given


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
