"""What is asked of whoever composes an issue, and of whoever signs it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Role, User
from portal.text import CleanText
from reports.forms import NoteForm, area


class IssueForm(forms.Form):
    """Note and readers of an issue; the order of the pieces stands beside each piece."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    note = CleanText(label=_("Editor's note"), max_length=500, required=False, widget=area(3, 500))
    readers = forms.ModelMultipleChoiceField(
        label=_("Readers"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = leaders()
        self.pieces = pieces
        for piece in pieces:
            self.fields[f"place_{piece.pk}"] = forms.IntegerField(
                label=_("Place of “%(title)s”") % {"title": piece.title},
                min_value=1, max_value=99, initial=piece.position,
            )  # fmt: skip

    def order(self):
        """The pieces' ids in the order asked for; equal places keep the order they had."""
        return [p.pk for p in sorted(self.pieces, key=lambda p: self.cleaned_data[f"place_{p.pk}"])]


def leaders():
    return User.objects.filter(hats__role=Role.LEADER, is_active=True).distinct().order_by("id")


class IssueSignForm(NoteForm):
    """The signature names exactly what was read."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
